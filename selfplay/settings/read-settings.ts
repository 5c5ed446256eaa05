import * as v from 'valibot';
import { fail, ok, type Failure, type Result } from '../../engine/result.js';

export type SettingsFailure = Failure<'ERR_SETTINGS'>;

/**
 * Reads settings from JSON by their schema. ERR_SETTINGS names the first one that is wrong and what is
 * allowed there.
 */
export function readSettings<T>(
  schema: v.GenericSchema<unknown, T>,
  json: unknown,
): Result<T, SettingsFailure> {
  const parsed = v.safeParse(schema, json);
  if (parsed.success) return ok(parsed.output);
  const [first, ...others] = parsed.issues;
  const more = others.length === 0 ? '' : ` (and ${others.length} more)`;
  return fail('ERR_SETTINGS', describe(first) + more);
}

function describe(issue: v.BaseIssue<unknown>): string {
  const path = v.getDotPath(issue) ?? 'the settings';
  const { input, message } = issue;
  const isPlain = input === null || ['number', 'string', 'boolean'].includes(typeof input);
  const tells = isPlain && !/^is (unknown|missing)/.test(message);
  return tells ? `${path} ${message}, not ${JSON.stringify(input)}` : `${path} ${message}`;
}
