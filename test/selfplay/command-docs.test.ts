import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import { EXIT } from '../../selfplay/command/exit-codes.js';
import { makeProgram } from '../../selfplay/command/program.js';
import { usualKomi } from '../../selfplay/settings/for-board.js';
import { PRESETS } from '../../selfplay/settings/presets.js';
import { UCT_SETTINGS } from '../../engine/search/settings.js';

// docs/selfplay.md and the code must say the same.

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const PAGE = readFileSync(join(ROOT, 'docs/selfplay.md'), 'utf8');

/** The text under a heading of the second level. */
function section(title: string): string {
  const found = PAGE.split(/^## /m).find((part) => part.startsWith(`${title}\n`));
  assert.ok(found !== undefined, `docs/selfplay.md has a section ${title}`);
  return found;
}

/** What stands in backquotes in the first column of a section's tables, up to a space. */
function firstColumn(title: string): string[] {
  return [...section(title).matchAll(/^\| `([^` ]+)[^`]*` *\|/gm)].map(([, name]) => name);
}

function assertSame(told: readonly string[], real: readonly string[]): void {
  assert.deepEqual(told.toSorted(), [...new Set(real)].sort());
}

const program = makeProgram(
  { stdout: process.stdout, stderr: process.stderr, searchPath: '', called: 'selfplay', words: [] },
  () => undefined,
);

function flagsOf({ options }: Command): string[] {
  return options.map(({ long }) => long!);
}

describe('docs/selfplay.md', () => {
  it('has the options of the main command', () => {
    const told = firstColumn('selfplay').filter((flag) => flag !== '--help');
    assertSame(told, flagsOf(program));
  });

  for (const command of program.commands) {
    it(`has the options of selfplay ${command.name()}`, () => {
      assertSame(firstColumn(`selfplay ${command.name()}`), flagsOf(command));
    });
  }

  it('has the presets', () => {
    assertSame(firstColumn('Presets'), Object.keys(PRESETS));
  });

  it('has every setting', () => {
    const settings = [...Object.values(PRESETS), { play: { search: UCT_SETTINGS } }];
    const objects = ['bootstrap', 'gate', 'play.noise'];
    assertSame(firstColumn('Settings'), [...settings.flatMap((each) => pathsOf(each)), ...objects]);
  });

  it('has every error code of this folder, and none that is nowhere', () => {
    const told = firstColumn('Errors');
    const own = codesIn('selfplay');
    const others = new Set([...own, ...codesIn('network')]);
    assert.deepEqual(
      own.filter((code) => !told.includes(code)),
      [],
    );
    assert.deepEqual(
      told.filter((code) => !others.has(code)),
      [],
    );
    assert.equal(new Set(told).size, told.length);
  });

  it('has the exit codes', () => {
    assertSame(firstColumn('Exit codes'), Object.values(EXIT).map(String));
  });

  it('has the usual komi of each board', () => {
    const told = section('Komi').replaceAll('\n', ' ');
    for (const side of [2, 3, 4, 5, 6, 7]) {
      assert.ok(told.includes(`${usualKomi(side)} on ${side}×${side}`), `komi on ${side}×${side}`);
    }
    assert.ok(told.includes(`${usualKomi(9)} on 8×8 and 9×9, ${usualKomi(13)} on larger boards`));
    assert.equal(usualKomi(8), usualKomi(9));
  });
});

/** What stands for more settings than its own. */
const WHOLE = ['network.spec', 'bootstrap.search'];

/** The paths of all settings; what is a network or a list counts as one. */
function pathsOf(value: object, before = ''): string[] {
  return Object.entries(value).flatMap(([name, inner]: [string, unknown]) => {
    const path = before + name;
    const isGroup = typeof inner === 'object' && inner !== null && !Array.isArray(inner);
    return isGroup && !WHOLE.includes(path) ? pathsOf(inner, `${path}.`) : [path];
  });
}

/** The codes that the sources of a folder name. */
function codesIn(folder: string): string[] {
  const files = readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' });
  const sources = files.filter((file) => file.endsWith('.ts'));
  const codes = sources.flatMap((file) => {
    const text = readFileSync(join(ROOT, folder, file), 'utf8');
    return [...text.matchAll(/'(ERR_[A-Z_]+)'/g)].map(([, code]) => code);
  });
  return [...new Set(codes)];
}
