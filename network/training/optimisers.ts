import { add, constant, divide, multiply, sqrt, square, subtract } from '../graph/expressions.js';
import type { Value } from '../graph/graph.js';
import { staticShape } from '../graph/shape.js';
import { makeSlot, type Slot } from './slots.js';

export interface SgdSettings {
  readonly type: 'sgd';
  readonly momentum: number;
}

export interface AdamWSettings {
  readonly type: 'adamw';
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  /** Fraction of a kernel that a step with learning rate 1 takes away. */
  readonly weightDecay: number;
}

export type OptimiserSettings = SgdSettings | AdamWSettings;

/** As in Silver et al. 2017. */
export const SGD: SgdSettings = { type: 'sgd', momentum: 0.9 };
/** As in Loshchilov and Hutter 2019. */
export const ADAMW: AdamWSettings = {
  type: 'adamw',
  beta1: 0.9,
  beta2: 0.999,
  epsilon: 1e-8,
  weightDecay: 1e-2,
};

/** A weight to be updated and the gradient of the loss by it. */
export interface Parameter {
  readonly weight: Value<'weight'>;
  readonly gradient: Value;
}

export interface Updates {
  /** New weights, in the order of the parameters. */
  readonly weights: readonly Value[];
  /** The optimiser's own memory. */
  readonly slots: readonly Slot[];
}

/** One step of the optimiser; `learningRate` is a scalar. */
export function optimise(
  settings: OptimiserSettings,
  parameters: readonly Parameter[],
  learningRate: Value,
): Updates {
  return settings.type === 'sgd'
    ? sgd(settings, parameters, learningRate)
    : adamW(settings, parameters, learningRate);
}

/** v ← µv + g; θ ← θ − ηv. */
function sgd({ momentum }: SgdSettings, parameters: readonly Parameter[], rate: Value): Updates {
  const slots = parameters.map(({ weight, gradient }) =>
    memory(weight, 'momentum', (velocity) => add(multiply(velocity, momentum), gradient)),
  );
  const weights = parameters.map(({ weight }, i) =>
    subtract(weight, multiply(slots[i].next, rate)),
  );
  return { weights, slots };
}

/** Adam (Kingma and Ba 2015) with decay of weights apart from the gradient. */
function adamW(settings: AdamWSettings, parameters: readonly Parameter[], rate: Value): Updates {
  const { beta1, beta2 } = settings;
  if (parameters.length === 0) return { weights: [], slots: [] };
  const { graph } = rate;
  const powers = [beta1, beta2].map((beta, i) =>
    makeSlot(graph, `adam.beta${i + 1}Power`, [], 1, (power) => multiply(power, beta)),
  );
  const steps = parameters.map((parameter) => adamStep(settings, parameter, rate, powers));
  return {
    weights: steps.map((step) => step.weight),
    slots: [...powers, ...steps.flatMap((step) => step.slots)],
  };
}

function adamStep(
  { beta1, beta2, epsilon, weightDecay }: AdamWSettings,
  { weight, gradient }: Parameter,
  rate: Value,
  powers: readonly Slot[],
): { weight: Value; slots: Slot[] } {
  const first = memory(weight, 'first', (m) => average(m, gradient, beta1));
  const second = memory(weight, 'second', (v) => average(v, square(gradient), beta2));
  const [mean, variance] = [first, second].map((slot, i) =>
    divide(slot.next, subtract(constant(rate.graph, 1), powers[i].next)),
  );
  const step = divide(mean, add(sqrt(variance), epsilon));
  const decayed = isKernel(weight) ? add(step, multiply(weight, weightDecay)) : step;
  return { weight: subtract(weight, multiply(decayed, rate)), slots: [first, second] };
}

/** Kernels and matrices, as against biases and the factors of normalisations. */
export function isKernel(weight: Value): boolean {
  return weight.shape.length >= 2;
}

/** decay · old + (1 − decay) · observed. */
export function average(old: Value, observed: Value, decay: number): Value {
  return add(multiply(old, decay), multiply(observed, 1 - decay));
}

/** A slot of the optimiser beside one weight, zero at first. */
function memory(weight: Value<'weight'>, kind: string, nextOf: (current: Value) => Value): Slot {
  const { name, shape } = weight.attributes;
  return makeSlot(weight.graph, `${kind}.${name}`, staticShape(shape), 0, nextOf);
}
