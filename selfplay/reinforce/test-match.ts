import { RULE_PRESETS } from '../../engine/rules.js';
import type { Tally } from '../gate/tally.js';
import { Crew } from '../loop/crew.js';
import { HeldMatch } from '../loop/hold-match.js';
import { MatchJournal } from '../match/match-journal.js';
import { testMatchPath, versionPath, type ReinforceFolder } from './folder.js';
import type { ReinforceSettings } from './settings.js';

/** A match of the newest network against the starting one, both drawing their moves, without search. */
export class TestMatch {
  private readonly crew: Crew;
  private readonly held: HeldMatch;
  private readonly journal: MatchJournal;

  /** After so many updates; games that were played before count. */
  constructor(
    folder: ReinforceFolder,
    update: number,
    { tests, seed, board, rules, komi }: ReinforceSettings,
    threads: number,
  ) {
    const contestant = (name: string, file: string) =>
      ({ kind: 'policy', name, file, pick: 'drawn' }) as const;
    this.crew = new Crew(threads);
    this.journal = new MatchJournal(testMatchPath(folder, update));
    const plan = {
      board,
      rules: { ...RULE_PRESETS[rules], komi },
      a: contestant('reinforced', folder.latest),
      b: contestant('start', versionPath(folder, 0)),
      matchGames: tests.games,
      seed,
      device: 'cpu',
      threads: Math.min(threads, tests.games),
      atOnce: Math.min(64, Math.ceil(tests.games / threads)),
    } as const;
    this.held = new HeldMatch(this.crew, plan, this.journal, { isDecided: () => false });
  }

  /** Plays it; games that were stopped are missing. @throws what the threads throw. */
  async play(): Promise<Tally> {
    try {
      await this.held.play();
      const tally = this.journal.all.map(({ points }) => points);
      const count = (points: number): number => tally.filter((p) => p === points).length;
      return { wins: count(1), draws: count(0.5), losses: count(0) };
    } finally {
      await this.crew.close();
    }
  }

  /** Games that have been played, of all commands. */
  get played(): number {
    return this.journal.all.length;
  }

  stop(): void {
    this.held.stop();
  }
}
