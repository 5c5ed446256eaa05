import { unwrap } from '../../engine/result.js';
import { buildNetwork } from '../../network/spec/build.js';
import { BLOCKS } from '../../network/spec/blocks/table.js';
import { multiplyAdds, weightCount } from '../../network/spec/cost.js';
import { HEAD_NAMES, HEADS } from '../../network/spec/heads/table.js';
import { parseNetworkSpec, type NetworkSpec } from '../../network/spec/network-spec.js';
import { NORMALISATIONS } from '../../network/spec/normalisations.js';
import type { Entry } from '../../network/spec/parameters.js';

/** A table of entries that a spec can name, as docs/blocks.md shows it. */
export interface EntryTable {
  /** What one entry is: `block`, `policy head`, … */
  readonly kind: string;
  readonly entries: Readonly<Record<string, Entry>>;
  /** The network in which an entry is measured. */
  readonly specOf: (type: string) => NetworkSpec;
}

export const BOARD = { height: 9, width: 9 };
export const FILTERS = 64;
export const BLOCK_COUNT = 6;
/** The network that others are compared with, by the name of its figure. */
export const YARDSTICK = 'block residual';

/** Values of parameters that have no default. */
const GIVEN: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  plain: { filters: FILTERS },
  bottleneck: { inner: FILTERS / 2 },
  wide: { filters: 2 * FILTERS },
  pyramid: { widen: 8 },
};

const BASE = {
  inputPlanes: 17,
  stem: { filters: FILTERS },
  trunk: [{ type: 'residual', count: BLOCK_COUNT }],
  heads: { policy: { type: 'alphago-zero' }, value: { type: 'alphago-zero' } },
};

const variant = (parts: object): NetworkSpec => unwrap(parseNetworkSpec({ ...BASE, ...parts }));

/** Every table of entries. */
export const ENTRY_TABLES: readonly EntryTable[] = [
  {
    kind: 'block',
    entries: BLOCKS,
    specOf: (type) => variant({ trunk: [{ type, count: BLOCK_COUNT, ...GIVEN[type] }] }),
  },
  {
    kind: 'normalisation',
    entries: NORMALISATIONS,
    specOf: (type) => variant({ normalisation: { type } }),
  },
  ...HEAD_NAMES.map((head) => ({
    kind: `${head} head`,
    entries: HEADS[head],
    specOf: (type: string) => variant({ heads: { ...BASE.heads, [head]: { type } } }),
  })),
];

/** The name of an entry's figure. */
export const figureName = (kind: string, type: string): string => `${kind} ${type}`;

export interface Cost {
  readonly weights: number;
  /** For one position. */
  readonly multiplyAdds: number;
}

/** The size of a network and its work for one position on the board that is measured. */
export function costOf(spec: NetworkSpec): Cost {
  const { weights, heads } = buildNetwork(spec, { board: BOARD, mode: 'inference' });
  return { weights: weightCount(weights), multiplyAdds: multiplyAdds(Object.values(heads)) };
}
