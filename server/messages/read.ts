import * as v from 'valibot';
import { ok, type Failure, type Result } from '../../engine/result.js';
import { refusal } from './errors.js';
import { fromPage, type FromPage } from './from-page.js';
import { fromServer, type FromServer } from './from-server.js';

/** A message that could not be read, with its number where that could. */
export interface Unreadable extends Failure {
  readonly id: number | null;
}

/** Reads what a page has sent. `ERR_MESSAGE_SYNTAX`, `ERR_MESSAGE_SHAPE`. */
export function readFromPage(text: string): Result<FromPage, Unreadable> {
  return readAs(fromPage, text);
}

/** Reads what a server has sent. `ERR_MESSAGE_SYNTAX`, `ERR_MESSAGE_SHAPE`. */
export function readFromServer(text: string): Result<FromServer, Unreadable> {
  return readAs(fromServer, text);
}

/** The text of a message. */
export function writeMessage(message: FromPage | FromServer): string {
  return JSON.stringify(message);
}

function readAs<T>(schema: v.GenericSchema<unknown, T>, text: string): Result<T, Unreadable> {
  const json = parseJson(text);
  if (!json.ok) return json;
  const parsed = v.safeParse(schema, json.value, { abortEarly: true });
  if (parsed.success) return ok(parsed.output);
  const [issue] = parsed.issues;
  const path = v.getDotPath(issue);
  const detail = (path === null ? '' : `${path}: `) + issue.message;
  const { error } = refusal('ERR_MESSAGE_SHAPE', detail.slice(0, MOST_DETAIL));
  return { ok: false, error: { ...error, id: idOf(json.value) } };
}

/** What is told of a message must not grow with it. */
const MOST_DETAIL = 300;

function parseJson(text: string): Result<unknown, Unreadable> {
  try {
    return ok(JSON.parse(text) as unknown);
  } catch {
    return { ok: false, error: { ...refusal('ERR_MESSAGE_SYNTAX').error, id: null } };
  }
}

function idOf(value: unknown): number | null {
  const parsed = v.safeParse(v.object({ id: v.pipe(v.number(), v.safeInteger()) }), value);
  return parsed.success && parsed.output.id >= 0 ? parsed.output.id : null;
}
