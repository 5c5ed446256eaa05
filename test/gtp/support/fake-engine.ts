import type { Board } from '../../../engine/board.js';
import type { Game } from '../../../engine/game.js';
import type {
  Engine,
  Evaluation,
  MoveReport,
  Report,
  Thinking,
  ThinkRequest,
} from '../../../gtp/thinking/engine.js';
import { restoreGame, type GameCopy } from '../../../engine/game-copy.js';

/** What a test has the engine think: the moves it finds, best first, and the value of the position. */
export interface Thought {
  readonly moves: readonly number[];
  readonly value?: number;
}

/**
 * An engine that thinks what it is told: by default the first legal point, and an even game. A search
 * reports once, and ends at once where it has a deadline, else when it is stopped.
 */
export class FakeEngine implements Engine {
  /** What was asked, in order. */
  readonly requests: ThinkRequest[] = [];
  readonly prepared: string[] = [];
  forgotten = 0;
  closed = false;

  constructor(private readonly think_: (game: Game) => Thought = firstLegal) {}

  prepare(board: Board): Promise<void> {
    this.prepared.push(board.toString());
    return Promise.resolve();
  }

  think(
    copy: GameCopy,
    request: ThinkRequest,
    onReport: (report: Report) => void = () => undefined,
  ): Thinking {
    this.requests.push(request);
    const report = reportOf(restoreGame(copy), this.think_(restoreGame(copy)), request);
    let stop: () => void = () => undefined;
    const stopped = new Promise<void>((resolve) => {
      stop = resolve;
    });
    const ended = request.deadline !== undefined ? Promise.resolve() : stopped;
    setImmediate(() => {
      if (request.interval !== undefined) onReport(report);
    });
    const turn = new Promise((resolve) => setImmediate(resolve));
    return { done: Promise.all([ended, turn]).then(() => report), stop };
  }

  evaluate(copy: GameCopy): Promise<Evaluation> {
    const { board } = restoreGame(copy);
    return Promise.resolve({
      description: 'fake',
      policy: new Float32Array(board.area + 1).fill(0.5),
      value: 0.5,
      score: 2.5,
      ownership: new Float32Array(board.area).fill(0.25),
    });
  }

  forget(): void {
    this.forgotten++;
  }

  close(): Promise<void> {
    this.closed = true;
    return Promise.resolve();
  }
}

function firstLegal(game: Game): Thought {
  for (let point = 0; point < game.board.area; point++) {
    if (game.isLegal(point)) return { moves: [point, game.board.pass] };
  }
  return { moves: [game.board.pass] };
}

function reportOf({ board }: Game, { moves, value = 0 }: Thought, request: ThinkRequest): Report {
  const described = moves.map((move, order): MoveReport => {
    const visits = 100 - order;
    const line = [move, board.pass];
    const known = { visits, value, lcb: value - 0.1, score: 1.5, prior: 0.25 };
    return { move, ...known, line, lineVisits: [visits, 7] };
  });
  const ownership = new Float32Array(board.area).fill(0.5);
  const report = { visits: 200, value, score: 1.5, moves: described };
  return request.ownership ? { ...report, ownership } : report;
}
