import { InvalidArgumentError, Option } from 'commander';
import { parseRulePreset, type RulePreset } from '../../engine/rules.js';
import { parseDevice, type DeviceChoice } from '../../network/runtime/device.js';
import type { Result } from '../../engine/result.js';

/** The value of an option; a failure is an error of the command line. */
export function valueOf<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw new InvalidArgumentError(result.error.message);
}

/** Reads a whole number from `min` to `max`. */
export function wholeNumber(min: number, max: number): (text: string) => number {
  return (text) => {
    const number = Number(text);
    if (/^\d+$/.test(text) && min <= number && number <= max) return number;
    throw new InvalidArgumentError(`it must be a whole number from ${min} to ${max}.`);
  };
}

/** Reads a number above 0. */
export function positiveNumber(text: string): number {
  const number = Number(text);
  if (text.trim() !== '' && number > 0 && Number.isFinite(number)) return number;
  throw new InvalidArgumentError('it must be a number above 0.');
}

/** A number of any sign. */
export function anyNumber(text: string): number {
  const number = Number(text);
  if (text.trim() !== '' && Number.isFinite(number)) return number;
  throw new InvalidArgumentError('it must be a number.');
}

/** Values of an option that may be given several times. */
export function collected(text: string, before: readonly string[] = []): string[] {
  return [...before, text];
}

/* Options that several commands have. */

export const threadsOption = (): Option =>
  new Option('--threads <n>', 'threads that play and learn (default: one for each core)').argParser(
    wholeNumber(1, 1024),
  );

export const deviceOption = (): Option =>
  new Option('--device <name>', 'auto, cpu, webgpu or tensorflow')
    .argParser((text): DeviceChoice => valueOf(parseDevice(text)))
    .default('auto');

export const rulesOption = (): Option =>
  new Option(
    '--rules <name>',
    'tromp-taylor, chinese, japanese, korean, aga or new-zealand',
  ).argParser((text): RulePreset => valueOf(parseRulePreset(text)));

export const seedOption = (): Option =>
  new Option('--seed <n>', 'decides all that is drawn at random').argParser(
    wholeNumber(0, 2 ** 32 - 1),
  );

export const boardOption = (description: string): Option =>
  new Option('--board <n>', description).argParser(wholeNumber(2, 25));
