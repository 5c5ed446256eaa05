import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { SUPERVISED_PRESETS } from '../../selfplay/supervised/presets.js';
import { trainingFolder } from '../../selfplay/supervised/folder.js';

// docs/alphago.md and the code must say the same.

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const PAGE = readFileSync(join(ROOT, 'docs/alphago.md'), 'utf8');

/** What stands in backquotes in the first column of the table under a heading. */
function firstColumn(title: string): string[] {
  const section = PAGE.split(/^## /m).find((part) => part.startsWith(`${title}\n`));
  assert.ok(section !== undefined, `docs/alphago.md has a section ${title}`);
  return [...section.matchAll(/^\| `([^`]+)` *\|/gm)].map(([, name]) => name).sort();
}

/** The paths of all settings; a network or a list counts as one. */
function pathsOf(value: object, before = ''): string[] {
  return Object.entries(value).flatMap(([name, inner]: [string, unknown]) => {
    const path = before + name;
    const isGroup = typeof inner === 'object' && inner !== null && path !== 'network.spec';
    return isGroup ? pathsOf(inner, `${path}.`) : [path];
  });
}

describe('docs/alphago.md', () => {
  it('has the presets', () => {
    assert.deepEqual(firstColumn('Presets'), Object.keys(SUPERVISED_PRESETS).sort());
  });

  it('has every setting', () => {
    const paths = Object.values(SUPERVISED_PRESETS).flatMap((preset) => pathsOf(preset));
    assert.deepEqual(firstColumn('Settings'), [...new Set(paths)].sort());
  });

  it("has every file of a training's folder", () => {
    const { path, ...files } = trainingFolder('runs/x');
    const names = Object.values(files).map((file) => file.slice(path.length + 1));
    assert.deepEqual(firstColumn("A training's folder"), names.sort());
  });
});
