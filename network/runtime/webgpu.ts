import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { fail, ok, type Result } from '../../engine/result.js';
import type { DeviceFailure } from './device.js';

const PROBE = fileURLToPath(new URL('./webgpu-probe.js', import.meta.url));
const PATIENCE_MS = 60_000;
const REMEDY =
  'It needs a graphics card with a driver for Vulkan (on Linux with libvulkan1), Metal or Direct3D 12; ' +
  'without one, use the CPU.';

/**
 * Whether WebGPU can be used here: ERR_DEVICE_MISSING says what it lacks. A child process tries, so
 * that a driver that fails takes nothing down, and what it prints is not seen.
 */
export async function findWebGpu(): Promise<Result<void, DeviceFailure>> {
  try {
    await promisify(execFile)(process.execPath, [PROBE], { timeout: PATIENCE_MS });
    return ok(undefined);
  } catch (error) {
    return fail('ERR_DEVICE_MISSING', `WebGPU is not there: ${reasonOf(error)}. ${REMEDY}`);
  }
}

/** What the probe said last on its standard output, or how it ended. */
function reasonOf(error: unknown): string {
  const { stdout, signal, message } = error as Partial<Record<string, string>>;
  const said = stdout?.trim().split('\n').at(-1);
  if (said !== undefined && said !== '') return said;
  return signal ? `a trial of it ended with ${signal}` : (message ?? 'a trial of it failed');
}
