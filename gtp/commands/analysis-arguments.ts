import type { Color } from '../../engine/color.js';
import { parseVertex } from '../../engine/coordinates.js';
import { fail, ok, type Result } from '../../engine/result.js';
import type { Session } from '../session/session.js';
import type { Ban } from '../thinking/engine.js';
import { color, integer, isColor, word, type Reader, type Words } from './readers.js';

/** What an analysis command asks for. */
export interface AnalysisWishes {
  readonly color: Color;
  /** Milliseconds between reports. */
  readonly interval: number;
  readonly minMoves: number;
  readonly maxMoves: number;
  readonly bans: readonly Ban[];
  readonly rootInfo: boolean;
  readonly ownership: boolean;
  readonly lineVisits: boolean;
}

type Changes = { -readonly [K in keyof AnalysisWishes]?: AnalysisWishes[K] };

const DEFAULT_INTERVAL = 1000;
const SHORTEST_INTERVAL = 10;
const CENTISECOND = 10;

/**
 * Reads the arguments of an analysis, as KataGo documents them: `[player] [interval]` and pairs of a
 * key and its value. Keys that are not known are an error, so that nobody waits for what never comes.
 */
export const analysisWishes: Reader<AnalysisWishes> = (words, session) => {
  const wishes: Changes & { bans: readonly Ban[] } = { bans: [] };
  if (isColor(words.peek())) {
    const player = color(words, session);
    if (!player.ok) return player;
    wishes.color = player.value;
  }
  if (/^\d+$/.test(words.peek() ?? '')) {
    const interval = readInterval(words, session);
    if (!interval.ok) return interval;
    wishes.interval = interval.value;
  }
  while (words.peek() !== undefined) {
    const read = readPair(words, session, wishes);
    if (!read.ok) return read;
    Object.assign(wishes, read.value);
  }
  return ok({
    color: session.game.toMove,
    interval: DEFAULT_INTERVAL,
    minMoves: 0,
    maxMoves: Infinity,
    rootInfo: false,
    ownership: false,
    lineVisits: false,
    ...wishes,
  });
};

function readPair(
  words: Words,
  session: Session,
  { bans }: { readonly bans: readonly Ban[] },
): Result<Changes> {
  const key = words.next()!;
  switch (key) {
    case 'interval':
      return mapped(readInterval(words, session), (interval) => ({ interval }));
    case 'minmoves':
      return mapped(integer(words, session), (minMoves) => ({ minMoves }));
    case 'maxmoves':
      return mapped(integer(words, session), (maxMoves) => ({ maxMoves }));
    case 'rootInfo':
      return mapped(flag(words, session), (rootInfo) => ({ rootInfo }));
    case 'ownership':
      return mapped(flag(words, session), (ownership) => ({ ownership }));
    case 'pvVisits':
      return mapped(flag(words, session), (lineVisits) => ({ lineVisits }));
    case 'avoid':
      return mapped(readBan(words, session), (ban) => ({ bans: [...bans, ban] }));
    case 'allow':
      return mapped(readBan(words, session), (ban) => ({ bans: [...bans, others(session, ban)] }));
    // Asked for by some clients; what is not known is left out of the answer.
    case 'ownershipStdev':
    case 'movesOwnership':
    case 'movesOwnershipStdev':
    case 'pvEdgeVisits':
    case 'noResultValue':
      return mapped(flag(words, session), () => ({}));
    default:
      return fail('ERR_GTP_SYNTAX', `syntax error: '${key}' is not known`);
  }
}

function readInterval(words: Words, session: Session): Result<number> {
  return mapped(integer(words, session), (centiseconds) =>
    Math.max(CENTISECOND * centiseconds, SHORTEST_INTERVAL),
  );
}

const flag: Reader<boolean> = (words, session) => {
  const value = word(words, session);
  if (!value.ok) return value;
  const isFlag = /^(true|false)$/i.test(value.value);
  return isFlag
    ? ok(value.value.toLowerCase() === 'true')
    : fail('ERR_GTP_SYNTAX', `syntax error: '${value.value}' is neither true nor false`);
};

/** A player, vertices between commas, and for how many moves from here they are meant. */
const readBan: Reader<Ban> = (words, session) => {
  const player = color(words, session);
  if (!player.ok) return player;
  const points: number[] = [];
  for (const name of (words.next() ?? '').split(',')) {
    const point = parseVertex(session.game.board, name);
    if (!point.ok) return fail(point.error.code, `invalid vertex: ${point.error.message}`);
    points.push(point.value);
  }
  return mapped(integer(words, session), (depth) => ({ color: player.value, points, depth }));
};

/** All moves but those of a ban. */
function others({ game }: Session, { points, ...ban }: Ban): Ban {
  const moves = Array.from({ length: game.board.area + 1 }, (_, move) => move);
  return { ...ban, points: moves.filter((move) => !points.includes(move)) };
}

function mapped<T, U>(result: Result<T>, map: (value: T) => U): Result<U> {
  return result.ok ? ok(map(result.value)) : result;
}
