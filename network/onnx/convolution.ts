import { staticDim, type Shape } from '../graph/shape.js';
import type { OnnxWriter } from './writer.js';

/**
 * How convolutions and their gradients become ONNX operators. This is the one place to change
 * when a faster formulation is found.
 */

export interface ConvolutionGeometry {
  /** Height and width of the kernel. */
  readonly kernel: readonly [number, number];
  readonly dilation: number;
}

/** Zeros on each side that keep the board's size. */
function padding({ kernel, dilation }: ConvolutionGeometry): [number, number] {
  return [((kernel[0] - 1) / 2) * dilation, ((kernel[1] - 1) / 2) * dilation];
}

/** Convolution that keeps the board's size; `inputs` are planes, weights and perhaps a bias. */
export function convolution(
  writer: OnnxWriter,
  inputs: readonly string[],
  geometry: ConvolutionGeometry,
  groups = 1,
): string {
  const [y, x] = padding(geometry);
  return writer.node('Conv', inputs, {
    kernel_shape: geometry.kernel,
    dilations: [geometry.dilation, geometry.dilation],
    pads: [y, x, y, x],
    group: groups,
  });
}

/** The gradient by the planes: a convolution with the weights turned over and transposed. */
export function convolutionInputGradient(
  writer: OnnxWriter,
  outputGradient: string,
  weight: string,
  geometry: ConvolutionGeometry,
): string {
  const backwards = [writer.ints([-1, -1]), writer.ints([-(2 ** 31), -(2 ** 31)])];
  const steps = [writer.ints([2, 3]), writer.ints([-1, -1])];
  const single = geometry.kernel[0] === 1 && geometry.kernel[1] === 1;
  const flipped = single ? weight : writer.node('Slice', [weight, ...backwards, ...steps]);
  const turned = writer.node('Transpose', [flipped], { perm: [1, 0, 2, 3] });
  return convolution(writer, [outputGradient, turned], geometry);
}

/** The gradient by the weights, [out, in, kernel, kernel], by the writer's chosen formulation. */
export function convolutionWeightGradient(
  writer: OnnxWriter,
  planes: Tensor,
  outputGradient: Tensor,
  geometry: ConvolutionGeometry,
): string {
  return writer.lowerings.weightGradient === 'shifts'
    ? weightGradientByShifts(writer, planes, outputGradient, geometry)
    : weightGradientByConvolution(writer, planes, outputGradient, geometry);
}

/** A tensor's name and shape, [batch, channels, height, width]. */
export interface Tensor {
  readonly name: string;
  readonly shape: Shape;
}

/** One convolution in which the batch plays the channels and the gradient the kernel. */
function weightGradientByConvolution(
  writer: OnnxWriter,
  planes: Tensor,
  outputGradient: Tensor,
  geometry: ConvolutionGeometry,
): string {
  const turn = { perm: [1, 0, 2, 3] };
  const x = writer.node('Transpose', [planes.name], turn);
  const g = writer.node('Transpose', [outputGradient.name], turn);
  const [padY, padX] = padding(geometry);
  const gradient = writer.node('Conv', [x, g], {
    kernel_shape: [staticDim(planes.shape, 2), staticDim(planes.shape, 3)],
    pads: [padY, padX, padY, padX],
    strides: [geometry.dilation, geometry.dilation],
  });
  return writer.node('Transpose', [gradient], turn);
}

/**
 * One matrix product for each tap of the kernel. Points go first and channels last, with zeros
 * round the board, so that the planes under one tap are a contiguous run of rows: shifting by a
 * tap only moves the first row.
 */
function weightGradientByShifts(
  writer: OnnxWriter,
  planes: Tensor,
  outputGradient: Tensor,
  geometry: ConvolutionGeometry,
): string {
  const [padY, padX] = padding(geometry);
  const [height, width] = [staticDim(planes.shape, 2), staticDim(planes.shape, 3)];
  const rowLength = width + 2 * padX;
  const [channels, filters] = [staticDim(planes.shape, 1), staticDim(outputGradient.shape, 1)];

  // One more row of zeros below: the run of the last tap reaches past the board's last row.
  const x = pointsFirst(writer, planes.name, [padY, padX, padY + Math.min(padX, 1), padX]);
  const g = pointsFirst(writer, outputGradient.name, [0, 0, 0, 2 * padX]);
  const gRows = writer.node('Reshape', [g, writer.ints([-1, filters])]);
  const xPoints = writer.node('Flatten', [x], { axis: 2 });
  const products = taps(geometry).map(([row, column]) => {
    const start = (row * rowLength + column) * geometry.dilation;
    const bounds = [start, start + height * rowLength, 0].map((n) => writer.ints([n]));
    const run = writer.node('Slice', [xPoints, ...bounds]);
    const xRows = writer.node('Reshape', [run, writer.ints([-1, channels])]);
    return writer.node('Gemm', [gRows, xRows], { transA: 1 });
  });
  return gatherTaps(writer, products, [...geometry.kernel, filters, channels]);
}

/** [batch, channels, height, width] padded (top, left, bottom, right), as [h, w, batch, c]. */
function pointsFirst(writer: OnnxWriter, name: string, pads: readonly number[]): string {
  return writer.node('Transpose', [padBoard(writer, name, pads)], { perm: [2, 3, 0, 1] });
}

function padBoard(writer: OnnxWriter, name: string, pads: readonly number[]): string {
  if (pads.every((zeros) => zeros === 0)) return name;
  const [top, left, bottom, right] = pads;
  return writer.node('Pad', [name, writer.ints([0, 0, top, left, 0, 0, bottom, right])]);
}

/** Row and column of each tap of the kernel. */
function taps({ kernel }: ConvolutionGeometry): [number, number][] {
  return Array.from({ length: kernel[0] * kernel[1] }, (_, tap) => [
    Math.floor(tap / kernel[1]),
    tap % kernel[1],
  ]);
}

/** One matrix [out, in] for each tap, as [out, in, kernel, kernel]. */
function gatherTaps(writer: OnnxWriter, products: readonly string[], dims: readonly number[]) {
  const [only] = products;
  const stacked = products.length === 1 ? only : writer.node('Concat', products, { axis: 0 });
  const byTap = writer.node('Reshape', [stacked, writer.ints(dims)]);
  return writer.node('Transpose', [byTap], { perm: [2, 3, 0, 1] });
}

/** The gradient by depthwise weights, [channels, 1, kernel, kernel]. */
export function depthwiseWeightGradient(
  writer: OnnxWriter,
  planes: Tensor,
  outputGradient: Tensor,
  geometry: ConvolutionGeometry,
): string {
  const [padY, padX] = padding(geometry);
  const [height, width] = [staticDim(planes.shape, 2), staticDim(planes.shape, 3)];
  const channels = staticDim(planes.shape, 1);
  const x = padBoard(writer, planes.name, [padY, padX, padY, padX]);
  const sums = taps(geometry).map(([row, column]) => {
    const [top, left] = [row * geometry.dilation, column * geometry.dilation];
    const bounds = [
      [top, left],
      [top + height, left + width],
      [2, 3],
    ].map((n) => writer.ints(n));
    const product = writer.node('Mul', [writer.node('Slice', [x, ...bounds]), outputGradient.name]);
    return writer.node('ReduceSum', [product, writer.ints([0, 2, 3])], { keepdims: 0 });
  });
  return gatherTaps(writer, sums, [...geometry.kernel, channels, 1]);
}
