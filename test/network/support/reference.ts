import * as tf from '@tensorflow/tfjs';
import type { DenseMap } from './tensors.js';

type Planes = tf.Tensor4D;

/**
 * Layers written straight in TensorFlow.js, channels last, with weights by the network's names:
 * what papers' formulas are compared with, apart from the graph and its builder.
 */
export class ReferenceLayers {
  constructor(
    private readonly weights: DenseMap,
    private readonly prefix: string,
  ) {}

  weight(name: string): tf.Tensor {
    const { shape, data } = this.weights.get(`${this.prefix}${name}`)!;
    return tf.tensor(data, [...shape]);
  }

  conv(x: Planes, name: string, dilation = 1): Planes {
    const kernel = tf.transpose(this.weight(`${name}.weight`), [2, 3, 1, 0]) as Planes;
    return tf.conv2d(x, kernel, 1, 'same', 'NHWC', dilation);
  }

  depthwise(x: Planes, name: string): Planes {
    const kernel = tf.transpose(this.weight(`${name}.weight`), [2, 3, 0, 1]) as Planes;
    return tf.depthwiseConv2d(x, kernel, 1, 'same');
  }

  /** Batch normalisation by running statistics. */
  norm(x: Planes, name: string): Planes {
    const [mean, variance, beta, gamma] = ['mean', 'variance', 'beta', 'gamma'].map(
      (part) => this.weight(`${name}.${part}`) as tf.Tensor1D,
    );
    return tf.batchNorm(x, mean, variance, beta, gamma, 1e-5);
  }

  normRelu(x: Planes, name: string): Planes {
    return tf.relu(this.norm(x, name));
  }

  convNorm(x: Planes, name: string, dilation = 1): Planes {
    return this.norm(this.conv(x, name, dilation), name);
  }

  convNormRelu(x: Planes, name: string, dilation = 1): Planes {
    return tf.relu(this.convNorm(x, name, dilation));
  }

  dense(x: tf.Tensor, name: string): tf.Tensor {
    return tf.add(tf.matMul(x, this.weight(`${name}.weight`)), this.weight(`${name}.bias`));
  }
}
