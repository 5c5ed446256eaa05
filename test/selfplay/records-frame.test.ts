import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { describeDamage } from '../../selfplay/disk/damage.js';
import { makeFrame, readFrames, type FrameFile } from '../../selfplay/records/frame.js';

const FILE = 'games/000001.games';

/** Changes to a file, at a place that is a fraction of its length. */
const damages = fc.oneof(
  fc.record({ kind: fc.constant('flip'), at: fraction(), mask: fc.integer({ min: 1, max: 255 }) }),
  fc.record({ kind: fc.constant('cut'), at: fraction() }),
  fc.record({ kind: fc.constant('insert'), at: fraction(), rubbish: rubbish() }),
  fc.record({ kind: fc.constant('overwrite'), at: fraction(), rubbish: rubbish() }),
  fc.record({ kind: fc.constant('drop'), at: fraction(), bytes: fc.integer({ min: 1, max: 60 }) }),
) as fc.Arbitrary<Change>;

interface Change {
  readonly kind: 'flip' | 'cut' | 'insert' | 'overwrite' | 'drop';
  readonly at: number;
  readonly mask?: number;
  readonly rubbish?: Uint8Array;
  readonly bytes?: number;
}

function fraction(): fc.Arbitrary<number> {
  return fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });
}

/** Bytes of no meaning, or such as the beginning of a frame. */
function rubbish(): fc.Arbitrary<Uint8Array> {
  const magic = fc.constant(makeFrame(new Uint8Array(3)).slice(0, 4));
  return fc.oneof(fc.uint8Array({ minLength: 1, maxLength: 50 }), magic);
}

/** The changed bytes, and which bytes of the old ones, [from, to), it touched. */
function change(bytes: Buffer, { kind, at, ...how }: Change): [Buffer, from: number, to: number] {
  const from = Math.floor(at * bytes.length);
  const [head, tail] = [bytes.subarray(0, from), bytes.subarray(from)];
  const { rubbish = new Uint8Array() } = how;
  switch (kind) {
    case 'flip':
      return [
        Buffer.concat([head, Uint8Array.of(tail[0] ^ how.mask!), tail.subarray(1)]),
        from,
        from + 1,
      ];
    case 'cut':
      return [head, from, bytes.length];
    case 'insert':
      return [Buffer.concat([head, rubbish, tail]), from, from];
    case 'overwrite':
      return [
        Buffer.concat([head, rubbish, tail.subarray(rubbish.length)]),
        from,
        from + rubbish.length,
      ];
    case 'drop':
      return [Buffer.concat([head, tail.subarray(how.bytes)]), from, from + how.bytes!];
  }
}

const payloads = fc.array(fc.uint8Array({ maxLength: 40 }), { minLength: 1, maxLength: 8 });

function fileOf(payloads: readonly Uint8Array[]): Buffer {
  return Buffer.concat(payloads.map(makeFrame));
}

function hexOf(frames: FrameFile['frames']): string[] {
  return frames.map(({ payload }) => Buffer.from(payload).toString('hex'));
}

function hex(payload: Uint8Array): string {
  return Buffer.from(payload).toString('hex');
}

/** Whether the texts of `part` stand in `whole`, in that order, perhaps with others between. */
function isWithin(part: readonly string[], whole: readonly string[]): boolean {
  let next = 0;
  for (const text of whole) if (next < part.length && text === part[next]) next++;
  return next === part.length;
}

/** The payloads whose frames a change of the bytes [from, to) left alone. */
function untouched(payloads: readonly Uint8Array[], from: number, to: number): string[] {
  let start = 0;
  return payloads.flatMap((payload) => {
    const end = start + makeFrame(payload).length;
    const isHit = from === to ? start < from && from < end : from < end && start < to;
    start = end;
    return isHit ? [] : [hex(payload)];
  });
}

describe('frames', () => {
  it('are magic, length, CRC-32 and payload', () => {
    const frame = makeFrame(Buffer.from('123456789'));
    // 0xcbf43926 is the check value that catalogues of CRCs give for CRC-32/ISO-HDLC.
    assert.equal(hex(frame), 'f1544746' + '09000000' + '2639f4cb' + hex(Buffer.from('123456789')));
  });

  it('come back as they were written', () => {
    fc.assert(
      fc.property(payloads, (payloads) => {
        const bytes = fileOf(payloads);
        const { frames, damages, end } = readFrames(bytes, FILE);
        assert.deepEqual(hexOf(frames), payloads.map(hex));
        assert.deepEqual(damages, []);
        assert.equal(end, bytes.length);
      }),
    );
  });

  it('are lost by damage only where it touches them', () => {
    fc.assert(
      fc.property(payloads, damages, (payloads, how) => {
        const [bytes, from, to] = change(fileOf(payloads), how);
        const found = hexOf(readFrames(bytes, FILE).frames);
        assert.ok(isWithin(untouched(payloads, from, to), found), 'a whole frame is lost');
        assert.ok(isWithin(found, payloads.map(hex)), 'a frame is made up');
      }),
      { numRuns: 1000 },
    );
  });

  it('and damages together are the whole file, without overlap', () => {
    fc.assert(
      fc.property(payloads, damages, damages, (payloads, one, two) => {
        const [once] = change(fileOf(payloads), one);
        const [bytes] = change(once, two);
        const { frames, damages } = readFrames(bytes, FILE);
        const parts = [...frames, ...damages].sort((a, b) => a.offset - b.offset);
        let end = 0;
        for (const { offset, bytes } of parts) {
          assert.equal(offset, end);
          end += bytes;
        }
        assert.equal(end, bytes.length);
      }),
      { numRuns: 500 },
    );
  });

  it('may stop anywhere: the end is where the torn one began', () => {
    const whole = fileOf([Buffer.from('one'), Buffer.from('two')]);
    const last = makeFrame(Buffer.from('three'));
    for (let length = 1; length < last.length; length++) {
      const { frames, damages, end } = readFrames(
        Buffer.concat([whole, last.subarray(0, length)]),
        FILE,
      );
      assert.equal(frames.length, 2);
      assert.equal(end, whole.length);
      assert.deepEqual(damages, [
        { file: FILE, offset: whole.length, bytes: length, reason: 'a write that was cut short' },
      ]);
    }
  });

  it('may end with the zeros that a power cut leaves', () => {
    const whole = fileOf([Buffer.from('one')]);
    assert.equal(readFrames(Buffer.concat([whole, Buffer.alloc(99)]), FILE).end, whole.length);
  });

  it('with damage before a torn one stay, for more than a write is wrong there', () => {
    const bytes = fileOf([Buffer.from('one'), Buffer.from('two')]);
    bytes[4 + 2] = 1; // the first is longer than the file now
    const cut = bytes.subarray(0, bytes.length - 1);
    assert.equal(readFrames(cut, FILE).end, cut.length);
  });

  it('that are damaged at the end stay where they are', () => {
    const bytes = fileOf([Buffer.from('one'), Buffer.from('two')]);
    bytes[bytes.length - 1] ^= 1;
    const { damages, end } = readFrames(bytes, FILE);
    assert.equal(end, bytes.length);
    assert.equal(
      describeDamage(damages[0]),
      'games/000001.games: skipped 15 bytes from byte 15 on: damaged: no whole frame with its checksum',
    );
  });
});
