import type { MessagePort } from 'node:worker_threads';
import { Board } from '../../engine/board.js';
import { Random } from '../../engine/random.js';
import { unwrap } from '../../engine/result.js';
import { rolloutEvaluator } from '../../engine/evaluators/rollout.js';
import type { NetworkEvaluator } from '../../network/evaluator/network-evaluator.js';
import type { DeviceChoice } from '../../network/runtime/device.js';
import type { Runtime } from '../../network/runtime/runtime.js';
import { remoteRuntime, type RuntimeConnection } from '../../network/runtime/shared/client.js';
import type { PlayedGame } from '../records/played-game.js';
import { FlightLog, readFlight, type Flight } from '../run/flight.js';
import { networkPath, type RunFolder } from '../run/folder.js';
import type { RunSettings } from '../settings/run-settings.js';
import { openEvaluatorAt, type Form } from './open-evaluator.js';
import { PlayControl } from './play-control.js';
import type { EvaluatorUse } from './shared-evaluator.js';
import { planOf } from './game-plan.js';
import { SelfPlayGame, type Table } from './self-play-game.js';
import { SharedEvaluator } from './shared-evaluator.js';

/** What one thread is to play. */
export interface PlayTask {
  /** Which of the control's tasks this is. */
  readonly task: number;
  readonly settings: RunSettings;
  /** The run's folder. */
  readonly folder: RunFolder;
  readonly device: DeviceChoice;
  readonly form: Form;
  /** The thread that computes for this one, unless it does so itself. */
  readonly connection?: RuntimeConnection | undefined;
  /** Games in flight that this task goes on with. */
  readonly resumed: readonly number[];
  /** Numbers for new games: these first, then from `first` to below `end`. */
  readonly missing: readonly number[];
  readonly first: number;
  readonly end: number;
  /** Leave when this task has finished so many games; undefined for when it is told to. */
  readonly quota?: number | undefined;
  readonly control: SharedArrayBuffer;
  readonly port: MessagePort;
}

/** What a playing thread tells the main thread. */
export type PlayMessage =
  { readonly kind: 'game'; readonly game: PlayedGame } | ({ readonly kind: 'use' } & EvaluatorUse);

/** How often a thread looks for a new champion, and tells what it has done, in milliseconds. */
const TELL_EVERY = 1000;

/** Positions whose evaluation a thread keeps. */
const CACHE_ENTRIES = 20_000;

/**
 * Plays many games at once until it is told to stop or there are none left.
 * @returns the numbers of the games that have not ended, which are in flight on disk.
 * @throws Error where a device or the disk fails.
 */
export async function playGames(task: PlayTask): Promise<number[]> {
  try {
    const room = new PlayRoom(task, await Champion.open(task));
    try {
      return await room.play();
    } finally {
      await room.close();
    }
  } finally {
    task.port.close();
  }
}

/** The champion's evaluator, which follows the champion. */
class Champion {
  private constructor(
    private readonly task: PlayTask,
    readonly evaluator: SharedEvaluator,
    public number: number,
    private readonly control: PlayControl,
    private readonly runtime: Runtime | undefined,
  ) {}

  static async open(task: PlayTask): Promise<Champion> {
    const control = new PlayControl(task.control);
    const number = control.champion;
    const { gamesAtOnce } = task.settings.play;
    const board = boardOf(task);
    const runtime = task.connection && remoteRuntime(task.connection);
    const first = await evaluatorOf(task, number, runtime);
    const shared = new SharedEvaluator(first, board, gamesAtOnce);
    return new Champion(task, shared, number, control, runtime);
  }

  /** Turns to the champion of now, if that is another. */
  async follow(): Promise<void> {
    const { champion } = this.control;
    if (champion === this.number) return;
    this.evaluator.replace(await evaluatorOf(this.task, champion, this.runtime));
    this.number = champion;
  }
}

function boardOf({ settings }: PlayTask): Board {
  return Board.of(settings.board, settings.board);
}

async function evaluatorOf(
  task: PlayTask,
  number: number,
  runtime: Runtime | undefined,
): Promise<NetworkEvaluator> {
  const { settings, device, form } = task;
  const { symmetry, gamesAtOnce } = settings.play;
  const opened = await openEvaluatorAt(networkPath(task.folder, number), {
    board: boardOf(task),
    capacity: gamesAtOnce,
    device,
    form,
    symmetry:
      symmetry === 'none'
        ? { kind: symmetry }
        : { kind: symmetry, random: new Random(settings.seed) },
    cacheEntries: CACHE_ENTRIES,
    runtime,
  });
  return unwrap(opened);
}

