import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import type { Result } from '../../engine/result.js';
import { splitCommand } from '../../selfplay/opponents/command-words.js';
import { findProgram, readCommand } from '../../selfplay/opponents/find-program.js';

function codeOf(result: Result<unknown>): string {
  return result.ok ? 'none' : result.error.code;
}

/** The words that a shell makes of each text. */
function shellWords(texts: readonly string[]): string[][] {
  const script = texts.map((text) => `printf '%s\\0' ${text}\nprintf '\\1'\n`).join('');
  const output = execFileSync('/bin/sh', ['-c', script], { encoding: 'utf8', cwd: '/' });
  return output
    .split('\x01')
    .slice(0, -1)
    .map((words) => words.split('\0').slice(0, -1));
}

const ANY = [
  'a',
  'b',
  ' ',
  '  ',
  "'",
  "'",
  '"',
  '"',
  '\\',
  '\\"',
  "\\'",
  '$',
  '`',
  '|',
  '#',
  '~',
  '-',
];

/** Letters, blanks, quotes and escapes, and what means something to a shell; then lines that go on. */
const TEXTS = [
  ...fc
    .sample(fc.array(fc.constantFrom(...ANY), { minLength: 1, maxLength: 10 }), {
      numRuns: 5000,
      seed: 1,
    })
    .map((pieces) => pieces.join('')),
  ...['a\\\nb', 'a \\\n b', '"a\\\nb"', "'a\\\nb'", "'a\nb'", '\\\na'],
];

describe('a command line', () => {
  it('is split as a shell splits it, wherever it is not refused', () => {
    const split = TEXTS.map((text) => ({ text, words: splitCommand(text) })).flatMap(
      ({ text, words }) => (words.ok ? [{ text, words: words.value }] : []),
    );
    const byShell = shellWords(split.map(({ text }) => text));
    assert.ok(split.length > 500, `only ${split.length} texts were split`);
    split.forEach(({ text, words }, i) => {
      assert.deepEqual(words, byShell[i], JSON.stringify(text));
    });
  });

  it('is like those that people write', () => {
    const text = `gnugo --mode gtp  --level 10 --infile '/my games/a "b".sgf' "c d"\\ e`;
    assert.deepEqual(splitCommand(text), {
      ok: true,
      value: [
        'gnugo',
        '--mode',
        'gtp',
        '--level',
        '10',
        '--infile',
        '/my games/a "b".sgf',
        'c d e',
      ],
    });
  });

  for (const text of ['', '  ', '\\\n']) {
    it(`is refused when it is empty: ${JSON.stringify(text)}`, () => {
      assert.equal(codeOf(splitCommand(text)), 'ERR_COMMAND_EMPTY');
    });
  }
  for (const text of [`a 'b`, `a "b`, `a "b\\"`, 'a\\']) {
    it(`is refused when a quote is open: ${text}`, () => {
      assert.equal(codeOf(splitCommand(text)), 'ERR_COMMAND_QUOTE');
    });
  }
  for (const text of [
    'a | b',
    'a > b',
    'a ~/b',
    'a $b',
    'a "$b"',
    'a "\\\\$b"',
    'a `b`',
    'a # b',
  ]) {
    it(`is refused when it needs a shell: ${text}`, () => {
      assert.equal(codeOf(splitCommand(text)), 'ERR_COMMAND_SHELL');
    });
  }
  for (const [text, word] of [
    [`'~/b'`, '~/b'],
    ['"\\$b"', '$b'],
    ['a~', 'a~'],
    ['a#b', 'a#b'],
    ["'$b|`'", '$b|`'],
  ]) {
    it(`may hold what is quoted, or means nothing there: ${text}`, () => {
      assert.deepEqual(splitCommand(text), { ok: true, value: [word] });
    });
  }
});

describe('a program', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tengen-programs-'));
    await writeFile(join(folder, 'plain'), '');
    await writeFile(join(folder, 'program'), '#!/bin/sh\n');
    await chmod(join(folder, 'program'), 0o755);
    await mkdir(join(folder, 'folder'));
  });
  after(() => rm(folder, { recursive: true }));

  it('is found in the search path, or by its own', () => {
    const value = join(folder, 'program');
    assert.deepEqual(findProgram('program', `/nonexistent:${folder}`), { ok: true, value });
    assert.deepEqual(findProgram(value, ''), { ok: true, value });
    const command = readCommand(`program --level '1 0'`, folder);
    assert.deepEqual(command, { ok: true, value: [value, '--level', '1 0'] });
  });

  it('is missing where there is no file, a folder, or one that may not be executed', () => {
    for (const name of ['nothing', 'folder', 'plain', './program', join(folder, 'plain')]) {
      assert.equal(codeOf(findProgram(name, folder)), 'ERR_PROGRAM_MISSING', name);
    }
  });

  it('that is missing and known comes with how to install it', () => {
    const missing = findProgram('katago', '');
    assert.match(missing.ok ? '' : missing.error.message, /KataGo\/releases/);
  });
});
