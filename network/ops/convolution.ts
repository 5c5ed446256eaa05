import type { ConvolutionAttributes, KernelAttributes } from '../graph/attributes.js';
import { depthwiseConv2d, flip, reduceSum, CHANNEL_AXES } from '../graph/expressions.js';
import type { Value } from '../graph/graph.js';
import { formatShape, requireShape, sameShape, staticDim, type Shape } from '../graph/shape.js';
import {
  convolution,
  convolutionInputGradient,
  convolutionWeightGradient,
  depthwiseWeightGradient,
  type ConvolutionGeometry,
} from '../onnx/convolution.js';
import * as tfjs from '../tfjs/convolution.js';
import type { Tensor, Tf } from '../tfjs/tf.js';
import type { Operations } from './operation.js';

type Convolution =
  | 'conv2d'
  | 'conv2dInputGradient'
  | 'conv2dWeightGradient'
  | 'depthwiseConv2d'
  | 'depthwiseConv2dWeightGradient';

function kernelOf(weight: Shape): [number, number] {
  const kernel: [number, number] = [staticDim(weight, 2), staticDim(weight, 3)];
  requireShape(kernel[0] % 2 === 1 && kernel[1] % 2 === 1, `kernel ${kernel.join('x')} is even`);
  return kernel;
}

function geometry(weight: Shape, { dilation }: ConvolutionAttributes): ConvolutionGeometry {
  return { kernel: kernelOf(weight), dilation };
}

function requireBias(bias: Shape | undefined, filters: number): void {
  const fits = bias === undefined || sameShape(bias, [filters]);
  requireShape(fits, `a bias of ${formatShape(bias ?? [])} for ${filters} filters`);
}

function convolutionShape(inputs: readonly Shape[]): Shape {
  const [x, weight] = [inputs[0], inputs[1]];
  const message = `conv2d: ${formatShape(x)} by ${formatShape(weight)}`;
  requireShape(x.length === 4 && weight.length === 4 && x[1] === weight[1], message);
  kernelOf(weight);
  const filters = staticDim(weight, 0);
  requireBias(inputs[2], filters);
  return [x[0], filters, x[2], x[3]];
}

function depthwiseShape(inputs: readonly Shape[]): Shape {
  const [x, weight] = [inputs[0], inputs[1]];
  const message = `depthwiseConv2d: ${formatShape(x)} by ${formatShape(weight)}`;
  requireShape(x.length === 4 && weight.length === 4, message);
  requireShape(x[1] === weight[0] && weight[1] === 1, message);
  kernelOf(weight);
  requireBias(inputs[2], staticDim(weight, 0));
  return x;
}

function biasGradient(value: Value, g: Value): Value[] {
  return value.inputs.length === 3 ? [reduceSum(g, CHANNEL_AXES)] : [];
}

/** Planes and gradient, by name and shape, for the lowerings of weight gradients. */
function named(inputs: readonly string[], value: Value, index: number) {
  return { name: inputs[index], shape: value.inputs[index].shape };
}

/** The gradient by a kernel of `forward`, which is linear in it. */
function tfjsKernelGradient(
  tf: Tf,
  shape: readonly number[],
  g: Tensor,
  forward: (kernel: Tensor) => Tensor,
): Tensor {
  return tf.grad(forward)(tf.zeros([...shape]), g);
}

export const CONVOLUTIONS: Operations<Convolution> = {
  conv2d: {
    shape: convolutionShape,
    gradient(value, g) {
      const [x, weight] = [value.inputs[0], value.inputs[1]];
      const { dilation } = value.attributes;
      const kernel = kernelOf(weight.shape);
      return [
        value.graph.apply('conv2dInputGradient', [g, weight], { dilation }),
        value.graph.apply('conv2dWeightGradient', [x, g], { dilation, kernel }),
        ...biasGradient(value, g),
      ];
    },
    onnx: (writer, inputs, value) =>
      convolution(writer, inputs, geometry(value.inputs[1].shape, value.attributes)),
    tfjs: (tf, inputs, value) => tfjs.conv2d(tf, inputs, value.attributes.dilation),
  },

  // Operands: the gradient by the result, and the weights.
  conv2dInputGradient: {
    shape(inputs) {
      const [g, weight] = [inputs[0], inputs[1]];
      requireShape(g[1] === weight[0], `${formatShape(g)} by ${formatShape(weight)}`);
      return [g[0], weight[1], g[2], g[3]];
    },
    onnx(writer, inputs, value) {
      const shape = geometry(value.inputs[1].shape, value.attributes);
      return convolutionInputGradient(writer, inputs[0], inputs[1], shape);
    },
    tfjs(tf, inputs, value) {
      const [g, weight] = [inputs[0], inputs[1]];
      const shape = g.shape.with(1, weight.shape[1]!);
      const { dilation } = value.attributes;
      return tf.grad((x: Tensor) => tfjs.conv2d(tf, [x, weight], dilation))(tf.zeros(shape), g);
    },
  },

  // Operands: the planes, and the gradient by the result.
  conv2dWeightGradient: {
    shape([x, g], { kernel }: KernelAttributes) {
      return [staticDim(g, 1), staticDim(x, 1), ...kernel];
    },
    onnx(writer, inputs, value) {
      const self = value as unknown as Value;
      const [x, g] = [named(inputs, self, 0), named(inputs, self, 1)];
      return convolutionWeightGradient(writer, x, g, value.attributes);
    },
    tfjs(tf, inputs, value) {
      const [x, g] = [inputs[0], inputs[1]];
      const { dilation, kernel } = value.attributes;
      const shape = [g.shape[1]!, x.shape[1]!, ...kernel];
      return tfjsKernelGradient(tf, shape, g, (w) => tfjs.conv2d(tf, [x, w], dilation));
    },
  },

  depthwiseConv2d: {
    shape: depthwiseShape,
    gradient(value, g) {
      const [x, weight] = [value.inputs[0], value.inputs[1]];
      const { dilation } = value.attributes;
      const kernel = kernelOf(weight.shape);
      return [
        depthwiseConv2d(g, flip(weight, [2, 3]), null, dilation),
        value.graph.apply('depthwiseConv2dWeightGradient', [x, g], { dilation, kernel }),
        ...biasGradient(value, g),
      ];
    },
    onnx(writer, inputs, value) {
      const weight = value.inputs[1].shape;
      return convolution(writer, inputs, geometry(weight, value.attributes), staticDim(weight, 0));
    },
    tfjs: (tf, inputs, value) => tfjs.depthwiseConv2d(tf, inputs, value.attributes.dilation),
  },

  // Operands: the planes, and the gradient by the result.
  depthwiseConv2dWeightGradient: {
    shape: ([x], { kernel }: KernelAttributes) => [staticDim(x, 1), 1, ...kernel],
    onnx(writer, inputs, value) {
      const self = value as unknown as Value;
      const [x, g] = [named(inputs, self, 0), named(inputs, self, 1)];
      return depthwiseWeightGradient(writer, x, g, value.attributes);
    },
    tfjs(tf, inputs, value) {
      const [x, g] = [inputs[0], inputs[1]];
      const { dilation, kernel } = value.attributes;
      const shape = [x.shape[1]!, 1, ...kernel];
      return tfjsKernelGradient(tf, shape, g, (w) => tfjs.depthwiseConv2d(tf, [x, w], dilation));
    },
  },
};
