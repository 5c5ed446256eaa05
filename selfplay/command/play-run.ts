import { availableParallelism } from 'node:os';
import type { DeviceChoice } from '../../network/runtime/device.js';
import { describeDamage, type Damage } from '../disk/damage.js';
import { Loop, type LoopEnd, type LoopOptions } from '../loop/loop.js';
import { Run } from '../loop/run.js';
import { formatCount } from '../report/numbers.js';
import { networkPath } from '../run/folder.js';
import { chooseRun, type ChosenRun, type SettingsOptions } from './chosen-settings.js';
import { CommandError, orFail } from './command-error.js';
import { EXIT, type ExitCode } from './exit-codes.js';
import { elo } from './figures.js';
import { Progress } from './progress.js';
import { NO_END, runPicture } from './run-picture.js';
import { Signals } from './signals.js';
import { say, type Surroundings } from './surroundings.js';

export interface PlayOptions extends SettingsOptions {
  readonly games?: number;
  readonly hours?: number;
  readonly threads?: number;
  readonly device: DeviceChoice;
  readonly printConfig?: true;
}

/** Damages of a run that are named one by one; there may be thousands. */
const NAMED_DAMAGES = 10;

/** `selfplay --games N`: begins a run, or goes on with it. */
export async function playRun(options: PlayOptions, around: Surroundings): Promise<ExitCode> {
  const chosen = orFail(chooseRun(options));
  if (options.printConfig) {
    say(around.stdout, JSON.stringify(chosen.settings, null, 2));
    return EXIT.done;
  }
  if (options.games === undefined && options.hours === undefined) {
    const message = 'how long is it to go on? Say --games N or --hours H; see selfplay --help';
    throw new CommandError({ code: 'ERR_USAGE', message });
  }
  const run = openRun(chosen, around);
  try {
    return await playOn(run, options, around);
  } finally {
    run.close();
  }
}

function openRun({ path, settings }: ChosenRun, { stderr }: Surroundings): Run {
  let damages = 0;
  const run = Run.open(path, settings, (damage: Damage) => {
    damages++;
    if (damages <= NAMED_DAMAGES) say(stderr, `warning: ${describeDamage(damage)}`);
    if (damages === NAMED_DAMAGES) say(stderr, 'warning: further damages are not told one by one');
  });
  return orFail(run);
}

async function playOn(run: Run, options: PlayOptions, around: Surroundings): Promise<ExitCode> {
  const { stdout } = around;
  const limits = { ...limitsOf(options), searchPath: around.searchPath };
  const shown: { progress?: Progress } = {}; // nothing happens before the loop plays
  const opened = await Loop.open(run, limits, ({ text, kind }) => {
    shown.progress?.note(text, kind === 'warning' ? 'yellow' : 'cyan');
  });
  const loop = orFail(opened);
  say(stdout, opening(run, limits.threads, loop.device));
  const progress = new Progress(
    stdout,
    runPicture(() => loop.status()),
  );
  shown.progress = progress;
  const signals = stoppingAt(loop, progress);
  const end = await loop.play().finally(() => {
    signals.close();
    progress.close();
  });
  for (const line of closing(run, loop, end, around)) say(stdout, line);
  return end === 'asked' ? (signals.exitCode ?? EXIT.done) : EXIT.done;
}

function limitsOf({ games = NO_END, hours, threads, device }: PlayOptions): LoopOptions {
  const limits = { games, threads: threads ?? availableParallelism(), device };
  return hours === undefined ? limits : { ...limits, hours };
}

/** Has Ctrl-C stop a loop in order. */
function stoppingAt(loop: Loop, progress: Progress): Signals {
  return new Signals(() => {
    progress.note('stopping; games in flight are kept (Ctrl-C again ends at once)');
    loop.stop();
  });
}

function opening(
  { folder, settings, records, state }: Run,
  threads: number,
  device: string,
): string {
  const { preset, board } = settings;
  const on = `${threads} ${threads === 1 ? 'thread' : 'threads'}, device ${device}`;
  const what = `${folder.path}: ${preset}, ${board}×${board}, ${on}`;
  if (records.games === 0) return `run ${what}`;
  return `going on with ${what}, ${formatCount(records.games)} games, champion ${state.champion}`;
}

function closing(run: Run, loop: Loop, end: LoopEnd, around: Surroundings): string[] {
  const { games, champion, elo: rating } = loop.status();
  const strength = rating === undefined ? '' : `, ${elo(rating)}`;
  const what = `${formatCount(games)} games in ${run.folder.path}, champion ${champion}${strength}`;
  switch (end) {
    case 'games':
      return [
        `done: ${what}`,
        `its network: ${networkPath(run.folder, champion)}`,
        `to see how it went: ${around.called} report ${quoted(run.folder.path)}`,
      ];
    case 'hours':
      return [`time is over: ${what}`, goOn(around)];
    case 'asked':
      return [`stopped: ${what}`, goOn(around)];
  }
}

function goOn({ called, words }: Surroundings): string {
  return `to go on: ${called} ${words.map(quoted).join(' ')}`;
}

/** A word as a shell takes it. */
function quoted(word: string): string {
  return /^[\w./:=@%+,×-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
