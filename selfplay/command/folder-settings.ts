import { existsSync } from 'node:fs';
import { ok, type Result } from '../../engine/result.js';
import type { SavedNetwork } from '../../network/files/saved-network.js';
import { readJson } from '../disk/whole-file.js';
import { usualKomi } from '../settings/for-board.js';
import { applyOverride, parseOverride } from '../settings/overrides.js';

/** What all such settings have. */
interface Settings {
  readonly seed: number;
  readonly board: number;
  readonly komi: number;
}

/** What decides the settings of the work that a network begins in a folder. */
export interface SettingsSource<T extends Settings> {
  /** Those to begin with; where there are none, those of the folder. */
  readonly preset: T | undefined;
  /** What a new folder begins with where no preset is named. */
  readonly usual: T;
  /** The file in which the folder keeps its own. */
  readonly kept: string;
  /** Whose board is played where no other is asked for. */
  readonly network: SavedNetwork | undefined;
  readonly parse: (json: unknown) => Result<T>;
}

/** The options that change them; all may be left out. */
export interface SettingsChanges {
  readonly board?: number;
  readonly seed?: number;
  readonly set?: readonly string[];
}

/** The settings that options mean; `others` are those of options that only one command has. */
export function chooseFolderSettings<T extends Settings>(
  { preset, usual, kept, network, parse }: SettingsSource<T>,
  { board, seed, set = [] }: SettingsChanges,
  others: Partial<T>,
): Result<T> {
  const isKept = preset === undefined && existsSync(kept);
  const base = isKept ? readJson(kept) : ok(preset ?? usual);
  if (!base.ok) return base;
  const side = board ?? (isKept ? undefined : network?.boards[0].width);
  let json: unknown = {
    ...(base.value as T),
    ...(side !== undefined && { board: side, komi: usualKomi(side) }),
    ...(seed !== undefined && { seed }),
    ...others,
  };
  for (const text of set) {
    const override = parseOverride(text);
    if (!override.ok) return override;
    json = applyOverride(json, override.value);
  }
  return parse(json);
}
