import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { Board } from '../../engine/board.js';
import { unwrap } from '../../engine/result.js';
import { findNetwork } from '../../network/files/shipped.js';
import { Crew } from '../../selfplay/loop/crew.js';
import { Players } from '../../selfplay/loop/players.js';
import { Run } from '../../selfplay/loop/run.js';
import { usualForm } from '../../selfplay/play/open-evaluator.js';
import type { EvaluatorUse } from '../../selfplay/play/shared-evaluator.js';
import { networkPath, type RunFolder } from '../../selfplay/run/folder.js';
import { PRESETS } from '../../selfplay/settings/presets.js';
import type { RunSettings } from '../../selfplay/settings/run-settings.js';
import type { BareTask } from './selfplay-bare.js';
import type { Suite } from './report.js';

const PRESET = 'laptop-9x9';
const THREADS = [1, 2];
const ROUNDS = 2;
/** Seconds of each measurement, after as many as the first games take. */
const WARM = 30;
const SECONDS = 40;
/** Seconds for which the bare evaluator is measured. */
const BARE_SECONDS = 5;

/** What some threads did in a second, all together. */
interface Speed {
  /** Positions that went through the network. */
  readonly computed: number;
  /** Visits, those that the network was not needed for among them. */
  readonly visits: number;
  /** Positions of games that ended. */
  readonly positions: number;
  readonly games: number;
  /** Share of the threads' time in the evaluator. */
  readonly share: number;
}

/** Self-play beside the bare evaluator, each on one thread and on two, in turns. */
export const selfplaySuite: Suite = async (report) => {
  const folder = mkdtempSync(join(tmpdir(), 'tengen-bench-'));
  try {
    const settings = { ...PRESETS[PRESET], bootstrap: null }; // the network from the first game on
    const shipped = findNetwork(Board.of(settings.board, settings.board))!;
    const [bare, play] = [new Map<number, number>(), new Map<number, Speed>()];
    for (let round = 0; round < ROUNDS; round++) {
      for (const threads of THREADS) {
        const run = unwrap(
          Run.open(join(folder, `${round}-${threads}`), settings, () => undefined),
        );
        copyFileSync(shipped, networkPath(run.folder, 0)); // whose games are as long as they are later
        const rate = await bareRate(run.folder, settings, threads);
        if (rate > (bare.get(threads) ?? 0)) bare.set(threads, rate);
        const speed = await playSpeed(run, threads);
        if (speed.computed > (play.get(threads)?.computed ?? 0)) play.set(threads, speed);
        run.close();
      }
    }
    for (const threads of THREADS) tell(report, threads, bare.get(threads)!, play.get(threads)!);
    const gain = play.get(2)!.computed / play.get(1)!.computed;
    report({ name: 'two threads / one', value: gain, unit: '', config: { preset: PRESET } });
  } finally {
    rmSync(folder, { recursive: true });
  }
};

function tell(report: Parameters<Suite>[0], threads: number, bare: number, speed: Speed): void {
  const config = { preset: PRESET, threads };
  const figure = (name: string, value: number, unit: string): void => {
    report({ name, value, unit, config });
  };
  figure('bare evaluator', bare, 'positions/s');
  figure('self-play, network evaluations', speed.computed, 'positions/s');
  figure('self-play / bare evaluator', speed.computed / bare, '');
  figure('share of time in the evaluator', speed.share, '');
  figure('visits', speed.visits, 'visits/s');
  figure('positions of finished games', speed.positions, 'positions/s');
  figure('games', 3600 * speed.games, 'games/h');
}

/** Positions/s of so many threads that do nothing but evaluate. */
async function bareRate(
  folder: RunFolder,
  settings: RunSettings,
  threads: number,
): Promise<number> {
  const task: BareTask = {
    file: networkPath(folder, 0),
    board: settings.board,
    capacity: settings.play.gamesAtOnce,
    warm: 1,
    seconds: BARE_SECONDS,
  };
  const rates = await Promise.all(Array.from({ length: threads }, () => bareThread(task)));
  return rates.reduce((a, b) => a + b, 0);
}

function bareThread(workerData: BareTask): Promise<number> {
  const worker = new Worker(new URL('./selfplay-bare.js', import.meta.url), { workerData });
  return new Promise((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
  });
}

/** How fast so many threads play, by the network that is shipped. */
async function playSpeed(run: Run, threads: number): Promise<Speed> {
  const crew = new Crew(threads);
  let [games, positions] = [0, 0];
  let failure: unknown;
  const { gamesAtOnce } = run.settings.play;
  const players = new Players(
    crew,
    {
      folder: run.folder,
      settings: run.settings,
      device: 'cpu',
      form: usualForm('cpu', gamesAtOnce),
      missing: [],
      first: 0,
      end: 1_000_000,
    },
    [],
    {
      onGame: (game) => {
        games++;
        positions += game.turns.length;
      },
      onFailure: (error) => {
        failure ??= error;
      },
    },
  );
  await players.setCount(threads);
  await pause(WARM);
  const before = players.use;
  [games, positions] = [0, 0];
  const start = performance.now();
  await pause(SECONDS);
  const after = players.use;
  const seconds = (performance.now() - start) / 1000;
  const ended = { games: games / seconds, positions: positions / seconds };
  await players.setCount(0);
  await crew.close();
  if (failure !== undefined) throw failure as Error;
  const per = (name: keyof EvaluatorUse): number => (after[name] - before[name]) / seconds;
  return {
    computed: per('computed'),
    visits: per('positions'),
    ...ended,
    share: per('time') / 1000 / threads,
  };
}

function pause(seconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 1000 * seconds));
}
