import { crc32 } from 'node:zlib';
import type { Damage } from '../disk/damage.js';

/*
 * A file of frames holds one after another, each
 *
 *   4 bytes  "\xF1TGF", by which readers find the next frame after a damaged one
 *   uint32   length of the payload
 *   uint32   CRC-32 of the payload (ISO 3309, as in zip files)
 *   payload
 *
 * with whole numbers little-endian.
 */
const MAGIC = Buffer.from([0xf1, 0x54, 0x47, 0x46]);
const LENGTH_AT = 4;
const CHECKSUM_AT = 8;
const PAYLOAD_AT = 12;

/** The bytes of a frame. */
export function makeFrame(payload: Uint8Array): Uint8Array {
  const frame = Buffer.alloc(PAYLOAD_AT + payload.length);
  MAGIC.copy(frame);
  frame.writeUInt32LE(payload.length, LENGTH_AT);
  frame.writeUInt32LE(crc32(payload), CHECKSUM_AT);
  frame.set(payload, PAYLOAD_AT);
  return frame;
}

/** A payload, a view of the file's bytes, and where its frame stands in them. */
export interface Frame {
  readonly payload: Uint8Array;
  readonly offset: number;
  readonly bytes: number;
}

export interface FrameFile {
  /** The whole frames, in order. */
  readonly frames: readonly Frame[];
  /** Every stretch between them that is none, a torn tail included. */
  readonly damages: readonly Damage[];
  /** Where to write on: the end of the file, or the beginning of a torn tail. */
  readonly end: number;
}

/**
 * Finds the whole frames in the bytes of a file, which damages call `file`. Damage costs the frames
 * that it touches and no others. A torn tail is the beginning of a frame and nothing after, or the
 * zeros that some file systems leave after a power cut.
 */
export function readFrames(bytes: Uint8Array, file: string): FrameFile {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const frames: Frame[] = [];
  const damages: Damage[] = [];
  let end = 0;
  for (let at = 0; at < buffer.length;) {
    const frame = frameAt(buffer, at);
    if (frame !== undefined) {
      if (at > end) damages.push({ file, offset: end, bytes: at - end, reason: DAMAGED });
      frames.push(frame);
      at = end = at + frame.bytes;
    } else {
      const next = buffer.indexOf(MAGIC, at + 1);
      at = next < 0 ? buffer.length : next;
    }
  }
  if (end === buffer.length) return { frames, damages, end };
  const torn = isTorn(buffer.subarray(end));
  const reason = torn ? 'a write that was cut short' : DAMAGED;
  damages.push({ file, offset: end, bytes: buffer.length - end, reason });
  return { frames, damages, end: torn ? end : buffer.length };
}

const DAMAGED = 'damaged: no whole frame with its checksum';

/** The frame that starts there; undefined if none does, or it is damaged or cut. */
function frameAt(buffer: Buffer, offset: number): Frame | undefined {
  const start = offset + PAYLOAD_AT;
  if (start > buffer.length || buffer.compare(MAGIC, 0, 4, offset, offset + 4) !== 0)
    return undefined;
  const length = buffer.readUInt32LE(offset + LENGTH_AT);
  if (start + length > buffer.length) return undefined;
  const payload = buffer.subarray(start, start + length);
  if (crc32(payload) !== buffer.readUInt32LE(offset + CHECKSUM_AT)) return undefined;
  return { payload, offset, bytes: PAYLOAD_AT + length };
}

/** Whether what follows the last whole frame is but the beginning of another one. */
function isTorn(tail: Buffer): boolean {
  if (tail.every((byte) => byte === 0)) return true;
  const known = Math.min(tail.length, MAGIC.length);
  if (tail.compare(MAGIC, 0, known, 0, known) !== 0 || tail.includes(MAGIC, 1)) return false;
  return tail.length < PAYLOAD_AT || tail.length < PAYLOAD_AT + tail.readUInt32LE(LENGTH_AT);
}