/** A game and where its moves are kept. */
interface Begun {
  readonly flight: Flight;
  readonly log: FlightLog;
}

/** The games of one thread. */
class PlayRoom {
  private readonly control: PlayControl;
  private readonly flights: string;
  private readonly resumed: number[];
  /** Games being played. */
  private readonly inFlight = new Set<number>();
  private readonly table: Table;
  /** For the first games. */
  private readonly bootstrap: Table | undefined;
  private readonly timer: NodeJS.Timeout;
  private finished = 0;
  private failure: unknown;

  constructor(
    private readonly task: PlayTask,
    private readonly champion: Champion,
  ) {
    this.control = new PlayControl(task.control);
    this.flights = task.folder.flight;
    this.resumed = [...task.resumed];
    this.table = {
      settings: task.settings,
      board: boardOf(task),
      evaluator: champion.evaluator,
      champion: () => champion.number,
      resignBelow: () => this.control.resignBelow,
      isStopped: () => this.isStopped(),
    };
    this.bootstrap = bootstrapOf(this.table);
    this.timer = setInterval(() => void this.tick(), TELL_EVERY);
  }

  async play(): Promise<number[]> {
    const seats = Array.from({ length: this.task.settings.play.gamesAtOnce }, () => this.seat());
    await Promise.all(seats);
    if (this.failure !== undefined) throw asError(this.failure);
    return [...this.inFlight, ...this.resumed];
  }

  async close(): Promise<void> {
    clearInterval(this.timer);
    this.tell();
    await this.champion.evaluator.close();
  }

  private isStopped(): boolean {
    const { task, quota = Infinity } = this.task;
    return this.failure !== undefined || this.finished >= quota || this.control.isStopped(task);
  }

  /** One game after another. */
  private async seat(): Promise<void> {
    try {
      while (!this.isStopped()) {
        const begun = this.resume() ?? this.begin();
        if (begun === undefined) return;
        await this.playOn(begun);
      }
    } catch (error) {
      this.failure ??= error;
    }
  }

  private resume(): Begun | undefined {
    const number = this.resumed.shift();
    if (number === undefined) return undefined;
    const flight = unwrap(readFlight(this.flights, number));
    return { flight, log: unwrap(FlightLog.resume(this.flights, flight)) };
  }

  private begin(): Begun | undefined {
    const number = this.nextNumber();
    if (number === undefined) return undefined;
    const { settings } = this.task;
    const { komi } = planOf(settings, number);
    const { width, height } = this.table.board;
    const start = { number, width, height, komi, champion: this.champion.number };
    const log = unwrap(FlightLog.start(this.flights, start));
    return { flight: { ...start, moves: [], turns: [] }, log };
  }

  private nextNumber(): number | undefined {
    const { missing, first, end } = this.task;
    const ticket = this.control.takeTicket();
    const number = ticket < missing.length ? missing[ticket] : first + ticket - missing.length;
    return number < end ? number : undefined;
  }

  private async playOn({ flight, log }: Begun): Promise<void> {
    this.inFlight.add(flight.number);
    const game = new SelfPlayGame(this.tableFor(flight.number), flight, (move, turn) => {
      unwrap(log.append(move, turn));
    });
    const played = await game.play();
    log.close();
    if (played === undefined) return;
    this.finished++;
    this.inFlight.delete(flight.number);
    this.send({ kind: 'game', game: played });
  }

  private tableFor(number: number): Table {
    const { bootstrap } = this.task.settings;
    const isFirst = bootstrap !== null && number < bootstrap.games;
    return isFirst ? this.bootstrap! : this.table;
  }

  private async tick(): Promise<void> {
    this.tell();
    try {
      await this.champion.follow();
    } catch (error) {
      this.failure ??= error;
    }
  }

  private tell(): void {
    this.send({ kind: 'use', ...this.champion.evaluator.use });
  }

  private send(message: PlayMessage): void {
    this.task.port.postMessage(message);
  }
}

/** How the first games are played: by light playouts, every search to be learnt from. */
function bootstrapOf(table: Table): Table | undefined {
  const { settings, board } = table;
  const { bootstrap, play, seed } = settings;
  if (bootstrap === null) return undefined;
  const { search, visits } = bootstrap;
  const rollouts = rolloutEvaluator(new Random(seed));
  return {
    ...table,
    settings: { ...settings, play: { ...play, search, visits, fullShare: 1, noise: null } },
    evaluator: new SharedEvaluator(rollouts, board, play.gamesAtOnce),
    resignBelow: () => undefined,
  };
}

function asError(failure: unknown): Error {
  return failure instanceof Error ? failure : new Error(String(failure));
}
