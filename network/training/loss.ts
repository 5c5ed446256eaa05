import {
  add,
  constant,
  divide,
  logSoftmax,
  multiply,
  negate,
  reduceMean,
  reduceSum,
  sqrt,
  square,
  subtract,
  sumAll,
} from '../graph/expressions.js';
import type { Value } from '../graph/graph.js';
import type { Network } from '../spec/build.js';
import { HEAD_NAMES, type HeadName } from '../spec/heads/table.js';
import { SCORE_SCALE } from '../spec/heads/value.js';

/** How much each head's term counts in the loss. */
export type LossWeights = Readonly<Record<HeadName, number>>;

/** Silver et al. 2017 weigh policy and value alike; ownership and score as small as Wu 2019. */
export const DEFAULT_LOSS_WEIGHTS: LossWeights = {
  policy: 1,
  value: 1,
  ownership: 0.15,
  score: 0.02,
};

/** Learning a teacher's policy beside the hard targets (Hinton et al. 2015). */
export interface PolicyDistillation {
  /** How much of the policy's term is the teacher's, from 0 to 1. */
  readonly weight: number;
  /** What both networks' logits are divided by, so that unlikely moves tell more. */
  readonly temperature: number;
}

export interface Loss {
  /** The weighted sum that is minimised, a scalar. */
  readonly total: Value;
  /** Each head's own term, unweighted; means over the batch. */
  readonly terms: ReadonlyMap<HeadName, Value>;
}

/** The name of the input that holds what a head should have said; shaped as its output. */
export const targetName = (head: HeadName): string => `target.${head}`;

/** The input, where a policy is distilled, for the teacher's: softmax of its logits / temperature. */
export const SOFT_POLICY = 'target.softPolicy';

type Term = (prediction: Value, target: Value) => Value;

const batchMean = (x: Value): Value => reduceMean(x, [...x.shape.keys()]);

/** −Σ target · log softmax(logits), averaged over the batch. */
function crossEntropy(logits: Value, target: Value): Value {
  return negate(batchMean(reduceSum(multiply(target, logSoftmax(logits)), [1])));
}

/** What is minimised for each head. */
const TERMS: Readonly<Record<HeadName, Term>> = {
  // −πᵀ log p, with π the search's probabilities.
  policy: crossEntropy,
  // (z − v)².
  value: (value, outcome) => batchMean(square(subtract(outcome, value))),
  ownership: (ownership, owner) => batchMean(square(subtract(owner, ownership))),
  // Pseudo-Huber: quadratic up to about SCORE_SCALE points of error, linear beyond.
  score(score, margin) {
    const error = divide(subtract(margin, score), SCORE_SCALE);
    return subtract(batchMean(sqrt(add(square(error), 1))), 1);
  },
};

/**
 * The loss of AlphaGo Zero, (z − v)² − πᵀ log p + c‖θ‖², with a weight for each head. `penalised`
 * are the weights θ of the last term, `penalty` its c.
 */
export function buildLoss(
  network: Network,
  weights: LossWeights,
  penalised: readonly Value[],
  penalty: number,
  distillation?: PolicyDistillation,
): Loss {
  const terms = new Map<HeadName, Value>();
  let total = constant(network.graph, 0);
  for (const head of HEAD_NAMES) {
    const prediction = network.heads[head];
    if (prediction === undefined) continue;
    const target = network.graph.input(targetName(head), prediction.shape);
    const hard = TERMS[head](prediction, target);
    const distilled = head === 'policy' && distillation !== undefined;
    const term = distilled ? mixSoft(hard, prediction, distillation) : hard;
    terms.set(head, term);
    total = add(total, multiply(term, weights[head]));
  }
  return { total: add(total, squaredNorm(network, penalised, penalty)), terms };
}

/**
 * The hard term and the cross-entropy with the teacher, both softened. The square of the temperature
 * keeps the size of gradients.
 */
function mixSoft(hard: Value, logits: Value, { weight, temperature }: PolicyDistillation): Value {
  const teacher = logits.graph.input(SOFT_POLICY, logits.shape);
  const soft = crossEntropy(multiply(logits, 1 / temperature), teacher);
  return add(multiply(hard, 1 - weight), multiply(soft, weight * temperature ** 2));
}

function squaredNorm(network: Network, penalised: readonly Value[], penalty: number): Value {
  if (penalty === 0) return constant(network.graph, 0);
  const squares = penalised.map((weight) => sumAll(square(weight)));
  return multiply(squares.reduce(add, constant(network.graph, 0)), penalty);
}
