import { fail, ok, type Result } from '../../engine/result.js';
import type { DeviceFailure } from '../runtime/device.js';
import type { Tf } from './tf.js';

// A specifier that the compiler does not follow: the package need not be installed.
const PACKAGE = '@tensorflow/tfjs-node-gpu';
/** TensorFlow.js 4.22, the last release, calls a function that Node.js 23 took away. */
const NEWEST_NODE = 22;
const DOWNLOAD = `npm explore ${PACKAGE} -- npm run install`;

/** Where this program runs, as far as TensorFlow depends on it; tests pass their own. */
export interface Surroundings {
  /** Version of Node.js, such as `20.19.0`. */
  readonly node: string;
  /** Imports the package; rejects as `import()` does. */
  importPackage(): Promise<unknown>;
}

const HERE: Surroundings = {
  node: process.versions.node,
  importPackage: () => import(PACKAGE),
};

/**
 * TensorFlow with its native library, on the GPU where CUDA is there. ERR_DEVICE_MISSING says what
 * is not there and what to do.
 */
export async function findTensorFlow(
  surroundings: Surroundings = HERE,
): Promise<Result<Tf, DeviceFailure>> {
  const { node } = surroundings;
  if (Number.parseInt(node, 10) > NEWEST_NODE) {
    const clash = `its last release does not work with Node.js ${node}`;
    return missing(clash, `Use Node.js 20 or ${NEWEST_NODE}, or --device cpu or webgpu.`);
  }
  try {
    const loaded = (await surroundings.importPackage()) as { readonly default?: Tf };
    // A CommonJS module: whatever import() can see of its names, they are all on `default`.
    return ok(loaded.default ?? (loaded as unknown as Tf));
  } catch (error) {
    return refusal(error as NodeJS.ErrnoException);
  }
}

function refusal({ code, message }: NodeJS.ErrnoException): Result<Tf, DeviceFailure> {
  if (code === 'ERR_MODULE_NOT_FOUND' || code === 'MODULE_NOT_FOUND') {
    const install = `npm install --include=optional, then: ${DOWNLOAD}`;
    return missing(`the package ${PACKAGE} is not installed`, `To install it: ${install}`);
  }
  const reason = message.split('\n')[0].trim().replace(/\.$/, '');
  return missing(`its native library does not load (${reason})`, `To download it: ${DOWNLOAD}`);
}

function missing(what: string, remedy: string): Result<Tf, DeviceFailure> {
  return fail('ERR_DEVICE_MISSING', `TensorFlow is not there: ${what}. ${remedy}`);
}

/** Library, backend and, where the backend tells, processor, for people. */
export function describeTensorFlow(tf: Tf): string {
  const backend = tf.backend() as { readonly isUsingGpuDevice?: boolean };
  const processor = { true: ', GPU', false: ', CPU (no CUDA found)', undefined: '' };
  const name = `TensorFlow.js ${tf.version.tfjs}, ${tf.getBackend()} backend`;
  return name + processor[`${backend.isUsingGpuDevice}`];
}
