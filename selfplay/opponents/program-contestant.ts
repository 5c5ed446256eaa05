import type { Bits } from '../../engine/bits.js';
import type { Game } from '../../engine/game.js';
import { ok, type Failure, type Result } from '../../engine/result.js';
import { GtpPlayer, type Choice } from './gtp-player.js';
import { GTP_PATIENCE, type GtpPatience } from './gtp-program.js';

/** What a seat answers instead of a move when it has none: no point of any board, so it loses. */
export const NO_MOVE = -1;

/** A program's place in one game of a match. */
export interface ProgramSeat {
  /** Its move; {@link NO_MOVE} if the program fails, after the reason was told. */
  choose(): Promise<Choice>;
  /** Gives the program back, for another game. It must be the last thing. */
  leave(): void;
}

/**
 * A GTP program as a contestant in matches: one process for each game that is played at once, kept
 * from game to game. A program that fails loses that game by forfeit, and is started again.
 */
export class ProgramContestant {
  private readonly idle: GtpPlayer[] = [];
  private readonly seated = new Map<Game, GtpPlayer>();

  private constructor(
    private readonly command: readonly string[],
    private readonly onForfeit: (reason: Failure) => void,
    private readonly patience: GtpPatience,
  ) {}

  /**
   * Starts the program and lets it take up a game like those of the match, so that what fails, fails
   * before it: `ERR_PROGRAM_START`, `ERR_GTP_…`. `command`: the program's path and its options;
   * `onForfeit` is told why a game is lost.
   */
  static async open(
    command: readonly string[],
    trial: Game,
    onForfeit: (reason: Failure) => void,
    patience: GtpPatience = GTP_PATIENCE,
  ): Promise<Result<ProgramContestant>> {
    const contestant = new ProgramContestant(command, onForfeit, patience);
    const player = new GtpPlayer(command, patience);
    contestant.idle.push(player);
    const begun = await player.begin(trial);
    if (begun.ok) return ok(contestant);
    await contestant.close();
    return begun;
  }

  /** What the programs call themselves. */
  get name(): string {
    return (this.idle[0] ?? [...this.seated.values()][0]).name;
  }

  /** The numbers of the processes, for those who watch over them. */
  get pids(): number[] {
    return this.players.map(({ pid }) => pid).filter((pid) => pid !== undefined);
  }

  /** A seat in a game, which goes on outside and is told to nobody: the program follows it. */
  async seat(game: Game): Promise<ProgramSeat> {
    const player = this.idle.pop() ?? new GtpPlayer(this.command, this.patience);
    this.seated.set(game, player);
    const begun = await player.begin(game);
    return {
      choose: async () => this.moveOf(begun.ok ? await player.choose() : begun),
      leave: () => {
        if (this.seated.delete(game)) this.idle.push(player);
      },
    };
  }

  /** Which stones the program in that game holds for dead; undefined if it is not known. */
  async deadStones(game: Game): Promise<Bits | undefined> {
    const dead = await this.seated.get(game)?.deadStones();
    return dead?.ok === true ? dead.value : undefined;
  }

  /** Ends all the programs. */
  async close(): Promise<void> {
    await Promise.all(this.players.map((player) => player.close()));
  }

  private get players(): GtpPlayer[] {
    return [...this.idle, ...this.seated.values()];
  }

  private moveOf(choice: Result<Choice>): Choice {
    if (choice.ok) return choice.value;
    this.onForfeit(choice.error);
    return NO_MOVE;
  }
}
