import { readFile } from 'node:fs/promises';
import type { Board } from '../../engine/board.js';
import { fail, ok, type Result } from '../../engine/result.js';
import {
  NetworkEvaluator,
  openNetworkEvaluator,
} from '../../network/evaluator/network-evaluator.js';
import type { SymmetryPolicy } from '../../network/evaluator/symmetries.js';
import { readNetwork } from '../../network/files/read-network.js';
import type { SavedNetwork } from '../../network/files/saved-network.js';
import type { DeviceChoice } from '../../network/runtime/device.js';
import { playable, playableForms, whyNotOn } from '../../network/runtime/playable-network.js';
import type { Runtime } from '../../network/runtime/runtime.js';
import type { HeadName } from '../../network/spec/heads/table.js';

/** How the 3×3 convolutions are computed, or that a trial decides. */
export type Form = 'direct' | 'tiles' | 'auto';

/** Heads that a network must have for what it is to do, and what to do where it has none. */
export type NeededHeads = Readonly<Partial<Record<HeadName, string>>>;

/** What a network is to be opened for. */
export interface EvaluatorPlan {
  readonly board: Board;
  /** Positions that are evaluated together. */
  readonly capacity: number;
  readonly device: DeviceChoice;
  readonly form: Form;
  readonly symmetry?: SymmetryPolicy;
  readonly cacheEntries?: number;
  /** Threads on the CPU, the caller's among them; 1 where it is not given. */
  readonly threads?: number;
  readonly needs?: NeededHeads;
  /** What computes, where that is open already; the device does not matter then, `auto` is direct. */
  readonly runtime?: Runtime | undefined;
}

/** Batches from this size on are faster as tiles on the CPU; see docs/speed.md. */
const TILES_FROM = 8;

/** How a network is computed on a device where that is known without a trial. */
export function usualForm(device: DeviceChoice, capacity: number): Form {
  if (device !== 'cpu') return 'auto';
  return capacity >= TILES_FROM ? 'tiles' : 'direct';
}

/** Reads a network file; ERR_NETWORK_MISSING, or the codes of the formats. */
export async function readNetworkAt(file: string): Promise<Result<SavedNetwork>> {
  try {
    return readNetwork(await readFile(file), file);
  } catch (error) {
    return fail('ERR_NETWORK_MISSING', `cannot read ${file}: ${(error as Error).message}`);
  }
}

/**
 * An evaluator by the network of a file, for the calling thread. ERR_NETWORK_CONTENT where it lacks a
 * head, ERR_NETWORK_BOARD, or as of files and devices.
 */
export async function openEvaluatorAt(
  file: string,
  plan: EvaluatorPlan,
): Promise<Result<NetworkEvaluator>> {
  const saved = await readNetworkAt(file);
  if (!saved.ok) return saved;
  const { board, device, form, capacity } = plan;
  const lack = whatLacks(saved.value, plan.needs);
  if (lack !== undefined) return fail('ERR_NETWORK_CONTENT', `${file} ${lack}`);
  const why = whyNotOn(playable(saved.value, file), board);
  if (why !== undefined) return fail('ERR_NETWORK_BOARD', why);
  if (plan.runtime !== undefined) {
    const network = playable(saved.value, file, form === 'tiles' ? 'tiles' : 'direct');
    const evaluator = new NetworkEvaluator(network, plan.runtime, plan);
    const ready = await evaluator.prepare(board);
    return ready.ok ? ok(evaluator) : ready;
  }
  const forms =
    form === 'auto' ? playableForms(saved.value, file) : [playable(saved.value, file, form)];
  const opened = await openNetworkEvaluator(forms, { ...plan, device, board, batch: capacity });
  return opened.ok ? ok(opened.value) : opened;
}

function whatLacks({ spec }: SavedNetwork, needs: NeededHeads = {}): string | undefined {
  const lacking = Object.entries(needs).find(
    ([head]) => spec.heads[head as HeadName] === undefined,
  );
  return lacking && `has no ${lacking[0]} head: ${lacking[1]}`;
}
