import { readFileSync } from 'node:fs';

/** The version of this package, as its package.json has it. */
export function readVersion(): string {
  // The file is run from dist/selfplay/command.
  const text = readFileSync(new URL('../../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { readonly version: string }).version;
}
