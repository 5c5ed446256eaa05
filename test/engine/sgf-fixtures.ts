import { readdirSync, readFileSync } from 'node:fs';

/** The source tree's fixtures, seen from this file's compiled twin in dist/test/engine. */
const FOLDER = new URL('../../../test/engine/fixtures/sgf/', import.meta.url);

/** The names of all SGF fixtures: also the seeds of the fuzz tests. */
export function fixtureNames(): string[] {
  return readdirSync(FOLDER).sort();
}

export function fixtureBytes(name: string): Uint8Array {
  return readFileSync(new URL(name, FOLDER));
}

/** A fixture in UTF-8. */
export function fixtureText(name: string): string {
  return readFileSync(new URL(name, FOLDER), 'utf8');
}
