import type { Tensors } from '../onnx/emit.js';
import type { Schedule } from '../training/schedule.js';
import type { TrainingSettings } from '../training/settings.js';

/** All that training needs to go on as if it had not stopped. */
export interface TrainingState {
  /** Steps made so far. */
  readonly step: number;
  /** What a step reads and replaces: weights, running statistics, optimiser, averages; by name. */
  readonly slots: Tensors;
  /** `Random.state` of the generator that draws batches. */
  readonly random: Int32Array;
  readonly settings: TrainingSettings;
  readonly schedule: Schedule;
  /** The hash of the network file that it stands beside. */
  readonly network: string;
  /** What else the learner must remember, as JSON. */
  readonly progress: Readonly<Record<string, unknown>>;
}

export interface Header {
  readonly state: Omit<TrainingState, 'slots'>;
  /** How many numbers each slot has, in the order they are kept in. */
  readonly lengths: readonly (readonly [name: string, length: number])[];
}

/** The header's JSON text. */
export function writeHeader({ slots, random, ...rest }: TrainingState): string {
  const lengths = [...slots].map(([name, { length }]) => [name, length]);
  return JSON.stringify({ ...rest, random: [...random], lengths });
}

/** Reads what {@link writeHeader} wrote; undefined where the text is something else. */
export function readHeader(text: string): Header | undefined {
  const json = parseObject(text);
  if (json === undefined || !CHECKS.every(([name, fits]) => fits(json[name]))) return undefined;
  const { lengths, random, ...rest } = json as unknown as Raw;
  return { lengths, state: { ...rest, random: Int32Array.from(random) } };
}

type Raw = Omit<TrainingState, 'slots' | 'random'> & {
  readonly random: readonly number[];
  readonly lengths: Header['lengths'];
};

function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const json: unknown = JSON.parse(text);
    return isObject(json) ? json : undefined;
  } catch {
    return undefined;
  }
}

const isObject = (x: unknown): x is Record<string, unknown> =>
  typeof x === 'object' && x !== null && !Array.isArray(x);
const isCount = (x: unknown): boolean => Number.isSafeInteger(x) && Number(x) >= 0;
const isWord = (x: unknown): boolean => typeof x === 'number' && x === (x | 0);

const isLength = (x: unknown): boolean =>
  Array.isArray(x) && x.length === 2 && typeof x[0] === 'string' && isCount(x[1]);

const isRate = (x: unknown): boolean =>
  isObject(x) && isCount(x['from']) && typeof x['rate'] === 'number';

const isList =
  (fits: (item: unknown) => boolean) =>
  (x: unknown): boolean =>
    Array.isArray(x) && x.every(fits);

/** What the header holds, each with what it must be. Settings are as their version wrote them. */
const CHECKS: readonly (readonly [name: string, fits: (value: unknown) => boolean])[] = [
  ['step', isCount],
  ['random', (x) => isList(isWord)(x) && (x as unknown[]).length === 4],
  ['settings', isObject],
  ['schedule', isList(isRate)],
  ['network', (x) => typeof x === 'string'],
  ['progress', isObject],
  ['lengths', isList(isLength)],
];
