import type { Board } from '../../engine/board.js';
import { BLACK, opponent, type Color } from '../../engine/color.js';
import { Game } from '../../engine/game.js';
import type { Outcome } from '../../engine/outcome.js';
import { fail, ok, type Failure, type Result } from '../../engine/result.js';
import { parseRulePreset, type RulePreset } from '../../engine/rules.js';
import type { GameRecord } from '../../engine/sgf/record.js';
import { hashGame } from './game-hash.js';
import { parseRank } from './rank.js';
import type { SkipReason } from './skips.js';

/** What is learnt from one game, in little memory. Black moves first, and players take turns. */
export interface CompactGame {
  /** Points, and passes: two of them at the end of a game that was counted, whether recorded or not. */
  readonly moves: Int16Array;
  /** 1 if Black won, −1 if White did, 0 if neither, NaN if that is not known. */
  readonly result: number;
  /** White's points less Black's, komi counted; NaN where the game was not scored. */
  readonly margin: number;
  readonly komi: number;
  readonly rules: RulePreset;
  /** See hashGame. */
  readonly hash: number;
}

/** Which games are learnt from. */
export interface GameRules {
  readonly board: Board;
  readonly leastMoves: number;
  /** Whether games without a result are of use. */
  readonly needsResult: boolean;
  /** The rank that both players have at least, as of parseRank; null for any. */
  readonly leastRank: number | null;
}

/** The rules of a file that names none: they forbid nothing that is played by people. */
const UNNAMED_RULES: RulePreset = 'japanese';

/** A record as it is kept, or the reason why it is of no use. Its moves are all made once. */
export function compactGame(
  record: GameRecord,
  rules: GameRules,
): Result<CompactGame, Failure<SkipReason>> {
  const refusal = whyNot(record, rules);
  if (refusal !== undefined) return refusal;
  const { board, outcome } = record;
  const preset = parseRulePreset(record.rulesName);
  const points = record.moves.map(({ point }) => point);
  const margin = marginOf(outcome);
  const moves = Int16Array.from(Number.isNaN(margin) ? points : toTheEnd(points, board.pass));
  return ok({
    moves,
    result: resultOf(outcome),
    margin,
    komi: record.rules.komi,
    rules: preset.ok ? preset.value : UNNAMED_RULES,
    hash: hashGame(board, moves),
  });
}

/** The moves of a game with the two passes that ended it, which few records have. */
function toTheEnd(moves: readonly number[], pass: number): number[] {
  const recorded = moves.length - 1 - moves.findLastIndex((move) => move !== pass);
  return [...moves, ...Array<number>(Math.max(0, 2 - recorded)).fill(pass)];
}

type Refusal = ReturnType<typeof fail<SkipReason>>;

function whyNot(record: GameRecord, rules: GameRules): Refusal | undefined {
  const { board, moves, outcome } = record;
  if (board !== rules.board) return fail('board', board.toString());
  if (isHandicapped(record)) return fail('handicap', `HA[${record.handicap}]`);
  if (moves.length < rules.leastMoves) return fail('short', `${moves.length} moves`);
  if (rules.needsResult && Number.isNaN(resultOf(outcome))) return fail('result', outcome.kind);
  return weakPlayer(record, rules.leastRank) ?? badMove(record);
}

function isHandicapped({ handicap, setup }: GameRecord): boolean {
  return handicap > 1 || setup.black.length + setup.white.length > 0;
}

function weakPlayer({ black, white }: GameRecord, least: number | null): Refusal | undefined {
  if (least === null) return undefined;
  const weak = [black, white].find(({ rank }) => (parseRank(rank) ?? -Infinity) < least);
  return weak && fail('rank', weak.rank === '' ? 'none given' : weak.rank);
}

/** The first move that is out of turn or illegal. */
function badMove({ board, rules, moves }: GameRecord): Refusal | undefined {
  const game = new Game(board, rules);
  let turn: Color = BLACK;
  for (const [i, { point, color }] of moves.entries()) {
    if (color !== turn) return fail('turns', `move ${i + 1}`);
    const played = game.tryPlay(point, color);
    if (!played.ok) return fail('illegal', `move ${i + 1}: ${played.error.message}`);
    turn = opponent(turn);
  }
  return undefined;
}

function resultOf(outcome: Outcome): number {
  switch (outcome.kind) {
    case 'win':
      return outcome.winner === BLACK ? 1 : -1;
    case 'draw':
      return 0;
    case 'void':
    case 'unknown':
      return NaN;
  }
}

function marginOf(outcome: Outcome): number {
  if (outcome.kind === 'draw') return 0;
  if (outcome.kind !== 'win' || typeof outcome.by !== 'number') return NaN;
  return outcome.winner === BLACK ? -outcome.by : outcome.by;
}
