import { ok, type Result } from '../../engine/result.js';
import { networkOutputs } from '../files/saved-network.js';
import { foldNormalisation } from '../onnx/fold.js';
import { ancestors, isOp, type Value } from '../graph/graph.js';
import { elementCount } from '../graph/shape.js';
import type { DeviceFailure } from '../runtime/device.js';
import type { PlayableNetwork } from '../runtime/playable-network.js';
import type { HeadOutputs, Runner, Runtime } from '../runtime/runtime.js';
import type { Board } from '../spec/layers.js';
import { evaluateTfjs } from './evaluate.js';
import { describeTensorFlow } from './load.js';
import { takeData, toTensor } from './tensors.js';
import type { Tensor, Tf } from './tf.js';

/**
 * TensorFlow on the backend that `tf` has chosen. It computes a network's own weights in float32,
 * in whatever form the network was to be computed elsewhere.
 */
export function tensorFlowRuntime(tf: Tf): Runtime {
  return {
    device: 'tensorflow',
    description: describeTensorFlow(tf),
    load: (network, board) => Promise.resolve(load(tf, network, board)),
  };
}

function load(tf: Tf, { saved }: PlayableNetwork, board: Board): Result<Runner, DeviceFailure> {
  const heads = networkOutputs(saved, board) as Readonly<Record<string, Value>>;
  const { outputs, weights } = foldNormalisation(heads, saved.weights);
  const leaves = ancestors(Object.values(outputs));
  const tensors = new Map<string, Tensor>();
  for (const value of leaves) {
    if (!isOp(value, 'weight')) continue;
    const { name, shape } = value.attributes;
    tensors.set(name, toTensor(tf, weights.get(name)!, shape));
  }
  const planes = leaves.find((value) => isOp(value, 'input'))!;
  return ok(new TfjsRunner(tf, outputs, planes, tensors));
}

/** A network's graph with its weights as tensors, which are freed when it is closed. */
class TfjsRunner implements Runner {
  private readonly rowLength: number;

  constructor(
    private readonly tf: Tf,
    private readonly outputs: Readonly<Record<string, Value>>,
    private readonly planes: Value<'input'>,
    private readonly weights: ReadonlyMap<string, Tensor>,
  ) {
    this.rowLength = elementCount(planes.shape);
  }

  bind(planes: Float32Array): (rows: number) => Promise<HeadOutputs> {
    return async (rows) => {
      const data = await takeData(this.evaluate(planes.subarray(0, rows * this.rowLength)));
      const names = Object.keys(this.outputs);
      return Object.fromEntries(names.map((name, i) => [name, data[i]]));
    };
  }

  close(): Promise<void> {
    for (const tensor of this.weights.values()) tensor.dispose();
    return Promise.resolve();
  }

  private evaluate(planes: Float32Array): Tensor[] {
    const { tf } = this;
    return tf.tidy(() => {
      const { name, shape } = this.planes.attributes;
      const leaves = new Map(this.weights).set(name, toTensor(tf, planes, shape));
      return evaluateTfjs(tf, Object.values(this.outputs), leaves);
    });
  }
}
