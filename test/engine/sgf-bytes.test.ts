import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import jschardet from '@sabaki/sgf/src/jschardet.js';
import fc from 'fast-check';
import { decodeSgf } from '../../engine/sgf/bytes.js';
import { readRecords } from '../../engine/sgf/read-record.js';
import { unwrap } from '../../engine/result.js';
import { fixtureBytes } from './sgf-fixtures.js';

/** Whether the optional package that guesses is installed; its stand-in always says UTF-8. */
const canGuess = jschardet.detect('\xb9\xc5').encoding !== 'UTF-8';

function namesIn(bytes: Uint8Array): string {
  const text = unwrap(decodeSgf(bytes, 'test.sgf'));
  const [record] = [...readRecords(text, 'test.sgf')].map(unwrap);
  return `${record.black.name} ${record.white.name}`;
}

/** Bytes of a file in which the black player's name is the given bytes. */
function named(declaration: string, ...name: number[]): Uint8Array {
  const encoder = new TextEncoder();
  return Uint8Array.from([
    ...encoder.encode(`(;FF[4]${declaration}PB[`),
    ...name,
    ...encoder.encode(']PW[.])'),
  ]);
}

function code(bytes: Uint8Array, limit?: number): string {
  const result = decodeSgf(bytes, 'test.sgf', limit);
  if (result.ok) return 'ok';
  assert.match(result.error.message, /^test\.sgf: /);
  return result.error.code;
}

describe('charsets of SGF files', () => {
  it('are those that they declare', () => {
    assert.equal(namesIn(fixtureBytes('gb18030.sgf')), '古力 李世石');
    assert.equal(namesIn(fixtureBytes('shift-jis.sgf')), '井山裕太 一力遼');
    assert.equal(namesIn(fixtureBytes('euc-kr.sgf')), '이세돌 박정환');
    assert.equal(namesIn(fixtureBytes('big5.sgf')), '周俊勳 王立誠');
    assert.equal(namesIn(fixtureBytes('koi8-r.sgf')), 'Сергей Иванов Пётр Петров');
  });

  it('are declared by any name in use', () => {
    const guLi = [0xb9, 0xc5, 0xc1, 0xa6];
    for (const name of ['gb18030', 'GBK', 'GB2312', 'gb', 'CP936', ' GB18030 ']) {
      assert.equal(namesIn(named(`CA[${name}]`, ...guLi)), '古力 .', name);
    }
    assert.equal(namesIn(named('CA[cp949]', 0xc0, 0xcc)), '이 .');
    assert.equal(namesIn(named('CA[windows-1251]', 0xdf)), 'Я .');
    assert.equal(namesIn(named('CA[ISO-8859-1]', 0xe9)), 'é .');
    assert.equal(namesIn(named('CA[klingon]', 0xe9)), 'é .');
  });

  it('hold a bracket or a backslash within a character', () => {
    assert.equal(namesIn(named('CA[Shift_JIS]', 0x83, 0x5c, 0x83, 0x5d)), 'ソゾ .');
    assert.equal(namesIn(named('CA[Big5]', 0xa6, 0x5d)), '因 .');
  });

  it('are UTF-8 if the bytes are, and declare nothing', () => {
    assert.equal(namesIn(new TextEncoder().encode('(;PB[古力]PW[Ñ])')), '古力 Ñ');
    assert.equal(namesIn(Uint8Array.of(0xef, 0xbb, 0xbf, ...named('', 0x41))), 'A .');
  });

  it('are guessed from enough text', { skip: !canGuess && 'jschardet is not installed' }, () => {
    assert.equal(namesIn(fixtureBytes('gb18030-undeclared.sgf')), '古力 李世石');
    assert.equal(namesIn(fixtureBytes('shift-jis-undeclared.sgf')), '井山裕太 一力遼');
    assert.equal(namesIn(fixtureBytes('euc-kr-undeclared.sgf')), '이세돌 박정환');
    assert.equal(namesIn(fixtureBytes('big5-undeclared.sgf')), '周俊勳 王立誠');
    assert.equal(namesIn(fixtureBytes('koi8-r-undeclared.sgf')), 'Сергей Иванов Пётр Петров');
  });

  it('are Latin-1 otherwise', () => {
    assert.equal(namesIn(fixtureBytes('latin1.sgf')), 'Jérôme Müller');
    assert.equal(namesIn(named('', 0xff)), 'ÿ .');
  });

  it('may be UTF-16, with a mark or without', () => {
    const bytes = fixtureBytes('utf-16.sgf');
    assert.equal(namesIn(bytes), '이세돌 박정환');
    assert.equal(namesIn(bytes.slice(2)), '이세돌 박정환');
    assert.equal(namesIn(Uint8Array.from(bytes).map((_, i) => bytes[i ^ 1])), '이세돌 박정환');
  });
});

describe('packed SGF files', () => {
  it('are unpacked', () => {
    assert.equal(namesIn(gzipSync(fixtureBytes('gb18030.sgf'))), '古力 李世石');
  });

  it('are refused when broken', () => {
    const packed = gzipSync(fixtureBytes('variations.sgf'));
    assert.equal(code(packed.subarray(0, -9)), 'ERR_SGF_GZIP');
    assert.equal(code(Uint8Array.of(0x1f, 0x8b)), 'ERR_SGF_GZIP');
    assert.equal(code(packed.fill(0xaa, 20, 30)), 'ERR_SGF_GZIP');
  });

  it('are refused when they would fill the memory', () => {
    const bomb = gzipSync(new Uint8Array(1 << 24));
    assert.equal(code(bomb, 1 << 20), 'ERR_SGF_TOO_LARGE');
    assert.equal(code(bomb, 1 << 24), 'ok');
    assert.equal(code(new Uint8Array(11), 10), 'ERR_SGF_TOO_LARGE');
    assert.equal(code(new Uint8Array(10), 10), 'ok');
  });
});

describe('any bytes', () => {
  it('never make decoding throw', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 400 }),
      fc.uint8Array({ min: 0x80, maxLength: 400 }),
      fc.uint8Array({ maxLength: 50 }).map((tail) => Uint8Array.of(0x1f, 0x8b, 8, ...tail)),
      fc.uint8Array({ maxLength: 50 }).map((name) => named('CA[big5]', ...name)),
    );
    fc.assert(
      fc.property(bytes, (input) => {
        const result = decodeSgf(input, 'test.sgf');
        assert.ok(
          result.ok ? typeof result.value === 'string' : result.error.code === 'ERR_SGF_GZIP',
        );
      }),
      { numRuns: 500 },
    );
  });
});
