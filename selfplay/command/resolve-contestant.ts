import { existsSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { fail, ok, type Result } from '../../engine/result.js';
import type { ContestantSpec } from '../match/contestant-spec.js';
import { parseContestant, uctName, type Searching } from '../match/parse-contestant.js';
import { parseVariant, vary } from '../match/variants.js';
import { readCommand } from '../opponents/find-program.js';
import { networkPath, runFolder, type RunFolder } from '../run/folder.js';
import { readState } from '../loop/run-state.js';

const RUN_AND_NUMBER = /^(.+):(\d+)$/;

/**
 * Who plays, as a person names one: what {@link parseContestant} knows, a run's folder for its
 * champion, or RUN:NUMBER for one of its networks, and variants of these. Programs must be there.
 * ERR_CONTESTANT, or as of the files.
 */
export function resolveContestant(
  text: string,
  searching: Searching,
  searchPath: string,
): Result<ContestantSpec> {
  const variant = parseVariant(text);
  if (!variant.ok) return variant;
  const base = resolveBase(variant.value.base, searching, searchPath);
  return base.ok ? vary(base.value, variant.value) : base;
}

function resolveBase(
  text: string,
  searching: Searching,
  searchPath: string,
): Result<ContestantSpec> {
  const numbered = RUN_AND_NUMBER.exec(text);
  if (numbered !== null && isRun(numbered[1])) {
    return networkOf(runFolder(numbered[1]), Number(numbered[2]), searching);
  }
  if (isRun(text)) return championOf(runFolder(text), searching);
  const spec = parseContestant(text, searching);
  if (!spec.ok || spec.value.kind !== 'program') return spec;
  const command = readCommand(text, searchPath);
  return command.ok ? spec : fail('ERR_CONTESTANT', refusal(text, command.error.message));
}

/** The number of a network that is named as RUN:NUMBER, if it is one of this run. */
export function numberIn({ path }: RunFolder, text: string): number | undefined {
  const numbered = RUN_AND_NUMBER.exec(text);
  return numbered !== null && resolve(numbered[1]) === resolve(path)
    ? Number(numbered[2])
    : undefined;
}

/** Whether there is a run in a folder. */
export function isRun(path: string): boolean {
  return existsSync(runFolder(path).settings);
}

function championOf(folder: RunFolder, searching: Searching): Result<ContestantSpec> {
  const state = readState(folder.state);
  return state.ok ? networkOf(folder, state.value.champion, searching) : state;
}

function networkOf(
  folder: RunFolder,
  number: number,
  searching: Searching,
): Result<ContestantSpec> {
  const file = networkPath(folder, number);
  if (!existsSync(file)) {
    return fail('ERR_CONTESTANT', `the run in ${folder.path} has no network ${number}`);
  }
  return ok({ kind: 'network', name: `${basename(folder.path)}:${number}`, file, ...searching });
}

function refusal(text: string, reason: string): string {
  const kinds =
    'a network file, a folder of a run, RUN:NUMBER, uct:PLAYOUTS, uct:PLAYOUTS:POLICY, random, or the command of a GTP program';
  return `'${text}' is no contestant: it must be ${kinds} (${reason})`;
}

/** How a contestant is called. */
export function nameOf(spec: ContestantSpec): string {
  switch (spec.kind) {
    case 'network':
    case 'policy':
      return spec.name;
    case 'uct':
      return uctName(spec);
    case 'random':
      return 'random';
    case 'program':
      return spec.command;
  }
}
