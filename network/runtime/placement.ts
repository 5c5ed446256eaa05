import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The operators of one run, and the execution provider of ONNX Runtime that computed each. */
export type Placement = readonly { readonly operator: string; readonly provider: string }[];

/**
 * ONNX Runtime leaves to the CPU, without a word, what a device's provider cannot compute. Its
 * profile tells: `run` is to make one run of a session that profiles to files with the prefix it is
 * given, and to end the profile.
 */
export async function placementOf<T>(
  run: (prefix: string) => Promise<T>,
): Promise<{ readonly result: T; readonly placement: Placement }> {
  const folder = await mkdtemp(join(tmpdir(), 'tengen-profile-'));
  try {
    const result = await run(join(folder, 'run'));
    const [profile] = await readdir(folder);
    const placement = readPlacement(await readFile(join(folder, profile), 'utf8'));
    return { result, placement };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

interface ProfileEvent {
  readonly cat: string;
  readonly name: string;
  readonly args: { readonly op_name?: string; readonly provider?: string };
}

/** Reads the events of a profile, JSON, that are an operator's computation. */
export function readPlacement(profile: string): Placement {
  const events = JSON.parse(profile) as readonly ProfileEvent[];
  return events.flatMap(({ cat, name, args: { op_name: operator, provider } }) => {
    const computes = cat === 'Node' && name.endsWith('_kernel_time');
    if (!computes || operator === undefined || provider === undefined) return [];
    return [{ operator, provider }];
  });
}

/** Conv, Gemm, MatMul and their fused and quantised forms: nearly all the work of a network. */
const WORK = /Conv|Gemm|MatMul/;

/** The kinds of operators that do the work and that another provider than this one computed. */
export function workLeftBy(placement: Placement, provider: string): string[] {
  const left = placement.filter((each) => each.provider !== provider && WORK.test(each.operator));
  return [...new Set(left.map(({ operator }) => operator))];
}
