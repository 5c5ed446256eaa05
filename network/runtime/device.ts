import { fail, ok, type Failure, type Result } from '../../engine/result.js';

/** What networks can run on. */
export const DEVICES = ['cpu', 'webgpu', 'tensorflow'] as const;
export type Device = (typeof DEVICES)[number];

/** What a user asks for: a device, or the fastest that is there. */
export type DeviceChoice = Device | 'auto';

/**
 * ERR_DEVICE_UNKNOWN: no device has that name. ERR_DEVICE_MISSING: this machine lacks what the device
 * needs. ERR_DEVICE_UNSUITED: the device is there, but would leave this network to the CPU.
 */
export type DeviceFailure = Failure<
  'ERR_DEVICE_UNKNOWN' | 'ERR_DEVICE_MISSING' | 'ERR_DEVICE_UNSUITED'
>;

/** Reads the value of `--device`. */
export function parseDevice(text: string): Result<DeviceChoice, DeviceFailure> {
  const choices = ['auto', ...DEVICES] as const;
  const choice = choices.find((name) => name === text);
  if (choice !== undefined) return ok(choice);
  return fail('ERR_DEVICE_UNKNOWN', `no device "${text}": it is one of ${choices.join(', ')}`);
}
