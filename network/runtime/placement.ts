import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** How many operators of one run each execution provider of ONNX Runtime computed, by its name. */
export type Placement = ReadonlyMap<string, number>;

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
    const placement = countProviders(await readFile(join(folder, profile), 'utf8'));
    return { result, placement };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

interface ProfileEvent {
  readonly cat: string;
  readonly name: string;
  readonly args: { readonly provider?: string };
}

/** Counts the events of a profile, JSON, that are an operator's computation. */
export function countProviders(profile: string): Placement {
  const counts = new Map<string, number>();
  for (const { cat, name, args } of JSON.parse(profile) as readonly ProfileEvent[]) {
    const { provider } = args;
    if (cat !== 'Node' || provider === undefined || !name.endsWith('_kernel_time')) continue;
    counts.set(provider, (counts.get(provider) ?? 0) + 1);
  }
  return counts;
}

/** The part of the operators, from 0 to 1, that a provider computed. */
export function shareOf(placement: Placement, provider: string): number {
  const all = [...placement.values()].reduce((sum, count) => sum + count, 0);
  return all === 0 ? 0 : (placement.get(provider) ?? 0) / all;
}
