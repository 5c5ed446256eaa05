import type { Result } from '../../engine/result.js';
import type { HeadName } from '../spec/heads/table.js';
import type { Board } from '../spec/layers.js';
import type { Device, DeviceFailure } from './device.js';
import type { PlayableNetwork } from './playable-network.js';

/** A program that computes networks, on one device. */
export interface Runtime {
  readonly device: Device;
  /** For people: program, version, device, threads. */
  readonly description: string;
  /**
   * Makes a network ready on one board. ERR_DEVICE_UNSUITED where the device would not do the work
   * itself; throws where the network's graph is at fault.
   */
  load(network: PlayableNetwork, board: Board): Promise<Result<Runner, DeviceFailure>>;
}

/** A network ready to run on one board. */
export interface Runner {
  /**
   * Ties an array of input planes, [capacity, planes, height, width], to the network. What comes
   * back runs the network on the array's first `rows` positions, 1 or more, as they are then.
   */
  bind(planes: Float32Array): (rows: number) => Promise<HeadOutputs>;
  close(): Promise<void>;
}

/**
 * What a network says of each position, row by row, for the side to move: policy as logits
 * [rows, area + 1], value [rows], ownership [rows, area], score [rows]. To read; absent where the
 * network has no such head.
 */
export type HeadOutputs = Readonly<Partial<Record<HeadName, Float32Array>>>;
