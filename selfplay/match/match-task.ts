import type { MessagePort } from 'node:worker_threads';
import { Board } from '../../engine/board.js';
import { Game } from '../../engine/game.js';
import { Random } from '../../engine/random.js';
import { unwrap } from '../../engine/result.js';
import type { Rules } from '../../engine/rules.js';
import type { DeviceChoice } from '../../network/runtime/device.js';
import { readCommand } from '../opponents/find-program.js';
import { judgeGame, type Claimant, type Jury } from '../opponents/judge-game.js';
import { drawOpenings, USUAL_OPENING } from '../opponents/openings.js';
import { GNUGO_REFEREE, Referee } from '../opponents/referee.js';
import type { ContestantSpec } from './contestant-spec.js';
import type { MatchConditions } from './match-game.js';
import { openContestant } from './open-contestant.js';
import { playMatch, type MatchResult } from './play-match.js';
import type { Contestant } from './player.js';

/** Games of a match that one thread is to play. */
export interface MatchTask {
  readonly board: number;
  readonly rules: Rules;
  readonly a: ContestantSpec;
  readonly b: ContestantSpec;
  /** Numbers of the games; see colorOfA. */
  readonly games: readonly number[];
  /** Decides the openings, and what the contestants draw. */
  readonly seed: number;
  /** Games of the whole match, of all threads. */
  readonly matchGames: number;
  readonly atOnce: number;
  readonly device: DeviceChoice;
  /** The PATH in which programs are looked for; without it, among the system's games only. */
  readonly searchPath?: string;
  /** One word, not 0 when the match is to end. */
  readonly stop: SharedArrayBuffer;
  readonly port: MessagePort;
}

/** A game is scored as it stands after so many moves for each point. */
const LONGEST = 2;

/** How many moves that is. */
export function longestMatchGame(board: Board): number {
  return LONGEST * board.area;
}

/** Plays games of a match, telling each result. @throws Error where a contestant cannot play. */
export async function playMatchGames(task: MatchTask): Promise<void> {
  const room = new MatchRoom(task);
  try {
    await room.play();
  } finally {
    await room.close();
    task.port.close();
  }
}

/** A match in one thread, and all that it keeps open. */
class MatchRoom {
  private readonly board: Board;
  private readonly open: { close(): Promise<void> }[] = [];
  /** Why programs had no move, not yet told. */
  private readonly reasons: string[] = [];

  constructor(private readonly task: MatchTask) {
    this.board = Board.of(task.board, task.board);
  }

  async play(): Promise<void> {
    const { games, matchGames, seed, atOnce, port } = this.task;
    const stop = new Int32Array(this.task.stop);
    const a = await this.seatable(this.task.a);
    const b = await this.seatable(this.task.b);
    const openings = drawOpenings(this.board, matchGames, USUAL_OPENING, new Random(seed));
    const opening = (game: number): readonly number[] => openings[game];
    await playMatch(
      { a, b, conditions: this.conditions(a, b), opening, seed, atOnce },
      games,
      (result) => {
        port.postMessage(this.withReason(result));
      },
      () => Atomics.load(stop, 0) !== 0,
    );
  }

  /** Ends what was opened, which nobody may be using any more. */
  async close(): Promise<void> {
    await Promise.all(this.open.map((each) => each.close()));
  }

  private async seatable(spec: ContestantSpec): Promise<Contestant> {
    const { atOnce, device, seed, rules, searchPath = '' } = this.task;
    const opened = await openContestant(spec, {
      game: new Game(this.board, rules),
      atOnce,
      device,
      seed,
      searchPath,
      onForfeit: ({ message }) => this.reasons.push(message),
    });
    const contestant = unwrap(opened);
    this.open.push(contestant);
    return contestant;
  }

  /** Where programs play, they are heard on what is dead, and GNU Go decides what they dispute. */
  private conditions(...contestants: readonly Contestant[]): MatchConditions {
    const { rules, seed } = this.task;
    const { board } = this;
    const plain = { board, rules, longest: longestMatchGame(board) };
    const claimants = contestants.filter(
      (contestant): contestant is Contestant & Claimant => contestant.deadStones !== undefined,
    );
    if (claimants.length === 0) return plain;
    const jury: Jury = { claimants, seed, ...this.referee() };
    return { ...plain, judge: (game) => judgeGame(jury, game) };
  }

  private referee(): Pick<Jury, 'referee'> {
    const command = readCommand(GNUGO_REFEREE, this.task.searchPath ?? '');
    if (!command.ok) return {};
    const referee = new Referee(command.value);
    this.open.push(referee);
    return { referee };
  }

  private withReason(result: MatchResult): MatchResult {
    const { outcome } = result;
    const isForfeit = outcome.kind === 'win' && outcome.by === 'forfeit';
    const reason = isForfeit ? this.reasons.shift() : undefined;
    return reason === undefined ? result : { ...result, reason };
  }
}
