import { lowestBit, type Bits } from '../../engine/bits.js';
import type { Board } from '../../engine/board.js';
import { hopelessStones } from '../../engine/benson.js';
import { BLACK, opponent, WHITE, type Color } from '../../engine/color.js';
import { Game } from '../../engine/game.js';
import { outcomeOfScore, win, type Outcome } from '../../engine/outcome.js';
import { RULE_PRESETS } from '../../engine/rules.js';
import { score, type Score } from '../../engine/scoring.js';
import { drawFrom } from '../../engine/search/result.js';
import { Thinker, type Effort } from '../../engine/search/thinker.js';
import type { PlayedGame, SearchedTurn } from '../records/played-game.js';
import type { RunSettings } from '../settings/run-settings.js';
import { planOf, randomOf, type GamePlan } from './game-plan.js';
import { isSettled } from '../../engine/search/settled.js';
import type { SharedEvaluator } from './shared-evaluator.js';
import { sparsePolicy } from './sparse-policy.js';

/** What games are played with, by all of one worker. */
export interface Table {
  readonly settings: RunSettings;
  readonly board: Board;
  readonly evaluator: SharedEvaluator;
  /** The number of the champion that plays now. */
  champion(): number;
  /** Below which value of the root, for the side to move, a game is given up; undefined for never. */
  resignBelow(): number | undefined;
  /** Whether games are to be left as they are. */
  isStopped(): boolean;
}

/** A game that is being played, as far as it has come. */
export interface GameInFlight {
  readonly number: number;
  /** The champion that made the first move. */
  readonly champion: number;
  readonly moves: readonly number[];
  readonly turns: readonly SearchedTurn[];
}

/** Called after each move; `turn` tells of the search, if there was one. */
export type OnMove = (move: number, turn?: SearchedTurn) => void;

/** One game of the champion against itself. */
export class SelfPlayGame {
  private readonly plan: GamePlan;
  private readonly game: Game;
  private readonly thinker: Thinker;
  private readonly turns: SearchedTurn[];
  private readonly policy: Float32Array;

  constructor(
    private readonly table: Table,
    private readonly flight: GameInFlight,
    private readonly onMove: OnMove,
  ) {
    const { settings, board } = table;
    this.plan = planOf(settings, flight.number);
    this.game = new Game(board, { ...RULE_PRESETS[settings.rules], komi: this.plan.komi });
    for (const move of flight.moves) this.game.play(move);
    this.turns = [...flight.turns];
    this.thinker = new Thinker(this.game, settings.play.search, 2 * settings.play.visits + 2);
    this.policy = new Float32Array(board.area + 1);
  }

  /** Plays on to the end; undefined if it was stopped before. @throws what the evaluator throws. */
  async play(): Promise<PlayedGame | undefined> {
    while (!this.isOver()) {
      const loser = this.whoGivesUp();
      if (loser !== undefined) return this.resigned(loser);
      if (this.table.isStopped()) return undefined;
      await this.makeMove();
    }
    const final = this.count();
    return this.record(outcomeOfScore(final.margin), final);
  }

  private isOver(): boolean {
    const { game, table } = this;
    if (game.end !== undefined) return true;
    if (game.length >= table.settings.play.longestGame * table.board.area) return true;
    return isSettled(game);
  }

  private makeMove(): Promise<void> {
    return this.game.length < this.plan.openingMoves ? this.drawFromPolicy() : this.search();
  }

  private async drawFromPolicy(): Promise<void> {
    await this.think({ visits: 1 });
    this.thinker.writePriors(this.policy);
    this.make(drawFrom(this.policy, 1, this.random()));
  }

  private async search(): Promise<void> {
    const { play } = this.table.settings;
    const random = this.random();
    const full = random.float() < play.fullShare;
    await this.think({
      visits: full ? play.visits : play.fastVisits,
      explore: full ? { random, noise: play.noise } : undefined,
    });
    const turn = this.turnOf(full);
    const warm = this.game.length < play.temperature.moves && play.temperature.value > 0;
    const move = warm
      ? this.thinker.drawMove(play.temperature.value, random)
      : this.thinker.bestMove();
    this.turns.push(turn);
    this.make(move, turn);
  }

  private async think(effort: Effort): Promise<void> {
    this.thinker.begin(this.game, effort);
    await this.table.evaluator.visitAll(this.thinker);
  }

  private turnOf(full: boolean): SearchedTurn {
    this.thinker.writePolicy(this.policy);
    const visits = this.thinker.visits;
    return {
      ply: this.game.length,
      visits,
      full,
      value: this.thinker.value,
      ...sparsePolicy(this.policy),
    };
  }

  private make(move: number, turn?: SearchedTurn): void {
    this.game.play(move);
    this.onMove(move, turn);
  }

  /** The player whose last search found the game lost, if it may be given up. */
  private whoGivesUp(): Color | undefined {
    const threshold = this.table.resignBelow();
    const last = this.turns.at(-1);
    if (threshold === undefined || this.plan.playedOut || last === undefined) return undefined;
    const isNew = last.ply === this.game.length - 1;
    return isNew && last.value < threshold ? this.game.colorAt(last.ply) : undefined;
  }

  /** Ends a game given up, played out by the bare policy to see who owns what. */
  private async resigned(loser: Color): Promise<PlayedGame | undefined> {
    const { length } = this.game;
    while (!this.isOver()) {
      if (this.table.isStopped()) return undefined;
      await this.think({ visits: 1 });
      this.thinker.writePriors(this.policy);
      this.game.play(drawFrom(this.policy, 0, this.random()));
    }
    const final = this.count();
    this.game.rewind(length);
    return this.record(win(opponent(loser), 'resign'), final);
  }

  private count(): Score {
    const { position, rules } = this.game;
    return score(position, rules, 0, hopelessStones(position, rules.suicide));
  }

  private record(outcome: Outcome, final: Score): PlayedGame {
    const { game, plan, flight, table } = this;
    const { width, height } = table.board;
    const { playedOut } = plan;
    return {
      number: flight.number,
      width,
      height,
      rules: table.settings.rules,
      komi: plan.komi,
      champion: { first: flight.champion, last: table.champion() },
      moves: Uint16Array.from({ length: game.length }, (_, ply) => game.moveAt(ply)),
      turns: this.turns,
      outcome,
      margin: final.margin,
      owners: ownersOf(table.board, final),
      resignation: { playedOut, lowest: { black: this.lowest(BLACK), white: this.lowest(WHITE) } },
    };
  }

  /** The lowest value that a player's searches have found, for that player; 1 if there was none. */
  private lowest(color: Color): number {
    return this.turns
      .filter(({ ply }) => this.game.colorAt(ply) === color)
      .reduce((least, { value }) => Math.min(least, value), 1);
  }

  private random(): ReturnType<typeof randomOf> {
    return randomOf(this.table.settings.seed, this.flight.number, this.game.length);
  }
}

function ownersOf(board: Board, { counted }: Score): Int8Array {
  const owners = new Int8Array(board.area);
  mark(board, counted.black, 1, owners);
  mark(board, counted.white, -1, owners);
  return owners;
}

function mark(board: Board, points: Bits, owner: number, owners: Int8Array): void {
  for (let y = 0; y < board.height; y++) {
    for (let row = points[y]; row !== 0; row &= row - 1) {
      owners[y * board.width + lowestBit(row)] = owner;
    }
  }
}
