import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Thinking } from '../../gtp/thinking/engine.js';
import { FakeEngine } from './support/fake-engine.js';
import { responses, Talk } from './support/talk.js';

/** A conversation with an engine that likes the middle, then a corner, at a value of 0.5. */
function talkAbout(size = 3): Talk {
  const engine = new FakeEngine(({ board }) => ({
    moves: [board.point(1, 1), board.point(0, 0)],
    value: 0.5,
  }));
  const talk = new Talk(engine);
  talk.input.write(`boardsize ${size}\n`);
  return talk;
}

/** Starts an analysis, and ends it after its first line. */
async function firstLine(command: string): Promise<string> {
  const talk = talkAbout();
  assert.equal(await talk.next(), '=');
  talk.input.write(`${command}\n`);
  assert.equal(await talk.until('\n'), '=\n');
  const line = await talk.until('\n');
  talk.input.write('name\n');
  assert.equal(await talk.until('\n'), '\n', 'an empty line ends it');
  assert.equal(await talk.next(), '= Tengen');
  return line.trimEnd();
}

describe('analysis', () => {
  it('has the fields that Sabaki reads, the line last, and chances as fractions', async () => {
    const line = await firstLine('kata-analyze b 1');
    assert.equal(
      line,
      'info move B2 visits 100 utility 0.500000 winrate 0.750000 scoreMean 1.500 scoreLead 1.500 ' +
        'scoreSelfplay 1.500 prior 0.250000 lcb 0.700000 utilityLcb 0.400000 order 0 pv B2 pass ' +
        'info move A3 visits 99 utility 0.500000 winrate 0.750000 scoreMean 1.500 scoreLead 1.500 ' +
        'scoreSelfplay 1.500 prior 0.250000 lcb 0.700000 utilityLcb 0.400000 order 1 pv A3 pass',
    );
  });

  it('has ten-thousandths for Leela Zero’s clients', async () => {
    assert.equal(
      await firstLine('lz-analyze 1'),
      'info move B2 visits 100 winrate 7500 prior 2500 lcb 7000 order 0 pv B2 pass ' +
        'info move A3 visits 99 winrate 7500 prior 2500 lcb 7000 order 1 pv A3 pass',
    );
  });

  it('tells more, or fewer moves, when asked to', async () => {
    const line = await firstLine(
      'kata-analyze interval 1 maxmoves 1 rootInfo true ownership true pvVisits true',
    );
    assert.match(line, / pv B2 pass pvVisits 100 7 rootInfo visits 200 utility 0\.5/);
    assert.match(line, /winrate 0\.750000 scoreMean 1\.500 .* ownership( 0\.500){9}$/);
    assert.ok(!line.includes('A3'));
  });

  it('gives the engine what must not be played', async () => {
    const engine = new FakeEngine();
    const talk = new Talk(engine);
    await talk.ask('boardsize 2');
    talk.input.write('kata-analyze w 1 avoid w A1,pass 3 allow b B2 1\n');
    await talk.until(' pass\n');
    const [{ bans, interval }] = engine.requests;
    assert.equal(interval, 10);
    assert.deepEqual(bans, [
      { color: 2, points: [2, 4], depth: 3 },
      { color: 1, points: [0, 2, 3, 4], depth: 1 },
    ]);
    talk.input.write('\n');
    assert.equal(await talk.until('\n'), '\n', 'an empty line of input ends it');
  });

  it('says what it does not understand', async () => {
    const talk = new Talk();
    assert.deepEqual(
      await responses(talk, [
        'kata-analyze b 10 speed fast',
        'lz-analyze avoid b',
        'kata-analyze ownership maybe',
        'kata-analyze maxmoves',
      ]),
      [
        "? syntax error: 'speed' is not known",
        "? invalid vertex: '' is not a vertex: one is like D4, or pass",
        "? syntax error: 'maybe' is neither true nor false",
        '? syntax error',
      ],
    );
  });

  it('ends when a comment interrupts it, or the input ends', async () => {
    const talk = talkAbout();
    await talk.next();
    talk.input.write('kata-analyze 1\n');
    await talk.until('pass\n');
    talk.input.write('# interrupt\n');
    assert.equal(await talk.until('\n'), '\n');
    talk.input.write('lz-analyze 1\n');
    await talk.until('pass\n');
    talk.input.end();
    assert.equal(await talk.until('\n'), '\n');
    await talk.done;
  });

  it('is over at once where the next command waits already', async () => {
    const talk = new Talk();
    talk.input.write('kata-analyze 1\nname\n');
    assert.equal(await talk.next(), '=');
    assert.equal(await talk.next(), '= Tengen');
  });
});

