import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseSgf } from '../../engine/sgf/parse.js';
import type { SgfNode } from '../../engine/sgf/tree.js';
import type { FromServer } from '../../server/messages/from-server.js';
import { Page } from './support/page.js';
import { serverFor } from './support/server.js';

/** A tree with variations, comments, marks and stones set up in the midst. */
const FILE =
  '(;GM[1]FF[4]SZ[5]KM[0.5]RU[Chinese]PB[Ada]PW[Bob]RE[B+R]C[a game]' +
  '(;B[cc]LB[aa:x]TR[bb];W[bb](;B[dd];W[])(;B[bd]C[better];AW[ee]PL[W];W[aa]))' +
  '(;B[aa]))';

/** A tree as nested data, to compare; the order of properties does not matter. */
function shape({ properties, children }: SgfNode): unknown {
  const own = Object.entries(properties).filter(([name]) => name !== 'AP' && name !== 'CA');
  return [
    own.map(([name, values]) => `${name}${values?.join('|') ?? ''}`).sort(),
    children.map(shape),
  ];
}

function shapeOf(text: string): unknown {
  const [tree] = parseSgf(text, 'test');
  assert.ok(tree.ok);
  return shape(tree.value.root);
}

async function save(page: Page): Promise<string> {
  assert.equal((await page.ask({ type: 'save-sgf' })).type, 'done');
  return page.last('sgf').text;
}

describe('studying a game', () => {
  it('saves what it has opened: variations, comments, marks, stones set up', async (t) => {
    const page = await Page.open(await serverFor(t));
    assert.equal(await page.code({ type: 'load-sgf', text: FILE }), 'done');
    const { info, nodes } = page.last('game');
    assert.deepEqual([info.width, info.komi, info.rules], [5, 0.5, 'chinese']);
    assert.deepEqual([info.black.name, info.people], ['Ada', 'both']);
    assert.equal(nodes.length, 9);
    assert.equal(page.last('state').state.result, 'B+R');
    assert.deepEqual(shapeOf(await save(page)), shapeOf(FILE.replace('Chinese', 'chinese')));
    await page.close();
  });

  it('shows each node: stones, marks, whose turn it is', async (t) => {
    const page = await Page.open(await serverFor(t));
    await page.ask({ type: 'load-sgf', text: FILE });
    const { nodes } = page.last('game');
    const first = nodes.find(({ move }) => move?.point === 12)!;
    await page.ask({ type: 'go', node: first.id });
    const { position } = page.last('position');
    assert.deepEqual(position.marks, [
      { point: 6, kind: 'triangle', text: '' },
      { point: 0, kind: 'label', text: 'x' },
    ]);
    assert.deepEqual([position.stones[12], position.toMove], [1, 'white']);
    const setUp = nodes.find(({ move, parent }) => move === null && parent !== null)!;
    await page.ask({ type: 'go', node: setUp.id });
    assert.equal(page.last('position').position.stones[24], -1);
    assert.equal(page.last('position').position.toMove, 'white');
    assert.equal(await page.code({ type: 'go', node: 999 }), 'ERR_NODE_UNKNOWN');
    await page.close();
  });

  it('adds, moves and removes variations', async (t) => {
    const page = await Page.open(await serverFor(t));
    await page.ask({ type: 'load-sgf', text: '(;SZ[5];B[aa];W[bb])' });
    const { root } = page.last('game');
    await page.play(4);
    const added = page.last('position').position.node;
    await page.ask({ type: 'promote', node: added });
    const parent = page.last('nodes').changed.find(({ id }) => id === root)!;
    assert.equal(parent.children[0], added);
    await page.ask({ type: 'comment', node: added, text: 'a ] and a \\' });
    const [again] = parseSgf(await save(page), 'test');
    assert.ok(again.ok);
    assert.deepEqual(again.value.root.children[0].properties, { B: ['ea'], C: ['a ] and a \\'] });
    await page.ask({ type: 'remove', node: added });
    assert.equal(page.last('position').position.node, root);
    assert.equal(await page.code({ type: 'remove', node: root }), 'ERR_NODE_ROOT');
    await page.close();
  });

  it('refuses files that it cannot read, and cuts lines that cannot be played', async (t) => {
    const page = await Page.open(await serverFor(t));
    assert.equal(await page.code({ type: 'load-sgf', text: 'no game' }), 'ERR_SGF_EMPTY');
    assert.equal(await page.code({ type: 'load-sgf', text: '(;GM[2])' }), 'ERR_SGF_GAME');
    assert.equal(await page.code({ type: 'load-sgf', text: '(;SZ[1])' }), 'ERR_BOARD_SIDE');
    const many = `(;SZ[5]${';'.repeat(2000)})`;
    assert.equal(await page.code({ type: 'load-sgf', text: many }), 'ERR_TREE_FULL');
    await page.ask({ type: 'load-sgf', text: '(;SZ[5];B[aa];W[aa];B[bb])' });
    assert.equal(page.last('game').nodes.length, 2);
    assert.match(page.last('notice').text, /cut/);
    await page.close();
  });

  it('analyses the node that is shown while somebody looks, and no longer', async (t) => {
    const page = await Page.open(await serverFor(t));
    await page.ask({ type: 'load-sgf', text: '(;SZ[5];B[cc])' });
    await page.ask({ type: 'analyse', on: true, visits: 200 });
    const final = await page.hears((m) => m.type === 'analysis' && m.analysis.final);
    assert.ok(final.type === 'analysis');
    const { analysis } = final;
    assert.equal(analysis.node, page.last('game').root);
    assert.ok(analysis.visits >= 200);
    assert.equal(analysis.policy.length, 26);
    assert.equal(analysis.ownership?.length, 25);
    assert.ok(
      analysis.moves.length > 1 && analysis.moves.every(({ move, line }) => line[0] === move),
    );
    const [node] = page.last('nodes').changed;
    assert.equal(node.evaluation?.visits, analysis.visits);
    // Nobody looks: another node is not analysed until somebody does.
    await page.ask({ type: 'looking', looking: false });
    const other = page.last('game').nodes[1].id;
    const isOfOther = (m: FromServer): boolean =>
      m.type === 'analysis' && m.analysis.node === other;
    await page.ask({ type: 'go', node: other });
    await page.ask({ type: 'review', on: true, visits: 20 }); // time enough for it to have been
    await page.hears((m) => m.type === 'review' && !m.review.running && m.review.done === 2);
    assert.ok(!page.told.some(isOfOther));
    await page.ask({ type: 'looking', looking: true });
    await page.hears(isOfOther);
    await page.close();
  });

  it('reviews a whole game, and tells how far it is', async (t) => {
    const page = await Page.open(await serverFor(t));
    await page.ask({ type: 'load-sgf', text: '(;SZ[5];B[cc];W[bb];B[bc];W[cb])' });
    await page.ask({ type: 'review', on: true, visits: 40 });
    await page.hears((m) => m.type === 'review' && !m.review.running && m.review.done === 5);
    const done = page.told.flatMap((m) =>
      m.type === 'review' && m.review.running ? m.review.done : [],
    );
    assert.deepEqual(done, [0, 1, 2, 3, 4, 5]);
    const seen = page.told.flatMap((m) => (m.type === 'nodes' ? m.changed : []));
    const evaluated = new Set(
      seen.filter(({ evaluation }) => evaluation !== null).map(({ id }) => id),
    );
    assert.equal(evaluated.size, 5);
    await page.close();
  });
});
