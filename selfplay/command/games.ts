import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describeDamage } from '../disk/damage.js';
import { onDisk } from '../disk/failure.js';
import { writeWhole } from '../disk/whole-file.js';
import type { PlayedGame } from '../records/played-game.js';
import { RecordFiles } from '../records/record-files.js';
import { makeSgfOfGame } from '../records/to-sgf.js';
import { formatCount } from '../report/numbers.js';
import { orFail } from './command-error.js';
import { EXIT, type ExitCode } from './exit-codes.js';
import { readRun } from './known-run.js';
import { say, type Surroundings } from './surroundings.js';

export interface GamesOptions {
  /** A folder, or a file whose name ends in .sgf; `-` for standard output. */
  readonly out?: string;
  /** The newest so many. */
  readonly last?: number;
  /** The first and the last number. */
  readonly from?: number;
  readonly to?: number;
}

/** `selfplay games RUN`: recorded games as SGF. Damaged records are skipped and named. */
export function exportGames(
  path: string,
  options: GamesOptions,
  { stdout, stderr }: Surroundings,
): ExitCode {
  const run = orFail(readRun(path));
  const records = orFail(
    RecordFiles.open(run.folder.games, (damage) => {
      say(stderr, `warning: ${describeDamage(damage)}`);
    }),
  );
  const { out = join(path, 'sgf') } = options;
  const games = chosenGames(records, options);
  if (out === '-') {
    for (const game of games) stdout.write(makeSgfOfGame(game));
    return EXIT.done;
  }
  const count = out.endsWith('.sgf') ? writeFile(games, out) : writeFolder(games, out);
  say(stdout, `${formatCount(count)} ${count === 1 ? 'game' : 'games'} in ${out}`);
  return EXIT.done;
}

/** Games in the order of their recording; of the newest, no more are read than are wanted. */
function* chosenGames(
  records: RecordFiles,
  { last, from = 0, to = Infinity }: GamesOptions,
): Generator<PlayedGame, void> {
  const isWanted = ({ number }: PlayedGame): boolean => from <= number && number <= to;
  if (last === undefined) {
    for (const game of records.oldest()) if (isWanted(game)) yield game;
    return;
  }
  const newest: PlayedGame[] = [];
  for (const game of records.newest()) {
    if (newest.length === last) break;
    if (isWanted(game)) newest.push(game);
  }
  yield* newest.reverse();
}

/** One file, of as many game trees as there are games. */
function writeFile(games: Iterable<PlayedGame>, file: string): number {
  const texts = Array.from(games, makeSgfOfGame);
  orFail(writeWhole(file, texts.join('\n')));
  return texts.length;
}

function writeFolder(games: Iterable<PlayedGame>, folder: string): number {
  orFail(onDisk(folder, () => mkdirSync(folder, { recursive: true })));
  let count = 0;
  for (const game of games) {
    const name = `${String(game.number).padStart(6, '0')}.sgf`;
    orFail(writeWhole(join(folder, name), makeSgfOfGame(game)));
    count++;
  }
  return count;
}
