import type { Graph, Value } from '../graph/graph.js';
import { BATCH, type Dim } from '../graph/shape.js';
import { newGraph } from '../ops/table.js';
import { BLOCKS } from './blocks/table.js';
import { HEAD_NAMES, HEADS, type HeadName } from './heads/table.js';
import { Layers, type Board, type Construction, type Mode, type Observation } from './layers.js';
import { ExpectedMoments } from './moments.js';
import type { NetworkSpec } from './network-spec.js';
import { NORMALISATIONS } from './normalisations.js';
import type { Choice, Values } from './parameters.js';
import type { WeightSpec } from './weights.js';

/** The answers of a network; those that it does not give are absent. */
export type HeadValues = Readonly<Partial<Record<HeadName, Value>>>;

/** A network's graph for one board size. */
export interface Network {
  readonly spec: NetworkSpec;
  readonly board: Board;
  readonly graph: Graph;
  /** The input, named `planes`: [batch, inputPlanes, height, width]. */
  readonly planes: Value<'input'>;
  /**
   * policy: logits [batch, area + 1], pass last. value: [batch], in (−1, 1). ownership:
   * [batch, area], in (−1, 1). score: [batch], in points. All for the side to move.
   */
  readonly heads: HeadValues;
  readonly weights: readonly WeightSpec[];
  /** In training: running statistics and what the batch shows of them. */
  readonly observations: readonly Observation[];
}

export interface BuildOptions {
  readonly board: Board;
  readonly mode: Mode;
  /** Positions in a batch; left open where it is not given. */
  readonly batch?: number;
}

/** The graph of the network that `spec` describes, on a board of the given size. */
export function buildNetwork(spec: NetworkSpec, options: BuildOptions): Network {
  const { board, mode, batch = BATCH } = options;
  const construction = newConstruction(spec, board, mode);
  const layers = new Layers(construction);
  const planes = inputPlanes(construction, spec, batch);
  const trunk = buildTrunk(layers, planes, spec);
  const heads: Partial<Record<HeadName, Value>> = {};
  for (const name of HEAD_NAMES) {
    const choice = spec.heads[name];
    if (choice !== undefined) heads[name] = buildHead(layers, trunk, name, choice);
  }
  const { graph, weights, observations } = construction;
  return { spec, board, graph, planes, heads, weights, observations };
}

function newConstruction(spec: NetworkSpec, board: Board, mode: Mode): Construction {
  const { normalisation } = spec;
  return {
    graph: newGraph(),
    board,
    mode,
    weights: [],
    observations: [],
    moments: new ExpectedMoments(),
    normalise: (layers, x) =>
      NORMALISATIONS[normalisation.type].build(layers, x, values(normalisation)),
  };
}

function inputPlanes({ graph, board }: Construction, spec: NetworkSpec, batch: Dim) {
  return graph.input('planes', [batch, spec.inputPlanes, board.height, board.width]);
}

/** Stem and blocks, with normalisation and ReLU wherever what follows needs planes after them. */
function buildTrunk(layers: Layers, planes: Value, spec: NetworkSpec): Value {
  const { kernel, filters } = spec.stem;
  let x = layers.conv('stem', planes, filters, { kernel });
  let settled = false;
  const settle = (name: string) => {
    if (!settled) x = layers.normRelu(name, x);
    settled = true;
  };
  for (const [i, choice] of repeated(spec.trunk).entries()) {
    const block = BLOCKS[choice.type];
    if (block.activation === 'after') settle(i === 0 ? 'stem' : `trunk.${i}.entry`);
    x = block.build(layers.within(`trunk.${i}`), x, values(choice));
    settled = block.activation === 'after';
  }
  settle('trunk.exit');
  return x;
}

function repeated(trunk: readonly Choice[]): Choice[] {
  return trunk.flatMap((choice) => Array<Choice>(Number(choice['count'])).fill(choice));
}

function buildHead(layers: Layers, trunk: Value, name: HeadName, choice: Choice): Value {
  return HEADS[name][choice.type].build(layers.within(name), trunk, values(choice));
}

/** The numbers of a choice: the parser has checked that its entry's parameters are all there. */
function values(choice: Choice): Values<Record<string, never>> {
  return choice as unknown as Values<Record<string, never>>;
}
