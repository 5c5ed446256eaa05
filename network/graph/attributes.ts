import type { Shape } from './shape.js';

type None = Readonly<Record<string, never>>;

export interface ReduceAttributes {
  readonly axes: readonly number[];
  readonly keepDims: boolean;
}

export interface ConvolutionAttributes {
  /** Distance between the taps of the kernel; 1 is an ordinary convolution. */
  readonly dilation: number;
}

export interface KernelAttributes extends ConvolutionAttributes {
  /** Height and width of the kernel, both odd. */
  readonly kernel: readonly [number, number];
}

export interface NormAttributes {
  /** Added to the variance before the square root. */
  readonly epsilon: number;
}

/** Every operation of the graph and the attributes it takes. */
export interface AttributesOf {
  readonly input: { readonly name: string; readonly shape: Shape };
  readonly weight: { readonly name: string; readonly shape: Shape };
  readonly constant: { readonly value: number };

  readonly add: None;
  readonly subtract: None;
  readonly multiply: None;
  readonly divide: None;
  readonly minimum: None;
  readonly equal: None;

  readonly relu: None;
  readonly reluGradient: None;
  readonly tanh: None;
  readonly exp: None;
  readonly sqrt: None;
  readonly softmax: None;
  readonly logSoftmax: None;

  readonly reduceSum: ReduceAttributes;
  readonly reduceMean: ReduceAttributes;
  readonly reduceMax: ReduceAttributes;
  readonly expandLike: None;
  readonly batchSize: None;

  readonly reshape: { readonly shape: Shape };
  readonly transpose: { readonly permutation: readonly number[] };
  readonly concat: { readonly axis: number };
  readonly slice: { readonly axis: number; readonly start: number; readonly end: number };
  readonly pad: { readonly axis: number; readonly before: number; readonly after: number };
  readonly flip: { readonly axes: readonly number[] };

  readonly matmul: { readonly transposeLeft: boolean; readonly transposeRight: boolean };

  readonly conv2d: ConvolutionAttributes;
  readonly conv2dInputGradient: ConvolutionAttributes;
  readonly conv2dWeightGradient: KernelAttributes;
  readonly depthwiseConv2d: ConvolutionAttributes;
  readonly depthwiseConv2dWeightGradient: KernelAttributes;

  readonly boardTransform: None;

  readonly channelVariance: None;
  readonly batchNormTrain: NormAttributes;
  readonly batchNormInputGradient: NormAttributes;
  readonly batchNormInference: NormAttributes;
}

/** Values that come from outside: fed when the graph runs, or fixed when it is emitted. */
export type LeafName = 'input' | 'weight';
/** Operations that compute something. */
export type OpName = Exclude<keyof AttributesOf, LeafName>;
