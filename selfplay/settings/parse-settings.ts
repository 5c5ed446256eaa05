import { ok, type Result } from '../../engine/result.js';
import type { RunSettings } from './run-settings.js';

export function parseSettings(json: unknown): Result<RunSettings> {
  return ok(json as RunSettings);
}
