import { availableParallelism } from 'node:os';
import { PRESETS, type PresetName } from '../settings/presets.js';
import type { RunSettings } from '../settings/run-settings.js';
import {
  checkDevices,
  fastestOf,
  type Checkup,
  type DeviceReport,
  type Fit,
} from './doctor-devices.js';
import { surveyMachine, type Machine } from './doctor-machine.js';
import { EXIT, type ExitCode } from './exit-codes.js';
import { rate } from './figures.js';
import { say, type Surroundings } from './surroundings.js';

export interface DoctorOptions {
  readonly preset: PresetName;
  readonly json?: true;
}

const GIB = 2 ** 30;

/** `selfplay doctor`: what is there, what is really used, how fast. Fails only where nothing works. */
export async function doctor(
  { preset, json }: DoctorOptions,
  { stdout, searchPath }: Surroundings,
): Promise<ExitCode> {
  const settings = PRESETS[preset];
  const cores = availableParallelism();
  const machine = surveyMachine(searchPath);
  if (!json) for (const line of machineLines(machine)) say(stdout, line);
  const devices = await checkDevices(settings, Math.max(1, Math.floor(cores / 2)));
  const used = {
    playing: fastestOf(devices.playing, cores),
    training: fastestOf(devices.training),
  };
  if (json) say(stdout, JSON.stringify({ ...machine, preset, devices, used }));
  else for (const line of deviceLines(settings, devices, used)) say(stdout, line);
  return used.playing && used.training ? EXIT.done : EXIT.failed;
}

function machineLines(machine: Machine): string[] {
  const { version, node, system, processor, cores, memory, freeDisk } = machine;
  const disk = freeDisk === undefined ? [] : [row('disk', `${gib(freeDisk)} free here`)];
  return [
    row('versions', `Tengen ${version}, Node.js ${node}, ${system}`),
    ...Object.entries(machine.packages).map(([name, at]) =>
      row('', `${name} ${at ?? 'not there'}`),
    ),
    row('processor', `${processor}, ${cores} ${cores === 1 ? 'core' : 'cores'}`),
    row('memory', `${gib(memory.total)}, ${gib(memory.free)} free`),
    ...disk,
    ...Object.entries(machine.programs).map(([name, path], i) =>
      row(i === 0 ? 'programs' : '', `${name.padEnd(10)} ${path ?? 'not there'}`),
    ),
  ];
}

function deviceLines(
  settings: RunSettings,
  { playing, training }: DeviceReport,
  used: Readonly<Record<'playing' | 'training', Fit | undefined>>,
): string[] {
  const { preset, board, play, learning } = settings;
  return [
    '',
    `playing with a network of ${preset}, ${board}×${board}, ${play.gamesAtOnce} at once, one thread:`,
    ...playing.map((each) => checkupLine(each, 'positions/s')),
    usedLine('playing', used.playing),
    '',
    `training it, batches of ${learning.batch}:`,
    ...training.map((each, i) =>
      'failure' in each && 'failure' in playing[i]
        ? row(each.device, 'as above')
        : checkupLine(each, 'steps/s'),
    ),
    usedLine('training', used.training),
  ];
}

function checkupLine(checkup: Checkup, unit: string): string {
  if ('failure' in checkup) return row(checkup.device, checkup.failure.message);
  return row(checkup.device, `${rate(checkup.perSecond)} ${unit}  (${checkup.description})`);
}

function usedLine(work: string, used: Fit | undefined): string {
  return row(
    'auto',
    used === undefined ? `nothing here can do the ${work}` : `takes ${used.device}`,
  );
}

function row(name: string, text: string): string {
  return `${name.padEnd(12)}${text}`;
}

function gib(bytes: number): string {
  return `${(bytes / GIB).toFixed(1)} GiB`;
}
