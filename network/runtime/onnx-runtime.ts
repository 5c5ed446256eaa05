import { fail, ok, type Result } from '../../engine/result.js';
import type { HeadName } from '../spec/heads/table.js';
import type { Board } from '../spec/layers.js';
import type { DeviceFailure } from './device.js';
import { placementOf, workLeftBy } from './placement.js';
import type { PlayableNetwork } from './playable-network.js';
import type { HeadOutputs, Runner, Runtime } from './runtime.js';
import { onnxRuntimeVersion, openSession, tensorOf, type Session } from './session.js';

/** ONNX Runtime on so many CPU threads, the caller's among them. */
export function cpuRuntime(threads = 1): Runtime {
  return {
    device: 'cpu',
    description: describeOnnxRuntime('cpu', threads),
    async load(network, board) {
      const session = await openSession(network.makeModel(board), { device: 'cpu', threads });
      return ok(new OnnxRunner(session, inputShape(network, board)));
    },
  };
}

/** ONNX Runtime on WebGPU, which must be there: see findWebGpu. */
export function webGpuRuntime(): Runtime {
  return {
    device: 'webgpu',
    description: describeOnnxRuntime('webgpu', 1),
    load: loadOnWebGpu,
  };
}

const WEBGPU_PROVIDER = 'WebGpuExecutionProvider';

async function loadOnWebGpu(
  network: PlayableNetwork,
  board: Board,
): Promise<Result<Runner, DeviceFailure>> {
  const shape = inputShape(network, board);
  const { result: runner, placement } = await placementOf(async (profile) => {
    const model = network.makeModel(board);
    const session = await openSession(model, { device: 'webgpu', threads: 1, profile });
    const opened = new OnnxRunner(session, shape);
    await opened.bind(new Float32Array(opened.rowLength))(1);
    session.endProfiling();
    return opened;
  });
  const left = workLeftBy(placement, WEBGPU_PROVIDER);
  if (left.length === 0) return ok(runner);
  await runner.close();
  const reason = `WebGPU would leave ${left.join(', ')} of ${network.name} (${network.form}) to the CPU`;
  return fail('ERR_DEVICE_UNSUITED', `${reason}: use the CPU, or the network in float32`);
}

type RowShape = readonly [planes: number, height: number, width: number];

function inputShape({ saved }: PlayableNetwork, { height, width }: Board): RowShape {
  return [saved.spec.inputPlanes, height, width];
}

class OnnxRunner implements Runner {
  /** Numbers in the planes of one position. */
  readonly rowLength: number;

  constructor(
    private readonly session: Session,
    private readonly shape: RowShape,
  ) {
    this.rowLength = shape.reduce((product, size) => product * size, 1);
  }

  bind(planes: Float32Array): (rows: number) => Promise<HeadOutputs> {
    // By rows: the tensor that shows so many of them, made when first needed.
    const feeds: Record<string, ReturnType<typeof tensorOf>>[] = [];
    return async (rows) => {
      feeds[rows] ??= {
        planes: tensorOf(planes.subarray(0, rows * this.rowLength), [rows, ...this.shape]),
      };
      const outputs = await this.session.run(feeds[rows]);
      const heads: Partial<Record<HeadName, Float32Array>> = {};
      for (const name of this.session.outputNames) {
        heads[name as HeadName] = outputs[name].data as Float32Array;
      }
      return heads;
    };
  }

  close(): Promise<void> {
    return this.session.release();
  }
}

/** The devices that ONNX Runtime serves. */
export type OnnxDevice = 'cpu' | 'webgpu';

/** Program, version, device, threads, for people. */
export function describeOnnxRuntime(device: OnnxDevice, threads: number): string {
  const cpu = `CPU, ${threads} ${threads === 1 ? 'thread' : 'threads'}`;
  return `ONNX Runtime ${onnxRuntimeVersion()}, ${device === 'cpu' ? cpu : 'WebGPU'}`;
}
