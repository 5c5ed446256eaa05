import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { COMMANDS } from '../../gtp/commands/table.js';
import { runEngine } from './support/engine-process.js';

/** From where this is compiled to. */
const PAGE = new URL('../../../docs/gtp.md', import.meta.url);

describe('docs/gtp.md', () => {
  const page = readFileSync(PAGE, 'utf8');
  const [, commands] = /^## Commands\n(.*?)^## /ms.exec(page)!;
  const [, options] = /^## Options\n(.*?)^## /ms.exec(page)!;

  it('names every command, and no other', () => {
    // What is in backquotes right after a group's name, one after the other.
    const groups = [...commands.matchAll(/^\*\*[\w ]+:\*\*((?:\s+`[\w-]+`)+)/gm)];
    const named = groups.flatMap(([, names]) => names.match(/[\w-]+/g)!);
    assert.deepEqual(named.toSorted(), [...COMMANDS.keys()].toSorted());
  });

  it('names every option, and no other', async () => {
    const { stdout } = await runEngine(['--help'], '');
    const offered = [...stdout.matchAll(/^ +(?:-\w, )?(--[a-z-]+)/gm)].map(([, name]) => name);
    const told = offered.filter((name) => name !== '--help' && name !== '--version');
    assert.deepEqual(options.match(/(?<=`)--[a-z-]+/g)!.toSorted(), told.toSorted());
  });
});
