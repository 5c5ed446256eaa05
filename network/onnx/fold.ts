import { isOp, type Graph, type Value } from '../graph/graph.js';
import { rewrite, type Outputs } from '../ops/rewrite.js';
import type { Tensors } from './emit.js';

export interface Folded {
  readonly outputs: Outputs;
  readonly weights: Tensors;
}

/**
 * The same network with batch normalisation by running statistics, and biases that follow a
 * convolution, taken into the convolution's weights and bias.
 */
export function foldNormalisation(outputs: Outputs, weights: Tensors): Folded {
  const folded = new Map(weights);
  const rewritten = rewrite(outputs, (value, inputs, graph) => {
    const affine = affineAfterConvolution(value, weights);
    if (affine === null) return null;
    return foldInto(graph, inputs[0], affine, folded);
  });
  return { outputs: rewritten, weights: folded };
}

/** y = scale · x + shift for each channel of a convolution's result. */
interface Affine {
  readonly scale: Float32Array;
  readonly shift: Float32Array;
}

/** What `value` does to the result of a convolution with fixed weights, if it does just that. */
function affineAfterConvolution(value: Value, weights: Tensors): Affine | null {
  if (value.inputs.length === 0 || !isPlainConvolution(value.inputs[0], weights)) return null;
  if (isOp(value, 'batchNormInference')) return affineOfNorm(value, weights);
  const operand = value.inputs[1];
  if (!isOp(value, 'add') || !isOp(operand, 'reshape')) return null;
  const shift = fixedData(operand.inputs[0], weights);
  return shift === undefined ? null : { scale: new Float32Array(shift.length).fill(1), shift };
}

function isPlainConvolution(value: Value, weights: Tensors): boolean {
  const convolves = isOp(value, 'conv2d') || isOp(value, 'depthwiseConv2d');
  if (!convolves || value.inputs.length !== 2) return false;
  return fixedData(value.inputs[1], weights) !== undefined;
}

function fixedData(value: Value, weights: Tensors): Float32Array | undefined {
  return isOp(value, 'weight') ? weights.get(value.attributes.name) : undefined;
}

function affineOfNorm(value: Value<'batchNormInference'>, weights: Tensors): Affine | null {
  const vectors = value.inputs.slice(1).map((input) => fixedData(input, weights));
  const [mean, variance, gamma, beta] = vectors;
  if (!mean || !variance || !gamma || !beta) return null;
  const { epsilon } = value.attributes;
  const scale = gamma.map((factor, i) => factor / Math.sqrt(variance[i] + epsilon));
  return { scale, shift: beta.map((level, i) => level - mean[i] * scale[i]) };
}

/** The convolution again, with its weights scaled and a bias; their data go into `weights`. */
function foldInto(
  graph: Graph,
  convolution: Value,
  { scale, shift }: Affine,
  weights: Map<string, Float32Array>,
): Value {
  const [x, weight] = convolution.inputs as readonly [Value, Value<'weight'>];
  const { name, shape } = weight.attributes;
  const data = weights.get(name)!;
  const size = data.length / scale.length;
  const foldedName = `${name}.folded`;
  weights.set(
    foldedName,
    data.map((w, i) => w * scale[Math.floor(i / size)]),
  );
  weights.set(`${name}.bias`, shift);
  const inputs = [x, graph.weight(foldedName, shape), graph.weight(`${name}.bias`, [shift.length])];
  return graph.apply(
    convolution.op as 'conv2d' | 'depthwiseConv2d',
    inputs,
    (convolution as Value<'conv2d'>).attributes,
  );
}
