import type { Reading, ReadingProgress } from '../corpus/read-corpus.js';
import { openCorpus } from '../corpus/open-corpus.js';
import type { GameRules } from '../corpus/compact-game.js';
import { describeSkips } from '../corpus/skips.js';
import { formatCount } from '../report/numbers.js';
import { orFail } from './command-error.js';
import { Progress, type Picture } from './progress.js';
import { say, type Surroundings } from './surroundings.js';

/**
 * The games of some files and folders, read or taken from `cache`; shows how far it is, and says which
 * games were left out and why.
 */
export async function readGames(
  paths: readonly string[],
  rules: GameRules,
  cache: string | undefined,
  { stdout, stderr }: Surroundings,
): Promise<Reading> {
  let at: ReadingProgress | undefined;
  const progress = new Progress(
    stdout,
    readingPicture(() => at),
  );
  const onProgress = (now: ReadingProgress): void => {
    at = now;
  };
  const opened = await openCorpus(paths, rules, {
    ...(cache !== undefined && { cache }),
    onProgress,
  }).finally(() => {
    progress.close();
  });
  const reading = orFail(opened);
  for (const line of describeSkips(reading.skips)) say(stderr, `warning: ${line}`);
  return reading;
}

function readingPicture(now: () => ReadingProgress | undefined): Picture {
  const text = (): string => {
    const at = now();
    if (at === undefined) return 'reading games';
    const file = at.files === 1 ? '' : `file ${at.file} of ${formatCount(at.files)}, `;
    const skipped = at.skipped === 0 ? '' : `, ${formatCount(at.skipped)} left out`;
    return `reading games: ${file}${formatCount(at.games)} games${skipped}`;
  };
  return { lines: () => [text()], line: text };
}
