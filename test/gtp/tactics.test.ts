import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { Board } from '../../engine/board.js';
import { makeVertex, parseVertex } from '../../engine/coordinates.js';
import { unwrap } from '../../engine/result.js';
import { inverseSymmetry, symmetryMap, SYMMETRIES } from '../../engine/symmetry.js';
import { runEngine } from './support/engine-process.js';

/** From where this is compiled to. */
const PROBLEMS = new URL('../../../test/gtp/tactics.tst', import.meta.url);

/** A regression test of GoGui's: commands, and the pattern that each numbered one must answer with. */
interface Regression {
  readonly commands: readonly string[];
  readonly expected: ReadonlyMap<string, string>;
}

/** Reads a `.tst` file: `#? [pattern]` is about the command before it. */
function readRegression(text: string): Regression {
  const commands: string[] = [];
  const expected = new Map<string, string>();
  for (const line of text.split('\n')) {
    const pattern = /^#\? \[(.*)\]$/.exec(line)?.[1];
    const id = /^(\d+) /.exec(commands.at(-1) ?? '')?.[1];
    if (pattern !== undefined && id !== undefined) expected.set(id, pattern);
    else if (line !== '' && !line.startsWith('#')) commands.push(line);
  }
  return { commands, expected };
}

/** The same problems on boards turned and mirrored. */
function turned({ commands, expected }: Regression, symmetry: number): Regression {
  let board = Board.of(9);
  const turn = (word: string): string => {
    const point = parseVertex(board, word);
    return point.ok ? makeVertex(board, symmetryMap(board, symmetry)[point.value]) : word;
  };
  const answers = new Map<string, string>();
  const turnedCommands = commands.map((command) => {
    const size = /^boardsize (\d+)$/.exec(command)?.[1];
    if (size !== undefined) board = Board.of(Number(size));
    const [id, name] = command.split(' ');
    if (name === 'reg_genmove') answers.set(id, turn(expected.get(id)!));
    return /setup|play/.test(command) ? command.split(' ').map(turn).join(' ') : command;
  });
  return { commands: turnedCommands, expected: answers };
}

const ANSWER = /^=(\d+) (.*)$/gm;

describe('tactical problems', () => {
  const regression = readRegression(readFileSync(PROBLEMS, 'utf8'));
  const options = ['--visits', '2500', '--threads', '1', '--time', '60'];
  for (const symmetry of [0, 5, SYMMETRIES - 1]) {
    it(`are solved by reg_genmove, seen under symmetry ${symmetry}`, async () => {
      const { commands, expected } = turned(regression, symmetry);
      const { stdout } = await runEngine(options, commands.join('\n'));
      const answers = [...stdout.matchAll(ANSWER)].map(([, id, move]) => [id, move]);
      assert.deepEqual(answers, [...expected]);
      assert.ok(expected.size >= 9);
    });
  }

  it('are the same when they are turned back', () => {
    for (let symmetry = 0; symmetry < SYMMETRIES; symmetry++) {
      const back = turned(turned(regression, symmetry), inverseSymmetry(symmetry));
      assert.deepEqual(back, regression);
    }
    assert.equal(unwrap(parseVertex(Board.of(7), 'E5')), Board.of(7).point(4, 2));
  });
});
