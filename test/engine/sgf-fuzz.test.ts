import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { decodeSgf } from '../../engine/sgf/bytes.js';
import { SGF_ERRORS, type SgfFailure } from '../../engine/sgf/errors.js';
import { makeSgf } from '../../engine/sgf/make.js';
import { makeTree } from '../../engine/sgf/make-tree.js';
import { parseSgf } from '../../engine/sgf/parse.js';
import { readRecord } from '../../engine/sgf/read-record.js';
import { type Result, unwrap } from '../../engine/result.js';
import type { SgfTree } from '../../engine/sgf/tree.js';
import { fixtureBytes, fixtureNames } from './sgf-fixtures.js';

const seeds = fixtureNames().map(fixtureBytes);

/** One change to a file: some of its bytes are cut out, and others put in their place. */
interface Mutation {
  readonly at: number;
  readonly cut: number;
  readonly insert: readonly number[];
}

/** What SGF is made of, so that most mutations have a meaning. */
const fragments = [
  ...['(', ')', ';', '[', ']', '\\', '\n', '\r', ':', '(;', ')(;', ';B[aa]', ';W[]', 'AB[aa:zz]'],
  ...['SZ[5]', 'SZ[', '\n(;GM[1]', 'KM[', 'PL[W]', 'HA[2]', 'RE[0]', 'CA[gbk]', 'AE[aa]', '\0'],
].map((text) => [...new TextEncoder().encode(text)]);

const mutation: fc.Arbitrary<Mutation> = fc.record({
  at: fc.nat(400),
  cut: fc.oneof(fc.constant(0), fc.nat(3), fc.nat(100)),
  insert: fc.oneof(
    fc.constantFrom(...fragments),
    fc.array(fc.nat(255), { maxLength: 4 }),
    fc.constantFrom(...seeds).map((seed) => [...seed]),
  ),
});

const mutated = fc
  .tuple(fc.constantFrom(...seeds), fc.array(mutation, { minLength: 1, maxLength: 6 }))
  .map(([seed, mutations]) => mutations.reduce(mutate, [...seed]))
  .map((bytes) => Uint8Array.from(bytes));

function mutate(bytes: readonly number[], { at, cut, insert }: Mutation): number[] {
  const start = Math.min(at, bytes.length);
  return [...bytes.slice(0, start), ...insert, ...bytes.slice(start + cut)];
}

function checkFailure({ code, message }: SgfFailure): void {
  assert.ok(Object.hasOwn(SGF_ERRORS, code), code);
  assert.ok(message.startsWith('fuzz.sgf'), message);
}

/** Reads it all and holds what was read to what writing it and reading it again gives. */
function checkText(text: string): void {
  for (const result of parseSgf(text, 'fuzz.sgf')) {
    if (!result.ok) {
      checkFailure(result.error);
      continue;
    }
    assert.deepEqual(parseOnly(makeSgf([result.value])).root, result.value.root);
    checkRecord(result.value);
  }
}

function checkRecord(tree: SgfTree): void {
  const record = readRecord(tree);
  if (!record.ok) {
    checkFailure(record.error);
    return;
  }
  const again = unwrap(readRecord(parseOnly(makeSgf([makeTree(record.value)]))));
  const { rulesName } = record.value;
  assert.deepEqual({ ...again, rulesName }, record.value);
  assert.ok(rulesName === '' || again.rulesName === rulesName);
}

function parseOnly(text: string): SgfTree {
  const results: Result<SgfTree, SgfFailure>[] = parseSgf(text, 'fuzz.sgf');
  assert.equal(results.length, 1);
  return unwrap(results[0]);
}

describe('SGF from a hostile world', () => {
  it('reads each fixture', () => {
    assert.ok(seeds.length >= 10);
    for (const seed of seeds) checkText(unwrap(decodeSgf(seed, 'fuzz.sgf')));
  });

  it('reads mutated files without throwing, and what it read comes back', () => {
    fc.assert(
      fc.property(mutated, (bytes) => {
        const text = decodeSgf(bytes, 'fuzz.sgf');
        if (text.ok) checkText(text.value);
        else assert.match(text.error.code, /^ERR_SGF_(GZIP|TOO_LARGE)$/);
      }),
      { numRuns: 2000 },
    );
  });

  it('reads any text without throwing', () => {
    const chars = fc.constantFrom(...Array.from('(;)[]\\:\n\r BWASZabC19'));
    const text = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: chars, maxLength: 60 }));
    fc.assert(fc.property(text, checkText), { numRuns: 2000 });
  });
});
