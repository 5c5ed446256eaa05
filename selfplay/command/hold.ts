import { Crew } from '../loop/crew.js';
import { HeldMatch, type MatchPlan } from '../loop/hold-match.js';
import { MatchJournal } from '../match/match-journal.js';
import type { MatchResult } from '../match/play-match.js';
import { EXIT, type ExitCode } from './exit-codes.js';
import { percent } from './figures.js';
import { scoreText, tallyOf } from './match-text.js';
import { gamesOf, pointsOf } from '../gate/tally.js';
import { bar, Progress, type Picture } from './progress.js';
import { Signals } from './signals.js';
import type { Surroundings } from './surroundings.js';

/** A match that has been held, or was stopped. */
export interface Held {
  readonly results: readonly MatchResult[];
  readonly exitCode: ExitCode;
}

/** What a match is called while it goes on, and a line that is printed before it. */
export interface MatchTexts {
  readonly title: string;
  readonly opening?: string;
}

/**
 * Holds a match in threads of its own, showing how it goes, and telling of each game. Ctrl-C ends it;
 * games that have ended count. @throws Error where a contestant cannot play.
 */
export async function holdMatch(
  plan: MatchPlan,
  { title, opening }: MatchTexts,
  { stdout }: Surroundings,
  onResult: (result: MatchResult) => void = () => undefined,
): Promise<Held> {
  const journal = new ToldJournal(onResult);
  const crew = new Crew(plan.threads);
  const held = new HeldMatch(crew, plan, journal, { isDecided: () => false });
  const progress = new Progress(stdout, matchPicture(title, journal, plan.matchGames));
  const signals = new Signals(() => {
    progress.note('stopping; games under way do not count (Ctrl-C again ends at once)');
    held.stop();
  });
  if (opening !== undefined) progress.note(opening);
  try {
    await held.play();
  } finally {
    signals.close();
    progress.close();
    await crew.close();
  }
  return { results: journal.all, exitCode: signals.exitCode ?? EXIT.done };
}

/** A journal in memory that tells of each game. */
class ToldJournal extends MatchJournal {
  constructor(private readonly onResult: (result: MatchResult) => void) {
    super(undefined);
  }

  override add(result: MatchResult): void {
    super.add(result);
    this.onResult(result);
  }
}

function matchPicture(title: string, journal: MatchJournal, games: number): Picture {
  const text = (): string => {
    const tally = tallyOf(journal.all);
    const done = gamesOf(tally);
    const share = done === 0 ? '' : `  ${percent(pointsOf(tally) / done)}`;
    return `${done} of ${games}  ${scoreText(tally)}${share}`;
  };
  return {
    lines: (paint) => [
      `${paint('bold', title)}  ${bar(journal.all.length / games, 24, paint)} ${text()}`,
    ],
    line: () => `${title}: ${text()}`,
  };
}
