import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { REFUSALS } from '../../server/messages/errors.js';
import type { TreeNode } from '../../server/messages/game.js';
import { lossOf } from '../../server/messages/loss.js';
import { readFromPage, readFromServer, writeMessage } from '../../server/messages/read.js';

describe('messages', () => {
  it('are read as they were written', () => {
    const play = { type: 'play', id: 7, node: 3, move: 40 } as const;
    assert.deepEqual(readFromPage(writeMessage(play)), { ok: true, value: play });
    const analyse = { type: 'analyse', id: 8, on: true, visits: 100 } as const;
    assert.deepEqual(readFromPage(writeMessage(analyse)), { ok: true, value: analyse });
    const error = { type: 'error', id: null, code: 'ERR_RATE', message: 'slowly' } as const;
    assert.deepEqual(readFromServer(writeMessage(error)), { ok: true, value: error });
  });

  const WRONG: readonly [string, string, number | null][] = [
    ['', 'ERR_MESSAGE_SYNTAX', null],
    ['{', 'ERR_MESSAGE_SYNTAX', null],
    ['null', 'ERR_MESSAGE_SHAPE', null],
    ['[]', 'ERR_MESSAGE_SHAPE', null],
    ['{"type":"fly","id":1}', 'ERR_MESSAGE_SHAPE', 1],
    ['{"type":"undo"}', 'ERR_MESSAGE_SHAPE', null],
    ['{"type":"undo","id":-1}', 'ERR_MESSAGE_SHAPE', null],
    ['{"type":"undo","id":2,"more":1}', 'ERR_MESSAGE_SHAPE', 2],
    ['{"type":"play","id":3,"node":0,"move":1.5}', 'ERR_MESSAGE_SHAPE', 3],
    ['{"type":"play","id":3,"node":0,"move":1e9}', 'ERR_MESSAGE_SHAPE', 3],
    ['{"type":"__proto__","id":4}', 'ERR_MESSAGE_SHAPE', 4],
    ['{"type":"watch-run","id":5,"run":"../../etc"}', 'ERR_MESSAGE_SHAPE', 5],
  ];
  for (const [text, code, id] of WRONG) {
    it(`refuses ${text || 'nothing'}`, () => {
      const read = readFromPage(text);
      assert.ok(!read.ok);
      assert.deepEqual([read.error.code, read.error.id], [code, id]);
      assert.ok(read.error.message.length < 500);
    });
  }

  it('have their codes in the documentation, and no others', () => {
    const page = readFileSync(new URL('../../../docs/web.md', import.meta.url), 'utf8');
    const told = [...page.matchAll(/^\| `(ERR_[A-Z_]+)` +\|/gm)].map(([, code]) => code);
    assert.deepEqual(told.toSorted(), Object.keys(REFUSALS).toSorted());
  });

  it('tell what a move has cost the player who made it', () => {
    const node = (winrate: number, color: 'black' | 'white'): TreeNode => ({
      ...{ id: 1, parent: 0, children: [], comment: '' },
      move: { color, point: 0 },
      evaluation: { winrate, score: 20 * winrate, visits: 1 },
    });
    const loss = lossOf(node(0.25, 'black'), node(0.75, 'white'));
    assert.deepEqual(loss, { winrate: 0.5, score: 10 });
    assert.equal(lossOf(node(0.75, 'white'), node(0.25, 'black'))?.winrate, 0.5);
    assert.equal(lossOf({ ...node(0.5, 'black'), evaluation: null }, node(0.5, 'white')), null);
  });
});
