import {
  add,
  constant,
  divide,
  minimum,
  multiply,
  sqrt,
  square,
  subtract,
  sumAll,
} from '../graph/expressions.js';
import type { Graph, Value } from '../graph/graph.js';
import { staticShape } from '../graph/shape.js';
import type { Observation } from '../spec/layers.js';
import { average, optimise, type Parameter } from './optimisers.js';
import type { TrainingSettings } from './settings.js';
import { makeSlot, nextName, type Slot } from './slots.js';

/** The name of the input that holds the learning rate, a scalar. */
export const LEARNING_RATE = 'learningRate';

/** The slot that holds the moving average of a weight. */
export const averageName = (weight: string): string => `average.${weight}`;

export interface Update {
  /** The length of all gradients taken as one vector, before clipping; a scalar. */
  readonly gradientNorm: Value;
  /** Weights, running statistics, optimiser state and averages. */
  readonly slots: readonly Slot[];
}

/** What one step does to weights and running statistics, given gradients and observations. */
export function buildUpdate(
  graph: Graph,
  parameters: readonly Parameter[],
  observations: readonly Observation[],
  settings: TrainingSettings,
): Update {
  const gradientNorm = globalNorm(parameters);
  const clipped = clip(parameters, gradientNorm, settings.clipNorm);
  const learningRate = graph.input(LEARNING_RATE, []);
  const updates = optimise(settings.optimiser, clipped, learningRate);
  const weights = [
    ...parameters.map(({ weight }, i) => weightSlot(weight, updates.weights[i])),
    ...observations.map(({ statistic, observed }) =>
      weightSlot(statistic, average(statistic, observed, settings.statisticsDecay)),
    ),
  ];
  const averages = averageSlots(graph, weights, settings.averageDecay);
  return { gradientNorm, slots: [...weights, ...updates.slots, ...averages] };
}

/** `gradientNorm`, and `next.SLOT` for every slot. */
export function updateOutputs({ gradientNorm, slots }: Update): Record<string, Value> {
  const next = slots.map((slot) => [nextName(slot.name), slot.next] as const);
  return { gradientNorm, ...Object.fromEntries(next) };
}

function globalNorm(parameters: readonly Parameter[]): Value {
  return sqrt(parameters.map(({ gradient }) => sumAll(square(gradient))).reduce(add));
}

/** Gradients shortened to `limit` where together they are longer (Pascanu et al. 2013). */
function clip(
  parameters: readonly Parameter[],
  norm: Value,
  limit: number | null,
): readonly Parameter[] {
  if (limit === null) return parameters;
  const factor = minimum(divide(constant(norm.graph, limit), norm), 1);
  return parameters.map(({ weight, gradient }) => ({
    weight,
    gradient: multiply(gradient, factor),
  }));
}

function weightSlot(current: Value<'weight'>, next: Value): Slot {
  const { name, shape } = current.attributes;
  return { name, shape: staticShape(shape), initial: { weight: name }, current, next };
}

/** What the averages count their steps in; a scalar. */
const AVERAGED_STEPS = 'averaging.steps';

/**
 * Moving averages of weights and running statistics. After t steps they keep (1 + t) / (10 + t) at
 * most: so they reach back over about a tenth of the training, and a new network's first weights are
 * soon forgotten.
 */
function averageSlots(graph: Graph, weights: readonly Slot[], decay: number | null): Slot[] {
  if (decay === null) return [];
  const steps = makeSlot(graph, AVERAGED_STEPS, [], 0, (made) => add(made, 1));
  const kept = minimum(divide(add(steps.current, 1), add(steps.current, 10)), decay);
  const averages = weights.map(({ name, shape, initial, next }) =>
    // next + kept · (old − next)
    makeSlot(graph, averageName(name), shape, initial, (old) =>
      add(next, multiply(subtract(old, next), kept)),
    ),
  );
  return [steps, ...averages];
}
