import { SYMMETRIES } from '../symmetry.js';
import { SLOT_TURNS, SLOTS } from './diamond.js';

/*
 * A pattern is one word. What stands around a point, slot by slot of its diamond:
 *
 *   bits 0–11   the four neighbours, three bits each: 0 empty, 4 edge, 1 to 3 a black stone whose chain
 *               has one, two, or more liberties, 5 to 7 a white one
 *   bits 12–19  the four corners, two bits each: empty, black, white, edge, as in color.ts
 *   bits 20–27  the points two steps away, the same
 *   bits 28–29  free: of a response, the liberties of the stone in the middle
 */
export const NEIGHBOUR_BITS = 12;
export const FAR_AT = 20;
export const MIDDLE_AT = 28;

/** How many codes a 3×3 pattern may have: those of the first twenty bits. */
export const CODES_3X3 = 1 << FAR_AT;

/** The bits of a 3×3 pattern, and of a whole diamond. */
export const BITS_3X3 = CODES_3X3 - 1;
export const BITS_DIAMOND = (1 << MIDDLE_AT) - 1;

/** A slot of the neighbours at the edge. */
const EDGE_SLOT = 4;

/** The pattern with the colours exchanged: all code is read as if Black were to move. */
export function exchanged(code: number): number {
  const stones = (code | (code >>> 1)) & 0o1111;
  const wide = (code >>> NEIGHBOUR_BITS) & 0xffff;
  const swapped = ((wide & 0x5555) << 1) | ((wide >>> 1) & 0x5555);
  return (code & (3 << MIDDLE_AT)) | (swapped << NEIGHBOUR_BITS) | ((code & 0xfff) ^ (stones << 2));
}

/** The pattern without its liberties: every stone's are three or more. */
export function withoutLiberties(code: number): number {
  const stones = (code | (code >>> 1)) & 0o1111;
  return code | stones | (stones << 1);
}

/** The pattern as a symmetry of the board turns it. */
export function turned(code: number, symmetry: number): number {
  return (
    (code & (3 << MIDDLE_AT)) |
    NEIGHBOUR_TURNS[(symmetry << NEIGHBOUR_BITS) | (code & 0xfff)] |
    (CORNER_TURNS[(symmetry << 8) | ((code >>> NEIGHBOUR_BITS) & 0xff)] << NEIGHBOUR_BITS) |
    (FAR_TURNS[(symmetry << 8) | ((code >>> FAR_AT) & 0xff)] << FAR_AT)
  );
}

/** The least code that a pattern has under the symmetries: one for all eight. */
export function canonical(code: number): number {
  let least = code;
  for (let symmetry = 1; symmetry < SYMMETRIES; symmetry++) {
    const other = turned(code, symmetry);
    if (other < least) least = other;
  }
  return least;
}

/**
 * The symmetries that make a pattern canonical, as bits (more than one where it has symmetry) · 12 + slot
 * → the slot in the canonical pattern, the least of those that are the same by the pattern's own symmetry.
 */
export const CANONICAL_SLOTS: Uint8Array = Uint8Array.from(
  { length: (1 << SYMMETRIES) * SLOTS },
  (_, i) => leastSlot(Math.floor(i / SLOTS), i % SLOTS),
);

function leastSlot(turns: number, slot: number): number {
  let least = SLOTS;
  for (let symmetry = 0; symmetry < SYMMETRIES; symmetry++) {
    if (((turns >>> symmetry) & 1) === 1) {
      least = Math.min(least, SLOT_TURNS[symmetry * SLOTS + slot]);
    }
  }
  return least === SLOTS ? slot : least;
}

/** Whether Black may play in the middle of a 3×3 pattern: no suicide. A ko is another matter. */
export function isLegalCode(code: number): boolean {
  for (let slot = 0; slot < 4; slot++) {
    const what = (code >>> (3 * slot)) & 7;
    if (what === 0 || what === 2 || what === 3 || what === 5) return true;
  }
  return false;
}

/** Whether the middle of a 3×3 pattern is an eye of Black's, as `Stones.isEye` has it. */
export function isEyeCode(code: number): boolean {
  let own = 0;
  let enemies = 0;
  let edges = 0;
  for (let slot = 0; slot < 4; slot++) {
    const what = (code >>> (3 * slot)) & 7;
    if (what === 0 || what > EDGE_SLOT) return false;
    if (what !== EDGE_SLOT) own++;
    const corner = (code >>> (NEIGHBOUR_BITS + 2 * slot)) & 3;
    if (corner === 2) enemies++;
    if (corner === 3) edges++;
  }
  return own > 0 && enemies < (edges > 0 ? 1 : 2);
}

/**
 * The neighbours' bits of a pattern → whether a stone in the middle may be self-atari, which their other
 * liberties decide: bit 0 for Black's stone, bit 1 for White's.
 */
export const SELF_ATARI_SUSPECTS: Uint8Array = Uint8Array.from(
  { length: 1 << NEIGHBOUR_BITS },
  (_, code) => (isSuspect(code) ? 1 : 0) | (isSuspect(exchanged(code)) ? 2 : 0),
);

/** Whether Black would have one liberty beside the middle at most, and join chains with two at most. */
function isSuspect(code: number): boolean {
  let empty = 0;
  for (let slot = 0; slot < 4; slot++) {
    const what = (code >>> (3 * slot)) & 7;
    if (what === 0) empty++;
    if (what === 3 || what === EDGE_SLOT + 1) return false; // safe, or takes something
  }
  return empty < 2;
}

/** How many values {@link contactOf} has. */
export const CONTACTS = 64;

/**
 * What chains a stone in the middle would touch, as bits: an own one with one, two, more liberties,
 * and an enemy's.
 */
export function contactOf(code: number): number {
  let contact = 0;
  for (let slot = 0; slot < 4; slot++) {
    const what = (code >>> (3 * slot)) & 7;
    if (what > EDGE_SLOT) contact |= 4 << (what - EDGE_SLOT);
    else if (what !== 0 && what !== EDGE_SLOT) contact |= 1 << (what - 1);
  }
  return contact;
}

/** Symmetry and four fields of so many bits → the fields turned; the fields are slots from `first` on. */
function makeTurns(bits: number, first: number): Uint16Array {
  const size = 4 * bits;
  const mask = (1 << bits) - 1;
  return Uint16Array.from({ length: SYMMETRIES << size }, (_, i) => {
    let fields = 0;
    for (let slot = 0; slot < 4; slot++) {
      const to = SLOT_TURNS[(i >>> size) * SLOTS + first + slot] - first;
      fields |= ((i >>> (bits * slot)) & mask) << (bits * to);
    }
    return fields;
  });
}

const NEIGHBOUR_TURNS = makeTurns(3, 0);
const CORNER_TURNS = makeTurns(2, 4);
const FAR_TURNS = makeTurns(2, 8);
