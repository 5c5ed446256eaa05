import type { Value } from '../graph/graph.js';
import { newGraph } from '../ops/table.js';
import type { Board } from '../spec/layers.js';
import type { NetworkSpec } from '../spec/network-spec.js';
import { buildGradients, lossOutputs, type GradientGraph } from './gradients.js';
import type { TrainingSettings } from './settings.js';
import type { Slot } from './slots.js';
import { buildUpdate, updateOutputs } from './update.js';

/**
 * A training step in two graphs, for training on several workers: each computes gradients on its
 * own part of a batch, one place takes their mean, or each as it comes, and updates the weights.
 */
export interface SplitStep extends GradientGraph {
  /**
   * `loss`, `loss.HEAD`, `gradient.WEIGHT` for every learned weight and `observed.STATISTIC` for
   * every running statistic, from `planes`, `target.HEAD` and the weights.
   */
  readonly gradientOutputs: Readonly<Record<string, Value>>;
  /**
   * `gradientNorm` and `next.SLOT`, from `gradient.WEIGHT`, `observed.STATISTIC`, `learningRate`
   * and the slots.
   */
  readonly updateOutputs: Readonly<Record<string, Value>>;
  readonly slots: readonly Slot[];
}

export const gradientName = (weight: string): string => `gradient.${weight}`;
export const observedName = (statistic: string): string => `observed.${statistic}`;

/** The two graphs of one step; `batch` is a worker's part, left open where it is not given. */
export function buildSplitStep(
  spec: NetworkSpec,
  board: Board,
  settings: TrainingSettings,
  batch?: number,
): SplitStep {
  const workers = buildGradients(spec, board, settings, batch);
  const update = updateFromInputs(workers, settings);
  return {
    ...workers,
    gradientOutputs: gradientOutputs(workers),
    updateOutputs: updateOutputs(update),
    slots: update.slots,
  };
}

function gradientOutputs({ network, loss, parameters }: GradientGraph): Record<string, Value> {
  const gradients = parameters.map(
    ({ weight, gradient }) => [gradientName(weight.attributes.name), gradient] as const,
  );
  const observed = network.observations.map(
    ({ statistic, observed: value }) => [observedName(statistic.attributes.name), value] as const,
  );
  return { ...lossOutputs(loss), ...Object.fromEntries([...gradients, ...observed]) };
}

/** The update in a graph of its own, to which gradients and observations are inputs. */
function updateFromInputs({ network, parameters }: GradientGraph, settings: TrainingSettings) {
  const graph = newGraph();
  const arriving = (weight: Value<'weight'>, nameOf: (name: string) => string) => {
    const { name, shape } = weight.attributes;
    return [graph.weight(name, shape), graph.input(nameOf(name), shape)] as const;
  };
  const received = parameters.map(({ weight }) => {
    const [current, gradient] = arriving(weight, gradientName);
    return { weight: current, gradient };
  });
  const observations = network.observations.map(({ statistic }) => {
    const [current, observed] = arriving(statistic, observedName);
    return { statistic: current, observed };
  });
  return buildUpdate(graph, received, observations, settings);
}
