import type { NetworkSpec } from '../../spec/network-spec.js';
import type { Choice } from '../../spec/parameters.js';

/**
 * For each type of block whose parameter `inner` says how many filters it has inside, the
 * convolutions that have so many.
 */
const INNER_CONVOLUTIONS: Readonly<Record<string, readonly string[]>> = {
  residual: ['conv1'],
  dilated: ['conv1'],
  'pre-activation': ['conv1'],
  bottleneck: ['conv1', 'conv2'],
};

/** The names of the inner convolutions of every block; none for blocks that have no such. */
export function innerConvolutions(spec: NetworkSpec): string[][] {
  return blocksOf(spec).map(({ type }, i) =>
    (INNER_CONVOLUTIONS[type] ?? []).map((name) => `trunk.${i}.${name}`),
  );
}

/** The spec with another width of its trunk, and of the insides of blocks that have a width. */
export function narrowedSpec(
  spec: NetworkSpec,
  trunkWidth: number,
  innerWidths: readonly (number | undefined)[],
): NetworkSpec {
  const blocks = blocksOf(spec).map((block, i) => withInner(block, innerWidths[i], trunkWidth));
  return { ...spec, stem: { ...spec.stem, filters: trunkWidth }, trunk: joinEqual(blocks) };
}

/** The blocks of a trunk one by one. */
function blocksOf({ trunk }: NetworkSpec): Choice[] {
  return trunk.flatMap((choice) =>
    Array<Choice>(Number(choice['count'])).fill({ ...choice, count: 1 }),
  );
}

function withInner(block: Choice, inner: number | undefined, trunkWidth: number): Choice {
  if (inner === undefined) return block;
  // Where it is not given, such a block is as wide inside as outside.
  const implied = inner === trunkWidth && block.type !== 'bottleneck';
  return implied ? without(block, 'inner') : { ...block, inner };
}

/** Blocks in a row that are alike as one entry with their number. */
function joinEqual(blocks: readonly Choice[]): Choice[] {
  const joined: Choice[] = [];
  for (const block of blocks) {
    const last = joined.at(-1);
    const alike = last !== undefined && keyOf(last) === keyOf(block);
    if (alike) joined[joined.length - 1] = { ...last, count: Number(last['count']) + 1 };
    else joined.push(block);
  }
  return joined;
}

/** Text that is the same for blocks that differ at most in their count. */
function keyOf(block: Choice): string {
  return JSON.stringify(Object.entries(without(block, 'count')).sort());
}

function without(block: Choice, parameter: string): Choice {
  const kept = Object.entries(block).filter(([name]) => name !== parameter);
  return Object.fromEntries(kept) as unknown as Choice;
}
