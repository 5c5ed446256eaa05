import { Board, isSide, MAX_SIDE } from '../board.js';
import { BLACK, type Color, WHITE } from '../color.js';
import { parseReal } from '../real.js';
import { fail, ok, type Failure, type Result } from '../result.js';
import { parseRulePreset, RULE_PRESETS, type RulePreset, type Rules } from '../rules.js';
import type { SgfErrorCode } from './errors.js';
import { firstValue, type SgfNode } from './tree.js';

/** The side of a board whose file does not give its size. */
const DEFAULT_SIDE = 19;

/** The largest komi, either way, that is taken for one. */
export const MAX_KOMI = 300;

type Read<T> = Result<T, Failure<SgfErrorCode>>;

/** The board by SZ: `19`, or columns and rows as `19:13`; 19×19 if absent. `ERR_SGF_SIZE`. */
export function readBoard(root: SgfNode): Read<Board> {
  if (root.properties['SZ'] === undefined) return ok(Board.of(DEFAULT_SIDE));
  const size = firstValue(root, 'SZ');
  const match = /^(\d+)(?:\s*:\s*(\d+))?$/.exec(size);
  const width = Number(match?.[1]);
  const height = Number(match?.[2] ?? width);
  if (isSide(width) && isSide(height)) return ok(Board.of(width, height));
  const right = `one is like SZ[19] or SZ[19:13], sides of 1 to ${MAX_SIDE}`;
  return fail('ERR_SGF_SIZE', `SZ[${size}] is not the size of a board: ${right}`);
}

/** That the game is Go: GM is 1 or absent. `ERR_SGF_GAME`. */
export function checkGame(root: SgfNode): Read<undefined> {
  const game = firstValue(root, 'GM');
  if (game === '' || game === '1') return ok(undefined);
  return fail('ERR_SGF_GAME', `GM[${game}] is another game: Go is GM[1]`);
}

/** The rules by RU, where that names a preset, else `unnamed`; with the file's komi. */
export function readRules(root: SgfNode, unnamed: RulePreset): Read<Rules> {
  const komi = readKomi(root);
  if (!komi.ok) return komi;
  const preset = parseRulePreset(firstValue(root, 'RU'));
  return ok({ ...RULE_PRESETS[preset.ok ? preset.value : unnamed], komi: komi.value });
}

/**
 * The komi by KM, 0 if absent. `ERR_SGF_KOMI` for what is no number, and for more than
 * {@link MAX_KOMI}: some servers write hundredths (375, 650), of stones or points by the rules, and
 * a guess could turn the game's winner around.
 */
function readKomi(root: SgfNode): Read<number> {
  const text = firstValue(root, 'KM');
  const komi = text === '' ? 0 : parseReal(text);
  if (komi === undefined) {
    return fail('ERR_SGF_KOMI', `KM[${text}] is not a number: komi is like KM[6.5]`);
  }
  if (Math.abs(komi) <= MAX_KOMI) return ok(komi);
  return fail('ERR_SGF_KOMI', `KM[${text}] is no komi: write it in points, like KM[7.5]`);
}

/** The stones of handicap by HA, 0 if absent. `ERR_SGF_HANDICAP`. */
export function readHandicap(root: SgfNode, board: Board): Read<number> {
  const text = firstValue(root, 'HA');
  if (/^\d*$/.test(text) && Number(text) <= board.area) return ok(Number(text));
  return fail('ERR_SGF_HANDICAP', `HA[${text}] is not a number of stones, 0 to ${board.area}`);
}

const COLORS: Readonly<Record<string, Color>> = { b: BLACK, black: BLACK, w: WHITE, white: WHITE };

/** The player to move by PL, undefined if absent. `ERR_SGF_COLOR`. */
export function readColor(node: SgfNode): Read<Color | undefined> {
  const text = firstValue(node, 'PL');
  const key = text.toLowerCase();
  if (Object.hasOwn(COLORS, key)) return ok(COLORS[key]);
  if (node.properties['PL'] === undefined) return ok(undefined);
  return fail('ERR_SGF_COLOR', `PL[${text}] is not a colour: those are B and W`);
}
