import {
  add,
  concat,
  conv2d,
  depthwiseConv2d,
  matmul,
  relu,
  reshape,
} from '../graph/expressions.js';
import type { Graph, Value } from '../graph/graph.js';
import { elementCount, staticDim, type Dim } from '../graph/shape.js';
import type { ExpectedMoments } from './moments.js';
import { meanSquare, mixMoments, reluMoments, sumMoments } from './moments.js';
import type { Initialiser, WeightSpec } from './weights.js';

/** Height and width in points. */
export interface Board {
  readonly height: number;
  readonly width: number;
}

/** In training, batch statistics normalise and are observed; in inference, running ones do. */
export type Mode = 'training' | 'inference';

/** A running statistic and what this batch shows of it. */
export interface Observation {
  readonly statistic: Value<'weight'>;
  readonly observed: Value;
}

/** What all layers of one network under construction share. */
export interface Construction {
  readonly graph: Graph;
  readonly board: Board;
  readonly mode: Mode;
  readonly weights: WeightSpec[];
  readonly observations: Observation[];
  readonly moments: ExpectedMoments;
  /** Normalises planes by the kind that the spec names. */
  readonly normalise: (layers: Layers, x: Value) => Value;
}

export interface ConvolutionOptions {
  readonly kernel?: number;
  readonly dilation?: number;
}

/**
 * Makes layers whose weights are named under one prefix. Kernels are drawn so that every result
 * has unit variance in a new network, whatever the variance of its input is expected to be
 * (He et al. 2015, with the variance followed through the network).
 */
export class Layers {
  constructor(
    readonly construction: Construction,
    private readonly prefix = '',
  ) {}

  get board(): Board {
    return this.construction.board;
  }

  /** Layers under a longer prefix. */
  within(name: string): Layers {
    return new Layers(this.construction, this.nameOf(name));
  }

  /** A new weight of the network under its full name. */
  weight(
    name: string,
    shape: readonly number[],
    initialiser: Initialiser,
    trainable = true,
  ): Value<'weight'> {
    const full = this.nameOf(name);
    this.construction.weights.push({ name: full, shape, initialiser, trainable });
    return this.construction.graph.weight(full, shape);
  }

  /** A new weight that starts with the same number everywhere. */
  constant(
    name: string,
    shape: readonly number[],
    value: number,
    trainable = true,
  ): Value<'weight'> {
    return this.weight(name, shape, { kind: 'constant', value }, trainable);
  }

  /** A convolution without bias. `x` [batch, in, height, width] → [batch, filters, …]. */
  conv(name: string, x: Value, filters: number, options: ConvolutionOptions = {}): Value {
    const { kernel = 3, dilation = 1 } = options;
    const planes = staticDim(x.shape, 1);
    const shape = [filters, planes, kernel, kernel];
    const weight = this.kernel(`${name}.weight`, shape, planes * kernel * kernel, x);
    return conv2d(x, weight, null, dilation);
  }

  /** A 1×1 convolution with bias, as heads end in. */
  pointwise(name: string, x: Value, filters: number): Value {
    const planes = staticDim(x.shape, 1);
    const weight = this.kernel(`${name}.weight`, [filters, planes, 1, 1], planes, x);
    return conv2d(x, weight, this.constant(`${name}.bias`, [filters], 0));
  }

  /** One kernel for each plane, without bias. */
  depthwise(name: string, x: Value, kernel = 3): Value {
    const shape = [staticDim(x.shape, 1), 1, kernel, kernel];
    return depthwiseConv2d(x, this.kernel(`${name}.weight`, shape, kernel * kernel, x));
  }

  /** A fully connected layer with bias: `x` [batch, in] → [batch, units]. */
  dense(name: string, x: Value, units: number): Value {
    const inputs = staticDim(x.shape, 1);
    const weight = this.kernel(`${name}.weight`, [inputs, units], inputs, x);
    return add(matmul(x, weight), this.constant(`${name}.bias`, [units], 0));
  }

  /** The normalisation that the spec names. */
  norm(name: string, x: Value): Value {
    return this.construction.normalise(this.within(name), x);
  }

  /** Convolution and normalisation under one name. */
  convNorm(name: string, x: Value, filters: number, options: ConvolutionOptions = {}): Value {
    return this.norm(name, this.conv(name, x, filters, options));
  }

  convNormRelu(name: string, x: Value, filters: number, options: ConvolutionOptions = {}): Value {
    return this.relu(this.convNorm(name, x, filters, options));
  }

  normRelu(name: string, x: Value): Value {
    return this.relu(this.norm(name, x));
  }

  relu(x: Value): Value {
    const { moments } = this.construction;
    return moments.set(relu(x), reluMoments(moments.of(x)));
  }

  /** The sum of a shortcut and a branch. */
  sum(x: Value, y: Value): Value {
    const { moments } = this.construction;
    return moments.set(add(x, y), sumMoments(moments.of(x), moments.of(y)));
  }

  /** Planes side by side. */
  join(parts: readonly Value[]): Value {
    const { moments } = this.construction;
    const known = parts.map((part) => [moments.of(part), staticDim(part.shape, 1)] as const);
    return moments.set(concat(parts, 1), mixMoments(known));
  }

  /** [batch, …] as [batch, features]. */
  flatten(x: Value): Value {
    const batch: Dim = x.shape[0];
    const { moments } = this.construction;
    return moments.set(reshape(x, [batch, elementCount(x.shape.slice(1))]), moments.of(x));
  }

  private kernel(name: string, shape: readonly number[], fanIn: number, x: Value): Value {
    const square = meanSquare(this.construction.moments.of(x));
    return this.weight(name, shape, { kind: 'normal', deviation: 1 / Math.sqrt(fanIn * square) });
  }

  private nameOf(name: string): string {
    return this.prefix === '' ? name : `${this.prefix}.${name}`;
  }
}
