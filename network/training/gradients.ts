import { ancestors, isOp, type Value } from '../graph/graph.js';
import { differentiate } from '../ops/differentiate.js';
import { buildNetwork, type Network } from '../spec/build.js';
import type { Board } from '../spec/layers.js';
import type { NetworkSpec } from '../spec/network-spec.js';
import { buildLoss, type Loss } from './loss.js';
import { isKernel, type Parameter } from './optimisers.js';
import type { TrainingSettings } from './settings.js';

/** Forward and backward through a network. */
export interface GradientGraph {
  readonly network: Network;
  readonly loss: Loss;
  /** Every learned weight with the gradient of the loss by it, in the order of the network. */
  readonly parameters: readonly Parameter[];
}

/** The network in training, its loss and the gradients; `batch` is left open if not given. */
export function buildGradients(
  spec: NetworkSpec,
  board: Board,
  settings: TrainingSettings,
  batch?: number,
): GradientGraph {
  const size = batch === undefined ? {} : { batch };
  const network = buildNetwork(spec, { board, mode: 'training', ...size });
  const learned = learnedWeights(network);
  const penalised = settings.l2Over === 'all' ? learned : learned.filter(isKernel);
  const loss = buildLoss(
    network,
    settings.lossWeights,
    penalised,
    settings.l2,
    settings.distillation,
  );
  const gradients = differentiate(loss.total, learned);
  const parameters = learned.map((weight, i) => ({ weight, gradient: gradients[i] }));
  return { network, loss, parameters };
}

function learnedWeights(network: Network): Value<'weight'>[] {
  const byName = new Map<string, Value<'weight'>>();
  for (const value of ancestors(Object.values(network.heads))) {
    if (isOp(value, 'weight')) byName.set(value.attributes.name, value);
  }
  const trainable = network.weights.filter((weight) => weight.trainable);
  return trainable.map((weight) => byName.get(weight.name)!);
}

/** The loss and each head's term by the names of their outputs: `loss`, `loss.HEAD`. */
export function lossOutputs({ total, terms }: Loss): Record<string, Value> {
  const named = [...terms].map(([head, term]) => [`loss.${head}`, term] as const);
  return { loss: total, ...Object.fromEntries(named) };
}