describe('genmove_analyze', () => {
  it('reports at least once, ends with the move, and makes it', async () => {
    const talk = talkAbout();
    await talk.next();
    for (const [name, chance] of [
      ['kata', '0.750000'],
      ['lz', '7500'],
    ]) {
      const lines = (await talk.ask(`3 ${name}-genmove_analyze b 100`)).split('\n');
      assert.equal(lines[0], '=3');
      assert.match(lines[1], new RegExp(`^info move B2 visits 100 .*winrate ${chance} `));
      assert.equal(lines.at(-1), 'play B2');
      assert.equal(await talk.ask('undo'), '=');
    }
  });

  it('is not ended by the next line', async () => {
    const talk = talkAbout();
    await talk.next();
    talk.input.write('kata-genmove_analyze b 1\nname\n');
    assert.match(await talk.next(), /\nplay B2$/);
    assert.equal(await talk.next(), '= Tengen');
  });

  it('only searches when that is asked for', async () => {
    const talk = talkAbout();
    await talk.next();
    assert.match(await talk.ask('kata-search_analyze w 100'), /\nplay B2$/);
    assert.equal(await talk.ask('undo'), '? cannot undo');
  });
});

/** An engine that ends only when it is stopped. */
class StubbornEngine extends FakeEngine {
  override think(...[game, request, onReport]: Parameters<FakeEngine['think']>): Thinking {
    const { deadline, ...endless } = request;
    assert.ok(deadline !== undefined);
    return super.think(game, endless, onReport);
  }
}

describe('interruption', () => {
  it('ends a search at once, with its best move', async () => {
    const talk = new Talk(new StubbornEngine());
    talk.input.write('genmove b\n');
    talk.input.write('# interrupt\n');
    assert.equal(await talk.next(), '= A9');
  });
});

describe('kata-raw-nn', () => {
  it('tells of a position without a search, for White', async () => {
    const talk = new Talk();
    await responses(talk, ['boardsize 2', 'play b A1']);
    const text = await talk.ask('kata-raw-nn 0');
    assert.equal(
      text,
      [
        '= symmetry 0',
        'whiteWin 0.750000',
        'whiteLoss 0.250000',
        'noResult 0.000000',
        'whiteLead 2.500',
        'policy',
        '0.500000 0.500000',
        'NAN 0.500000',
        'policyPass 0.500000',
        'whiteOwnership',
        '0.250000 0.250000',
        '0.250000 0.250000',
      ].join('\n'),
    );
    assert.equal((await talk.ask('kata-raw-nn all')).split('symmetry').length, 9);
    assert.match(await talk.ask('kata-raw-nn 8'), /^\? syntax error/);
  });
});

describe('pondering', () => {
  it('goes on from move to move, where that is wished', async () => {
    const engine = new FakeEngine();
    const talk = new Talk(engine, { ponders: true });
    await talk.ask('genmove b');
    assert.equal(engine.requests.length, 2);
    assert.equal(engine.requests[1].visits, Infinity);
    await talk.ask('play w J1');
    await talk.ask('genmove b');
    assert.equal(engine.requests.length, 4);
  });
});

describe('live graphics', () => {
  it('are drawn through stderr while a move is thought about', async () => {
    const talk = new Talk(new FakeEngine(), { liveGraphics: true });
    await talk.ask('genmove b');
    assert.match(talk.notes[0], /^gogui-gfx:\nVAR b A9 w pass\nINFLUENCE A9 0\.500\nTEXT 50\.0 %/);
    assert.ok(talk.notes[0].endsWith('\n'), 'an empty line ends them');
  });
});
