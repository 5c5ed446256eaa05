import { parseOutcome, UNKNOWN } from '../outcome.js';
import { ok, type Failure, type Result } from '../result.js';
import type { RulePreset } from '../rules.js';
import { sgfFail, type SgfErrorCode, type SgfFailure } from './errors.js';
import { checkGame, readBoard, readHandicap, readRules } from './header.js';
import { readMainLine } from './main-line.js';
import { readTrees } from './parse.js';
import { type GameRecord, impliedToMove, type Player, TEXT_PROPERTIES } from './record.js';
import { firstValue, type SgfNode, type SgfTree } from './tree.js';

/** Where a tree begins that was read from no file. */
const NOWHERE = { file: 'game tree', game: 1, line: 1, column: 1 };

/** The rules of a file that names none, or none we know: they add no points to its komi. */
const UNNAMED_RULES: RulePreset = 'japanese';

/**
 * The main line of a tree as a record. Its rules are the preset that the file names, or `unnamed`
 * where it names none that is known; komi is the file's, 0 where it gives none. A handicap without
 * stones on the board stays a number. A result that is not to be understood is unknown. Fails, with
 * the node's number, on what a record cannot be made of; the tree is none the worse for it.
 */
export function readRecord(
  tree: SgfTree,
  unnamed: RulePreset = UNNAMED_RULES,
): Result<GameRecord, SgfFailure> {
  const record = readRoot(tree.root, unnamed);
  if (record.ok) return record;
  const { code, message, node = 1 } = record.error;
  return sgfFail(code, message, { ...(tree.origin ?? NOWHERE), node });
}

/** The records of an SGF text, one at a time, as `readTrees` and {@link readRecord} read them. */
export function* readRecords(
  text: string,
  file: string,
  unnamed: RulePreset = UNNAMED_RULES,
): Generator<Result<GameRecord, SgfFailure>> {
  for (const tree of readTrees(text, file)) {
    yield tree.ok ? readRecord(tree.value, unnamed) : tree;
  }
}

function readRoot(
  root: SgfNode,
  unnamed: RulePreset,
): Result<GameRecord, Failure<SgfErrorCode> & { readonly node?: number }> {
  const go = checkGame(root);
  if (!go.ok) return go;
  const board = readBoard(root);
  if (!board.ok) return board;
  const rules = readRules(root, unnamed);
  if (!rules.ok) return rules;
  const handicap = readHandicap(root, board.value);
  if (!handicap.ok) return handicap;
  const line = readMainLine(root, board.value);
  if (!line.ok) return line;

  const { setup, moves, toMove } = line.value;
  const played = { handicap: handicap.value, setup, moves };
  return ok({
    board: board.value,
    rules: rules.value,
    ...played,
    toMove: toMove ?? impliedToMove(played),
    ...readTexts(root),
  });
}

/** The fields that no other depends on. */
function readTexts(
  root: SgfNode,
): Omit<GameRecord, 'board' | 'rules' | 'handicap' | 'setup' | 'toMove' | 'moves'> {
  const outcome = parseOutcome(firstValue(root, 'RE'));
  return {
    rulesName: simpleText(root, 'RU'),
    outcome: outcome.ok ? outcome.value : UNKNOWN,
    black: readPlayer(root, 'PB', 'BR'),
    white: readPlayer(root, 'PW', 'WR'),
    date: simpleText(root, TEXT_PROPERTIES.date),
    event: simpleText(root, TEXT_PROPERTIES.event),
    round: simpleText(root, TEXT_PROPERTIES.round),
    place: simpleText(root, TEXT_PROPERTIES.place),
    gameName: simpleText(root, TEXT_PROPERTIES.gameName),
    comment: text(root, 'C') || text(root, 'GC'),
  };
}

function readPlayer(root: SgfNode, name: string, rank: string): Player {
  return { name: simpleText(root, name), rank: simpleText(root, rank) };
}

/** A value of SGF's type Text: all white space but line ends is a space. */
function text(node: SgfNode, identifier: string): string {
  return firstValue(node, identifier).replace(/[\t\v\f]/g, ' ');
}

/** A value of SGF's type SimpleText: line ends are spaces too. */
function simpleText(node: SgfNode, identifier: string): string {
  return text(node, identifier).replaceAll('\n', ' ');
}
