import type * as tfcore from '@tensorflow/tfjs';
import type { Tensor, Tf } from './tf.js';

/** Planes [batch, channels, height, width] with channels last, as tfjs's kernels want them. */
const channelsLast = (tf: Tf, x: Tensor): tfcore.Tensor4D =>
  tf.transpose(x, [0, 2, 3, 1]) as tfcore.Tensor4D;
const channelsFirst = (tf: Tf, x: Tensor): Tensor => tf.transpose(x, [0, 3, 1, 2]);

/**
 * A kernel [height, width, …] with zeros between its taps: tfjs cannot differentiate dilated
 * convolutions, but it can an ordinary one with such a kernel.
 */
function spread(tf: Tf, kernel: tfcore.Tensor4D, dilation: number): tfcore.Tensor4D {
  if (dilation === 1) return kernel;
  const [height, width, input, output] = kernel.shape;
  const cells = tf.reshape(kernel, [height, 1, width, 1, input * output]);
  const gap = dilation - 1;
  const padded = tf.pad(cells, [
    [0, 0],
    [0, gap],
    [0, 0],
    [0, gap],
    [0, 0],
  ]);
  const full = tf.reshape(padded, [height * dilation, width * dilation, input, output]);
  return tf.slice(
    full as tfcore.Tensor4D,
    [0, 0, 0, 0],
    [height * dilation - gap, width * dilation - gap, input, output],
  );
}

function addBias(tf: Tf, y: Tensor, bias: Tensor | undefined): Tensor {
  return channelsFirst(tf, bias === undefined ? y : tf.add(y, bias));
}

/** `x` [batch, in, height, width], `weight` [out, in, k, k], `bias` [out]; keeps the size. */
export function conv2d(tf: Tf, operands: readonly Tensor[], dilation: number): Tensor {
  const [x, weight, bias] = operands;
  const kernel = tf.transpose(weight, [2, 3, 1, 0]) as tfcore.Tensor4D;
  const y = tf.conv2d(channelsLast(tf, x), spread(tf, kernel, dilation), 1, 'same');
  return addBias(tf, y, bias);
}

/** `x` [batch, planes, height, width], `weight` [planes, 1, k, k], `bias` [planes]. */
export function depthwiseConv2d(tf: Tf, operands: readonly Tensor[], dilation: number): Tensor {
  const [x, weight, bias] = operands;
  const kernel = tf.transpose(weight, [2, 3, 0, 1]) as tfcore.Tensor4D;
  const y = tf.depthwiseConv2d(channelsLast(tf, x), spread(tf, kernel, dilation), 1, 'same');
  return addBias(tf, y, bias);
}
