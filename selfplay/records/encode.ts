import { MAX_SIDE } from '../../engine/board.js';
import { makeOutcome, parseOutcome } from '../../engine/outcome.js';
import type { Result } from '../../engine/result.js';
import { RULE_PRESETS, type RulePreset } from '../../engine/rules.js';
import { makeFields, parseFields, type Fields, type RecordFailure } from './fields.js';
import {
  packMoves,
  packShares,
  packValue,
  sumOf,
  unpackMoves,
  unpackShares,
  unpackValue,
} from './packing.js';
import type { PlayedGame, Resignation, SearchedTurn } from './played-game.js';

/*
 * A record is its fields in order as a MessagePack array. Values are kept to within 1/65,534, shares
 * to within 1/65,535 (see packing.ts), all else exactly; what was read is written again as the same
 * bytes. On 9×9 a searched turn with 20 moves takes about 75 bytes.
 */

/** Raised when records change so that an older reader would misunderstand them. */
const VERSION = 1;
const MAX_NUMBER = 2 ** 32 - 1;

/**
 * The bytes of a game.
 * @throws RangeError where shares do not add up to 1, or a number is none: such a game must not be
 * learnt from.
 */
export function makeRecord(game: PlayedGame): Uint8Array {
  const { width, height, champion } = game;
  const area = width * height;
  return makeFields([
    VERSION,
    game.number,
    width,
    height,
    game.rules,
    finite(game.komi, 'komi'),
    champion.first,
    champion.last,
    packMoves(game.moves, area),
    game.turns.map((turn) => turnFields(turn, area)),
    makeOutcome(game.outcome),
    finite(game.margin, 'the margin'),
    new Uint8Array(game.owners.buffer, game.owners.byteOffset, game.owners.length),
    game.resignation === undefined ? null : resignationFields(game.resignation),
  ]);
}

/** Reads a game; `ERR_RECORD` if the bytes are damaged, foreign, or say what cannot be. */
export function parseRecord(bytes: Uint8Array): Result<PlayedGame, RecordFailure> {
  return parseFields(bytes, readGame);
}

function readGame(fields: Fields): PlayedGame {
  fields.whole('the version', VERSION, VERSION);
  const number = readNumber(fields, 'number');
  const { width, height } = readBoard(fields);
  const area = width * height;
  const rules = readRules(fields);
  const komi = fields.finite('komi');
  const champion = { first: readNumber(fields, 'champion'), last: readNumber(fields, 'champion') };
  const moves = readMoves(fields, area);
  const turns = fields.list('turn', (turn) => readTurn(turn, area));
  const isInOrder = turns.every(
    ({ ply }, i) => ply < moves.length && (i === 0 || ply > turns[i - 1].ply),
  );
  fields.require(isInOrder, 'turns', 'of rising plies, within the game');
  const outcome = parseOutcome(fields.text('outcome'));
  return {
    ...{ number, width, height, rules, komi, champion, moves, turns },
    outcome: fields.expect(outcome.ok ? outcome.value : undefined, 'outcome', 'like B+1.5'),
    margin: fields.finite('margin'),
    owners: readOwners(fields, area),
    ...readResignation(fields),
  };
}

/** A number of a game, or of a champion. */
export function readNumber(fields: Fields, name: string): number {
  return fields.whole(name, 0, MAX_NUMBER);
}

export function readBoard(fields: Fields): { readonly width: number; readonly height: number } {
  return { width: fields.whole('width', 1, MAX_SIDE), height: fields.whole('height', 1, MAX_SIDE) };
}

function readRules(fields: Fields): RulePreset {
  const name = fields.text('rules');
  const known = Object.hasOwn(RULE_PRESETS, name) ? (name as RulePreset) : undefined;
  return fields.expect(known, 'rules', 'the name of a rule set');
}

function readMoves(fields: Fields, area: number): Uint16Array {
  return fields.expect(
    unpackMoves(fields.bytes('moves'), area),
    'moves',
    `points from 0 to ${area}`,
  );
}

function readOwners(fields: Fields, area: number): Int8Array {
  const owners = Int8Array.from(fields.bytes('owners'));
  const isRight = owners.length === area && owners.every((owner) => Math.abs(owner) <= 1);
  return fields.expect(isRight ? owners : undefined, 'owners', `−1, 0 or 1 for ${area} points`);
}

function resignationFields({ playedOut, lowest }: Resignation): unknown[] {
  return [playedOut, packed(lowest.black), packed(lowest.white)];
}

function readResignation(fields: Fields): { readonly resignation?: Resignation } {
  const resignation = fields.optional('resignation', (group) => ({
    playedOut: group.flag('playedOut'),
    lowest: { black: readValue(group), white: readValue(group) },
  }));
  return resignation === undefined ? {} : { resignation };
}

/** The fields of a turn, within a record or alone. @throws RangeError as {@link makeRecord}. */
export function turnFields(turn: SearchedTurn, area: number): unknown[] {
  const { ply, visits, full, value, moves, shares } = turn;
  const total = sumOf(shares);
  if (!(Math.abs(total - 1) < 1e-3) || shares.length !== moves.length) {
    throw new RangeError(
      `a turn with ${moves.length} moves has ${shares.length} shares of ${total}`,
    );
  }
  return [ply, visits, full, packed(value), packMoves(moves, area), packShares(shares)];
}

/** Reads a turn's fields. */
export function readTurn(fields: Fields, area: number): SearchedTurn {
  const ply = readNumber(fields, 'ply');
  const visits = readNumber(fields, 'visits');
  const full = fields.flag('full');
  const value = readValue(fields);
  const moves = readMoves(fields, area);
  const shares = fields.expect(unpackShares(fields.bytes('shares')), 'shares', 'parts of 1');
  fields.require(shares.length === moves.length, 'shares', 'as many as moves');
  return { ply, visits, full, value, moves, shares };
}

function readValue(fields: Fields): number {
  return fields.expect(unpackValue(fields.whole('value', -0x7fff, 0x7fff)), 'value', 'in [−1, 1]');
}

/** A mean of many values may be beyond 1 by its rounding. */
function packed(value: number): number {
  if (!(Math.abs(value) <= 1 + 1e-3)) throw new RangeError(`a value of ${value} is not in [−1, 1]`);
  return packValue(Math.max(-1, Math.min(1, value)));
}

function finite(value: number, name: string): number {
  if (!Number.isFinite(value)) throw new RangeError(`${name} cannot be ${value}`);
  return value;
}
