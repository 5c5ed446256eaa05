import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { SgfFailure } from '../../engine/sgf/errors.js';
import { makeSgf } from '../../engine/sgf/make.js';
import { parseSgf, readTrees } from '../../engine/sgf/parse.js';
import { MAX_NESTING, MAX_VALUE_LENGTH } from '../../engine/sgf/split.js';
import { mainLine, type SgfNode, type SgfTree } from '../../engine/sgf/tree.js';
import type { Result } from '../../engine/result.js';
import { fixtureText } from './sgf-fixtures.js';

/** The root of a text's only game. */
function parseOne(text: string): SgfNode {
  const results = parseSgf(text, 'test.sgf');
  assert.equal(results.length, 1);
  return rootOf(results[0]);
}

function rootOf(result: Result<SgfTree, SgfFailure>): SgfNode {
  if (!result.ok) assert.fail(result.error.message);
  return result.value.root;
}

function failureOf(result: Result<unknown, SgfFailure>): SgfFailure {
  assert.ok(!result.ok, 'should have failed');
  return result.error;
}

function node(properties: SgfNode['properties'], ...children: SgfNode[]): SgfNode {
  return { properties, children };
}

/** A value as it comes out of the file `C[…]`. */
function comment(raw: string): string | undefined {
  return parseOne(`(;C[${raw}])`).properties['C']?.[0];
}

describe('SGF text', () => {
  it('reads the example of the specification', () => {
    const raw =
      'Meijin NR: yeah, k4 is won\\\nderful\nsweat NR: thank you! :\\)\n' +
      "dada NR: yup. I like this move too. It's a move only to be expected from a pro. " +
      'I really like it :)\njansteen 4d: Can anyone\\\n explain [me\\] k4?';
    assert.equal(
      comment(raw),
      'Meijin NR: yeah, k4 is wonderful\nsweat NR: thank you! :)\n' +
        "dada NR: yup. I like this move too. It's a move only to be expected from a pro. " +
        'I really like it :)\njansteen 4d: Can anyone explain [me] k4?',
    );
  });

  it('unescapes and knows each kind of line end', () => {
    assert.equal(comment('a\\]b\\\\'), 'a]b\\');
    assert.equal(comment('\\a\\:\\('), 'a:(');
    assert.equal(comment('(;[)'), '(;[)');
    for (const end of ['\n', '\r', '\r\n', '\n\r']) {
      assert.equal(comment(`one${end}two${end}${end}three`), 'one\ntwo\n\nthree');
      assert.equal(comment(`one\\${end}two`), 'onetwo');
    }
  });

  it('lets white space stand between tokens, and not count', () => {
    const spaced = ' \n( ;\tFF [4]\n\n[5] C\n[ x ] ; B[aa]\n(\n;W [bb] ) ( ; W[cc]) )\n';
    assert.deepEqual(parseOne(spaced), parseOne('(;FF[4][5]C[ x ];B[aa](;W[bb])(;W[cc]))'));
  });

  it('keeps properties it does not know, compositions and marks', () => {
    const root = parseOne('(;XYZ[1:2][]LB[aa:x][bb:y:z]TR[aa:cc]KO[])');
    assert.deepEqual(
      root,
      node({ XYZ: ['1:2', ''], LB: ['aa:x', 'bb:y:z'], TR: ['aa:cc'], KO: [''] }),
    );
  });

  it('spells identifiers of old files by their capitals and joins what is repeated', () => {
    assert.deepEqual(parseOne('(;AddBlack[aa]AB[bb])'), node({ AB: ['aa', 'bb'] }));
  });

  it('reads variations', () => {
    const leaf = (point: string, ...children: SgfNode[]) => node({ B: [point] }, ...children);
    assert.deepEqual(
      parseOne('(;B[aa];B[bb](;B[cc];B[dd])(;B[ee](;B[ff])(;B[gg])))'),
      leaf('aa', leaf('bb', leaf('cc', leaf('dd')), leaf('ee', leaf('ff'), leaf('gg')))),
    );
    const [game] = parseSgf(fixtureText('variations.sgf'), 'variations.sgf');
    const moves = [...mainLine(rootOf(game))].slice(1).map(({ properties }) => properties);
    assert.deepEqual(
      moves.map(({ B, W }) => B?.[0] ?? W?.[0]),
      ['ee', 'cg', 'gc', 'cc', 'gg'],
    );
    const fork = rootOf(game).children[0].children[0];
    assert.deepEqual(fork.children[1].properties['C'], ['A variation [sharp] with \\ and )(;']);
    assert.equal(fork.children[1].children.length, 2);
  });

  it('skips what stands around the games', () => {
    const results = parseSgf('Hello (all)!\n(;C[a])\n -- \n (;C[b]) bye', 'mail.sgf');
    assert.deepEqual(
      results.map((result) => rootOf(result).properties['C']?.[0]),
      ['a', 'b'],
    );
    assert.deepEqual(results[1].ok && results[1].value.origin, {
      file: 'mail.sgf',
      game: 2,
      line: 4,
      column: 2,
    });
  });
});

