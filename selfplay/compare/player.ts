import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import type { Board } from '../../engine/board.js';
import { fail, ok, type Result } from '../../engine/result.js';
import { fileHash } from '../disk/file-hash.js';
import type { ContestantSpec } from '../match/contestant-spec.js';
import { weightsFile } from '../rollout-policy/open-policy.js';
import type { NamedVariant } from './variants.js';

/** A variant, and what tells it from others whatever it is called. */
export interface Player extends NamedVariant {
  /** A hash of how it plays and of the contents of its files; of a program, of its command. */
  readonly key: string;
}

/**
 * The players that variants are, those who are named twice once. ERR_CONTESTANT where a network or
 * a file of weights is not there, or two that differ have the same name; ERR_DISK.
 */
export function identify(variants: readonly NamedVariant[], board: Board): Result<Player[]> {
  const players = new Map<string, Player>();
  const names = new Set<string>();
  for (const variant of variants) {
    const key = keyOf(variant.spec, board);
    if (!key.ok) return key;
    if (players.has(key.value)) continue;
    if (names.has(variant.name)) {
      const remedy = 'name the files of their networks instead';
      return fail('ERR_CONTESTANT', `two players are called ${variant.name}: ${remedy}`);
    }
    names.add(variant.name);
    players.set(key.value, { ...variant, key: key.value });
  }
  return ok([...players.values()]);
}

function keyOf(spec: ContestantSpec, board: Board): Result<string> {
  const hashes = new Map<string, string>();
  for (const [named, file] of filesOf(spec, board)) {
    if (!existsSync(file)) return fail('ERR_CONTESTANT', nowhere(file));
    const hash = fileHash(file);
    if (!hash.ok) return hash;
    hashes.set(named, hash.value);
  }
  const traits = JSON.stringify({ ...spec, name: undefined }, (_, trait: unknown) =>
    typeof trait === 'string' ? (hashes.get(trait) ?? trait) : trait,
  );
  return ok(createHash('sha256').update(traits).digest('hex').slice(0, 16));
}

function nowhere(file: string): string {
  const policies = 'uniform, patterns, linear, tree or a file of weights';
  return `there is no file ${file}: a network is named by its file, a rollout policy is ${policies}`;
}

/** The files that decide how a contestant plays, each after what the contestant calls it. */
function filesOf(spec: ContestantSpec, board: Board): [named: string, file: string][] {
  const weights = (name?: string): [string, string][] => {
    const file = name === undefined ? undefined : weightsFile(name, board);
    return file === undefined ? [] : [[name!, file]];
  };
  switch (spec.kind) {
    case 'network': {
      const { value, rollouts } = spec.mix ?? {};
      const networks = value === undefined ? [spec.file] : [spec.file, value];
      return [...networks.map((file): [string, string] => [file, file]), ...weights(rollouts)];
    }
    case 'policy':
      return [[spec.file, spec.file]];
    case 'uct':
      return weights(spec.policy);
    case 'random':
    case 'program':
      return [];
  }
}
