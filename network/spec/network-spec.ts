import { ok, type Result } from '../../engine/result.js';
import { BLOCKS } from './blocks/table.js';
import { Fields, type SpecFailure } from './fields.js';
import { HEAD_NAMES, HEADS, type HeadName } from './heads/table.js';
import { NORMALISATIONS } from './normalisations.js';
import { kernelSize, width, type Choice, type Parameter } from './parameters.js';

/** What a network is, as JSON; see docs for the tables that its types name. */
export interface NetworkSpec {
  readonly inputPlanes: number;
  readonly normalisation: Choice;
  /** The first convolution. */
  readonly stem: { readonly kernel: number; readonly filters: number };
  /** Blocks from input to heads; `count` of each. */
  readonly trunk: readonly Choice[];
  /** At least one. */
  readonly heads: Readonly<Partial<Record<HeadName, Choice>>>;
}

const MOST_BLOCKS = 1000;
const COUNT: Parameter = {
  min: 1,
  max: MOST_BLOCKS,
  default: 1,
  meaning: 'Blocks of this kind in a row.',
};
const INPUT_PLANES: Parameter = { min: 1, max: 1024, default: 17, meaning: 'Planes of the input.' };
const STEM = {
  kernel: kernelSize('Side of the first kernel.', 3),
  filters: width('Filters of the first convolution.'),
};

/**
 * Reads a spec from parsed JSON and fills in what it leaves out. The failure is the first of its
 * faults, in one of the ERR_SPEC_ codes.
 */
export function parseNetworkSpec(json: unknown): Result<NetworkSpec, SpecFailure> {
  const faults: SpecFailure[] = [];
  const spec = readSpec(new Fields(json, '', faults));
  return faults.length > 0 ? { ok: false, error: faults[0] } : ok(spec);
}

function readSpec(fields: Fields): NetworkSpec {
  const spec = {
    inputPlanes: fields.integer('inputPlanes', INPUT_PLANES),
    normalisation: fields.has('normalisation')
      ? fields.object('normalisation').choice(NORMALISATIONS)
      : { type: 'batch' },
    stem: readStem(fields.object('stem')),
    trunk: readTrunk(fields),
    heads: readHeads(fields.object('heads')),
  };
  fields.done();
  return spec;
}

function readTrunk(fields: Fields): Choice[] {
  const trunk = fields.list('trunk', (item) => item.choice(BLOCKS, { count: COUNT }));
  const blocks = trunk.reduce((sum, { count }) => sum + Number(count), 0);
  if (blocks > MOST_BLOCKS) {
    const message = `trunk has ${blocks} blocks in all but may have at most ${MOST_BLOCKS}`;
    fields.refuse('ERR_SPEC_RANGE', message);
  }
  return trunk;
}

function readStem(fields: Fields): NetworkSpec['stem'] {
  const stem = {
    kernel: fields.integer('kernel', STEM.kernel),
    filters: fields.integer('filters', STEM.filters),
  };
  fields.done();
  return stem;
}

function readHeads(fields: Fields): NetworkSpec['heads'] {
  const named = HEAD_NAMES.filter((name) => fields.has(name));
  fields.done();
  if (named.length === 0) {
    fields.refuse('ERR_SPEC_MISSING', `heads must hold one of: ${HEAD_NAMES.join(', ')}`);
  }
  return Object.fromEntries(named.map((name) => [name, fields.object(name).choice(HEADS[name])]));
}

/** Whether weights of this network depend on the board's size, so that it plays only one. */
export function playsOneBoardSize(spec: NetworkSpec): boolean {
  return HEAD_NAMES.some((name) => {
    const choice = spec.heads[name];
    return choice !== undefined && HEADS[name][choice.type].oneBoardSize;
  });
}
