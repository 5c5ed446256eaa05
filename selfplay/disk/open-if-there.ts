import { openSync } from 'node:fs';
import { isMissing } from './failure.js';

/** A descriptor to read a file by; undefined where there is none. Throws what else the system says. */
export function openIfThere(path: string): number | undefined {
  try {
    return openSync(path, 'r');
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}
