import { ok, type Result } from '../../engine/result.js';
import { refusal } from '../messages/errors.js';
import type { ReplayInfo, RunInfo } from '../messages/runs.js';
import type { RunAnswer, RunLook, RunRequest, RunThreadStart } from './run-requests.js';
import { WatchedRun } from './watched-run.js';

/** A run, and what was told of it last. */
interface Shelf {
  readonly run: WatchedRun;
  info?: RunInfo;
  live?: string;
}

/** All runs that may be watched, as the thread has them that reads them. */
export class RunArchive {
  private readonly shelves: readonly Shelf[];

  constructor(runs: RunThreadStart['runs']) {
    this.shelves = runs.map(({ path, name }, run) => ({ run: new WatchedRun(run, name, path) }));
  }

  /** Answers a question. ERR_RUN_UNREADABLE, and the codes of runs. */
  answer(request: RunRequest): RunAnswer['result'] {
    const shelf = this.shelves[request.run];
    try {
      switch (request.kind) {
        case 'look':
          return look(shelf, request.ask.anew);
        case 'list':
          return ok(shelf.run.browser.list(request.ask.before));
        case 'show':
          return shelf.run.browser.show(request.ask.number);
      }
    } catch (error) {
      return refusal('ERR_RUN_UNREADABLE', (error as Error).name);
    }
  }
}

function look(shelf: Shelf, anew: boolean): Result<RunLook> {
  const read = shelf.run.read();
  if (!read.ok) return read;
  const live = shelf.run.live();
  const liveLook = lookOfLive(live);
  const isNew = anew || read.value !== shelf.info;
  const isLiveNew = anew || liveLook !== shelf.live;
  shelf.info = read.value;
  shelf.live = liveLook;
  return ok({ info: isNew ? read.value : undefined, live: isLiveNew ? live : undefined });
}

function lookOfLive(games: readonly ReplayInfo[]): string {
  return games.map(({ number, moves }) => `${number}:${moves.length}`).join();
}