describe('broken SGF', () => {
  /** What is wrong, where, and with which code. */
  const faults: [text: string, place: string, code: string, reason: RegExp][] = [
    ['(;B[aa]W)', '1:9', 'ERR_SGF_SYNTAX', /property W has no value/],
    ['(;B;W[aa])', '1:4', 'ERR_SGF_SYNTAX', /property B has no value/],
    ['(;[aa])', '1:3', 'ERR_SGF_SYNTAX', /a value follows no property/],
    ['(;B[aa](;W[bb])[cc])', '1:16', 'ERR_SGF_SYNTAX', /a value follows no property/],
    ['(;foo[bar])', '1:3', 'ERR_SGF_SYNTAX', /'foo' is not a property/],
    ['(;B[aa]()W[bb])', '1:9', 'ERR_SGF_SYNTAX', /a variation has no node/],
    ['(;B[aa]((;W[bb])))', '1:9', 'ERR_SGF_SYNTAX', /a variation has no node/],
    ['(;B[aa](W[bb]))', '1:9', 'ERR_SGF_SYNTAX', /property W is not in a node/],
    ['(;B[aa](;W[bb]);B[cc])', '1:16', 'ERR_SGF_SYNTAX', /may not follow the variations/],
    ['(;B[aa](;W[bb])C[cc])', '1:16', 'ERR_SGF_SYNTAX', /property C is not in a node/],
    ['(;B[aa]\n\n  ;5W[bb])', '3:4', 'ERR_SGF_SYNTAX', /'5' may not stand here/],
    ['\n (;B[aa]]\n)', '2:9', 'ERR_SGF_SYNTAX', /'\]' may not stand here/],
    ['(;B[aa]', '1:1', 'ERR_SGF_UNCLOSED', /the game has no closing \)/],
    ['(;B[aa];\nC[x\\])', '2:2', 'ERR_SGF_UNCLOSED', /the value has no closing \]/],
  ];

  it('is refused with the file, the game, the place and the reason', () => {
    for (const [text, place, code, reason] of faults) {
      const [result] = parseSgf(text, 'my game.sgf');
      const error = failureOf(result);
      assert.equal(error.code, code, text);
      assert.ok(error.message.startsWith(`my game.sgf, game 1, line ${place}: `), error.message);
      assert.match(error.message, reason);
      assert.equal(`${error.place!.line}:${error.place!.column}`, place);
    }
  });

  it('loses only the broken games of a collection', () => {
    const results = parseSgf(fixtureText('broken-middle.sgf'), 'broken-middle.sgf');
    const read = results.map((result) =>
      result.ok
        ? result.value.root.properties['PB']![0]
        : [result.error.code, result.error.message.split(':').slice(0, 2).join(':')].join(' '),
    );
    assert.deepEqual(read, [
      'first',
      'ERR_SGF_UNCLOSED broken-middle.sgf, game 2, line 2:1',
      'third',
      'ERR_SGF_UNCLOSED broken-middle.sgf, game 4, line 4:42',
      'fifth',
      'ERR_SGF_SYNTAX broken-middle.sgf, game 6, line 7:7',
      'last',
    ]);
  });

  it('without a game in it says so', () => {
    for (const text of ['', 'hello', '()', '((((', ';B[aa]', '\0\x01\x02']) {
      const results = parseSgf(text, 'empty.sgf');
      assert.equal(results.length, 1);
      assert.equal(failureOf(results[0]).code, 'ERR_SGF_EMPTY');
      assert.match(failureOf(results[0]).message, /^empty\.sgf: /);
    }
  });

  it('may not nest too deeply or say too much at once', () => {
    const nested = (depth: number) => '(;'.repeat(depth) + ')'.repeat(depth);
    assert.ok(parseSgf(nested(MAX_NESTING), 'deep.sgf')[0].ok);
    const deep = parseSgf(`${nested(MAX_NESTING + 1)}(;C[next])`, 'deep.sgf');
    assert.equal(failureOf(deep[0]).code, 'ERR_SGF_NESTING');
    assert.equal(rootOf(deep[1]).properties['C']![0], 'next');

    const long = (length: number) => `(;C[${'x'.repeat(length)}])`;
    assert.ok(parseSgf(long(MAX_VALUE_LENGTH - 1), 'long.sgf')[0].ok);
    const failure = failureOf(parseSgf(long(MAX_VALUE_LENGTH + 1), 'long.sgf')[0]);
    assert.equal(failure.code, 'ERR_SGF_VALUE_LENGTH');
  });

  it('takes time that grows with its length only', () => {
    const n = 100_000;
    const hostile = ['(', '(;', '(;GM[', '\n(;GM[', '(;C[\n', '\n(;GM[1]C[', '\\', '(;C[\\', ')'];
    hostile.push('(;)', '(;)\n', '(;C[]', '\n(;GM[1]', '(;]', '[', '( ', '(\n', '(;C[a\\]', '\r');
    for (const part of hostile) {
      const begin = performance.now();
      for (const result of readTrees(part.repeat(n), 'hostile.sgf')) assert.ok('ok' in result);
      const seconds = (performance.now() - begin) / 1000;
      assert.ok(seconds < 10, `${JSON.stringify(part)} × ${n} took ${seconds} s`);
    }
  });
});

