import type { Value } from '../graph/graph.js';
import type { Board } from '../spec/layers.js';
import type { NetworkSpec } from '../spec/network-spec.js';
import { buildGradients, lossOutputs, type GradientGraph } from './gradients.js';
import type { TrainingSettings } from './settings.js';
import type { Slot } from './slots.js';
import { buildUpdate, updateOutputs } from './update.js';

/** The graph of one step of training on one batch: forward, backward and update. */
export interface TrainingStep extends GradientGraph {
  /** Weights, running statistics, optimiser state and averages. */
  readonly slots: readonly Slot[];
  /**
   * `loss`, `loss.HEAD`, `gradientNorm` (scalars), and `next.SLOT` for every slot. The inputs are
   * `planes`, `target.HEAD` for every head, `learningRate`, and the slots by name.
   */
  readonly outputs: Readonly<Record<string, Value>>;
}

/** One step of training; `batch` is left open where it is not given. */
export function buildTrainingStep(
  spec: NetworkSpec,
  board: Board,
  settings: TrainingSettings,
  batch?: number,
): TrainingStep {
  const forwardBackward = buildGradients(spec, board, settings, batch);
  const { network, loss, parameters } = forwardBackward;
  const update = buildUpdate(network.graph, parameters, network.observations, settings);
  const outputs = { ...lossOutputs(loss), ...updateOutputs(update) };
  return { ...forwardBackward, slots: update.slots, outputs };
}
