import { BLACK, opponent, type Color } from '../../engine/color.js';
import { win } from '../../engine/outcome.js';
import { copyGame } from '../../engine/game-copy.js';
import type { Thinking } from '../thinking/pool.js';
import type { Report } from '../thinking/task.js';
import { effortOf, type Effort } from './levels.js';
import { colorOf } from './names.js';
import type { Session } from './session.js';

/** The engine gives up when it has expected less than this so many times in a row. */
const HOPELESS = 0.04;
const HOPELESS_MOVES = 3;

/** Share of the time left that the engine takes for a move, and milliseconds that it keeps back. */
const TIME_SHARE = 1 / 25;
const KEPT_BACK = 500;

/** The engine as a player of a session's game. */
export class EnginePlayer {
  private thinking: Thinking | undefined;
  /** Own moves in a row that looked lost. */
  private hopeless = 0;

  constructor(private readonly session: Session) {}

  get isThinking(): boolean {
    return this.thinking !== undefined;
  }

  /** Begins to think if it is the engine's turn. */
  consider(): void {
    const { phase, game } = this.session;
    if (phase === 'playing' && this.plays(game.toMove)) this.begin();
  }

  /** Thinks about a move of the player to move, and makes it. */
  begin(): void {
    if (this.isThinking) return;
    void this.think().catch((error: unknown) => {
      this.thinking = undefined;
      this.complain(error as Error);
    });
  }

  /** Whether the engine plays a colour. */
  plays(color: Color): boolean {
    const { people } = this.session.chosen;
    return people !== 'both' && (people === 'neither' || colorOf(people) !== color);
  }

  /** Makes the best move up to now; false if it is not thinking. */
  hurry(): boolean {
    this.thinking?.stop();
    return this.isThinking;
  }

  /** Ends thinking without a move. */
  cancel(): void {
    const { thinking } = this;
    this.thinking = undefined;
    thinking?.stop();
  }

  private async think(): Promise<void> {
    const { session } = this;
    const { services, number, game, current } = session;
    const start = services.now();
    const line = copyGame(game);
    const color = game.toMove;
    // Until it is known what thinks, so that nobody else begins.
    const placeholder: Thinking = { done: new Promise(() => undefined), stop: () => undefined };
    this.thinking = placeholder;
    const { network } = await services.thinkers.describe(line.width, line.height);
    if (this.thinking !== placeholder) return;
    const effort = this.bounded(effortOf(session.chosen.strength, network), color);
    const task = { owner: number, line, ...effort, interval: Infinity, ownership: false };
    const thinking = (this.thinking = services.thinkers.search(task));
    const report = await thinking.done;
    if (this.thinking !== thinking) return;
    this.thinking = undefined;
    services.onMove(services.now() - start);
    session.evaluate(current, report);
    this.move(report, color);
  }

  /** By the server's limits, and by the clock. */
  private bounded(effort: Effort, color: Color): Effort {
    const { limits } = this.session.services;
    const left = this.session.clocks.leftFor(color);
    const byClock = Math.max(0, Math.min(left - KEPT_BACK, left * TIME_SHARE + KEPT_BACK));
    return {
      ...effort,
      visits: Math.min(effort.visits, limits.visits),
      time: Math.min(effort.time, 1000 * limits.seconds, byClock),
    };
  }

  private move(report: Report, color: Color): void {
    const { session } = this;
    const chance = color === BLACK ? report.winrate : 1 - report.winrate;
    this.hopeless = chance < HOPELESS ? this.hopeless + 1 : 0;
    const { game, phase } = session;
    const isEarly = game.length < game.board.area / 5;
    if (phase === 'playing' && !isEarly && this.hopeless >= HOPELESS_MOVES) {
      this.hopeless = 0;
      session.finish(win(opponent(color), 'resign'));
      return;
    }
    const played = session.play(report.choice ?? game.board.pass);
    if (!played.ok) this.complain(new Error(played.error.message));
  }

  private complain(error: Error): void {
    const { audience } = this.session;
    const message = `the engine could not move: ${error.message}`;
    audience.tell({ type: 'error', id: null, code: 'ERR_THINKING', message });
    this.session.tellState();
  }
}