describe('reading one game at a time', () => {
  it('reads no further than asked', () => {
    const begin = performance.now();
    let read = 0;
    for (const game of readTrees('(;C[a])'.repeat(1e6), 'large.sgf')) {
      assert.deepEqual(rootOf(game), node({ C: ['a'] }));
      if (++read === 3) break;
    }
    assert.equal(read, 3);
    assert.ok(performance.now() - begin < 2000, 'a million games would take longer');
  });

  it('keeps two readers apart', () => {
    const other = readTrees('(;C[c])(;C[d])', '2');
    const read: SgfNode[] = [];
    for (const game of readTrees('(;C[a])(;C[b])', '1')) {
      read.push(rootOf(game));
      const next = other.next();
      if (next.done !== true) read.push(rootOf(next.value));
    }
    assert.deepEqual(
      read.map(({ properties }) => properties['C']![0]),
      ['a', 'c', 'b', 'd'],
    );
  });
});

describe('writing SGF', () => {
  const value = fc.oneof(
    fc.string({ unit: 'binary' }).map((text) => text.replaceAll('\r', '')),
    fc
      .array(fc.constantFrom('\\', ']', '[', ':', '\n', '(', ')', ';', ' ', 'x'))
      .map((s) => s.join('')),
    fc.constantFrom('\n(;GM[1', '\n \t(;FF[4]', 'ends in \\', ''),
  );
  const properties = fc.dictionary(
    fc.stringMatching(/^[A-Z]{1,3}$/),
    fc.array(value, { minLength: 1, maxLength: 3 }),
    { maxKeys: 4, noNullPrototype: true },
  );
  const leaf = properties.map((data) => node(data));
  const { tree } = fc.letrec<{ tree: SgfNode }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 6, withCrossShrink: true },
      leaf,
      fc
        .tuple(properties, fc.array(tie('tree'), { maxLength: 3 }))
        .map(([data, children]) => node(data, ...children)),
    ),
  }));

  it('gives back every collection', () => {
    fc.assert(
      fc.property(fc.array(tree, { minLength: 1, maxLength: 3 }), (roots) => {
        const text = makeSgf(roots.map((root) => ({ root })));
        assert.deepEqual(parseSgf(text, 'made.sgf').map(rootOf), roots);
      }),
      { numRuns: 300 },
    );
  });

  it('writes a game a line', () => {
    const roots = [node({ C: ['a]'] }, node({ B: ['aa'] }, node({}), node({}))), node({})];
    assert.equal(makeSgf(roots.map((root) => ({ root }))), '(;C[a\\]];B[aa](;)(;))\n(;)\n');
  });

  it('writes long games and deep trees', () => {
    let root = node({ B: ['aa'] });
    for (let i = 0; i < 100_000; i++) root = node({ B: ['aa'] }, root);
    let count = 0;
    for (const { properties } of mainLine(parseOne(makeSgf([{ root }])))) {
      assert.deepEqual(properties, { B: ['aa'] });
      count++;
    }
    assert.equal(count, 100_001);
  });
});
