import {
  add,
  constant,
  divide,
  minimum,
  multiply,
  sqrt,
  square,
  sumAll,
} from '../graph/expressions.js';
import { ancestors, isOp, type Value } from '../graph/graph.js';
import { staticShape } from '../graph/shape.js';
import { differentiate } from '../ops/differentiate.js';
import { buildNetwork, type Network } from '../spec/build.js';
import type { Board } from '../spec/layers.js';
import type { NetworkSpec } from '../spec/network-spec.js';
import { buildLoss, DEFAULT_LOSS_WEIGHTS, type Loss, type LossWeights } from './loss.js';
import {
  average,
  isKernel,
  optimise,
  SGD,
  type OptimiserSettings,
  type Parameter,
} from './optimisers.js';
import { makeSlot, nextName, type Slot } from './slots.js';

export interface TrainingSettings {
  readonly optimiser: OptimiserSettings;
  readonly lossWeights: LossWeights;
  /** The c of c‖θ‖² in the loss. */
  readonly l2: number;
  /** Whether θ is all that is learned, or kernels only and not biases and normalisations. */
  readonly l2Over: 'all' | 'kernels';
  /** The greatest norm that all gradients together may have; longer ones are shortened. */
  readonly clipNorm: number | null;
  /** How much of a running statistic a step keeps. */
  readonly statisticsDecay: number;
  /** How much of the moving average of weights a step keeps; null for no average. */
  readonly averageDecay: number | null;
}

/** Silver et al. 2017, which neither clips gradients nor averages weights. */
export const ALPHAGO_ZERO_TRAINING: TrainingSettings = {
  optimiser: SGD,
  lossWeights: DEFAULT_LOSS_WEIGHTS,
  l2: 1e-4,
  l2Over: 'all',
  clipNorm: null,
  statisticsDecay: 0.99,
  averageDecay: null,
};

/** The name of the input that holds the learning rate, a scalar. */
export const LEARNING_RATE = 'learningRate';

/** The graph of one step of training on one batch. */
export interface TrainingStep {
  readonly network: Network;
  readonly loss: Loss;
  /** By name of the learned weight, before clipping. */
  readonly gradients: ReadonlyMap<string, Value>;
  /** Weights, running statistics, optimiser state and averages. */
  readonly slots: readonly Slot[];
  /**
   * `loss`, `loss.HEAD`, `gradientNorm` (scalars), and `next.SLOT` for every slot. The inputs are
   * `planes`, `target.HEAD` for every head, `learningRate`, and the slots by name.
   */
  readonly outputs: Readonly<Record<string, Value>>;
}

/** Forward, backward and update for a network; `batch` is left open where it is not given. */
export function buildTrainingStep(
  spec: NetworkSpec,
  board: Board,
  settings: TrainingSettings,
  batch?: number,
): TrainingStep {
  const size = batch === undefined ? {} : { batch };
  const network = buildNetwork(spec, { board, mode: 'training', ...size });
  const learned = learnedWeights(network);
  const penalised = settings.l2Over === 'all' ? learned : learned.filter(isKernel);
  const loss = buildLoss(network, settings.lossWeights, penalised, settings.l2);
  const gradients = differentiate(loss.total, learned);
  const norm = globalNorm(gradients);
  const parameters = clipped(learned, gradients, norm, settings.clipNorm);
  const slots = buildSlots(network, parameters, settings);
  const byName = learned.map((weight, i) => [weight.attributes.name, gradients[i]] as const);
  const outputs = stepOutputs(loss, norm, slots);
  return { network, loss, gradients: new Map(byName), slots, outputs };
}

/** The network's trainable weights, in the order of its list. */
function learnedWeights(network: Network): Value<'weight'>[] {
  const byName = new Map<string, Value<'weight'>>();
  for (const value of ancestors(Object.values(network.heads))) {
    if (isOp(value, 'weight')) byName.set(value.attributes.name, value);
  }
  const trainable = network.weights.filter((weight) => weight.trainable);
  return trainable.map((weight) => byName.get(weight.name)!);
}

/** The length of all gradients taken as one vector. */
function globalNorm(gradients: readonly Value[]): Value {
  return sqrt(gradients.map((gradient) => sumAll(square(gradient))).reduce(add));
}

function clipped(
  weights: readonly Value<'weight'>[],
  gradients: readonly Value[],
  norm: Value,
  limit: number | null,
): Parameter[] {
  if (limit === null) return weights.map((weight, i) => ({ weight, gradient: gradients[i] }));
  const factor = minimum(divide(constant(norm.graph, limit), norm), 1);
  return weights.map((weight, i) => ({ weight, gradient: multiply(gradients[i], factor) }));
}

function buildSlots(
  network: Network,
  parameters: readonly Parameter[],
  settings: TrainingSettings,
): Slot[] {
  const learningRate = network.graph.input(LEARNING_RATE, []);
  const updates = optimise(settings.optimiser, parameters, learningRate);
  const weights = [
    ...parameters.map(({ weight }, i) => weightSlot(weight, updates.weights[i])),
    ...network.observations.map(({ statistic, observed }) =>
      weightSlot(statistic, average(statistic, observed, settings.statisticsDecay)),
    ),
  ];
  return [...weights, ...updates.slots, ...averageSlots(weights, settings.averageDecay)];
}

function weightSlot(current: Value<'weight'>, next: Value): Slot {
  const { name, shape } = current.attributes;
  return { name, shape: staticShape(shape), initial: { weight: name }, current, next };
}

/** The slot that holds the moving average of a weight. */
export const averageName = (weight: string): string => `average.${weight}`;

function averageSlots(weights: readonly Slot[], decay: number | null): Slot[] {
  if (decay === null) return [];
  return weights.map(({ name, shape, initial, current, next }) =>
    makeSlot(current.graph, averageName(name), shape, initial, (old) => average(old, next, decay)),
  );
}

function stepOutputs(loss: Loss, norm: Value, slots: readonly Slot[]): Record<string, Value> {
  return {
    loss: loss.total,
    ...Object.fromEntries([...loss.terms].map(([head, term]) => [`loss.${head}`, term])),
    gradientNorm: norm,
    ...Object.fromEntries(slots.map((slot) => [nextName(slot.name), slot.next])),
  };
}
