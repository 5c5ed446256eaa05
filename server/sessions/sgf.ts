import { Game } from '../../engine/game.js';
import { makeOutcome, parseOutcome, UNKNOWN, type Outcome } from '../../engine/outcome.js';
import { fail, ok, type Result } from '../../engine/result.js';
import { rulePresetOf } from '../../engine/rules.js';
import { checkGame, readBoard, readHandicap, readRules } from '../../engine/sgf/header.js';
import { makeSgf } from '../../engine/sgf/make.js';
import { readTrees } from '../../engine/sgf/parse.js';
import type { Player } from '../../engine/sgf/record.js';
import { firstValue, type Properties, type SgfNode } from '../../engine/sgf/tree.js';
import { refusal } from '../messages/errors.js';
import { advance, gameAt, type Table } from './replay.js';
import type { OpenedGame } from './setup.js';
import { GameTree, pathTo, type Node } from './tree.js';

/** What a file may cost. */
export interface SgfLimits {
  readonly nodes: number;
  readonly side: number;
}

/** Properties of the root that the session itself keeps. */
const KEPT = ['GM', 'FF', 'CA', 'AP', 'SZ', 'KM', 'RU', 'HA', 'PB', 'BR', 'PW', 'WR', 'RE'];

/** The rules of a file that names none. */
const UNNAMED_RULES = 'japanese';

/** Moves made in all to check the variations of a file: the rest of a file that needs more is cut. */
const MOST_WORK = 300_000;

/** A game from a file, and how many of its variations were cut where they cannot be played. */
export type OpenedFile = OpenedGame & { readonly cut: number };

/**
 * Opens the first game of an SGF text, with its variations, comments and marks. Codes of reading SGF;
 * ERR_BOARD_SIDE and ERR_TREE_FULL for what is beyond the limits.
 */
export function openSgf(text: string, limits: SgfLimits, firstId: number): Result<OpenedFile> {
  const [read] = readTrees(text, 'file');
  if (!read.ok) return read;
  const { root } = read.value;
  const table = readTable(root, limits.side);
  if (!table.ok) return table;
  const start = new Game(table.value.board, table.value.rules);
  const playable = advance(start, ownProperties(root));
  if (!playable.ok) return playable;
  const tree = new GameTree(ownProperties(root), firstId);
  const cut = copyTree(root, tree, table.value, limits.nodes);
  if (!cut.ok) return cut;
  const outcome = parseOutcome(firstValue(root, 'RE'));
  return ok({
    table: table.value,
    tree,
    black: player(root, 'PB', 'BR'),
    white: player(root, 'PW', 'WR'),
    outcome: outcome.ok ? outcome.value : UNKNOWN,
    cut: cut.value,
  });
}

/** The text of a game with its whole tree. */
export function makeSgfText(game: Omit<OpenedGame, 'outcome'> & { outcome: Outcome }): string {
  const root: SgfNode = { properties: headerOf(game), children: [] };
  const pending: [Node, SgfNode][] = [[game.tree.root, root]];
  for (const [node, copy] of pending) {
    for (const child of node.children) {
      const next: SgfNode = { properties: child.properties, children: [] };
      copy.children.push(next);
      pending.push([child, next]);
    }
  }
  return makeSgf([{ root }]);
}

function readTable(root: SgfNode, longestSide: number): Result<Table> {
  const go = checkGame(root);
  if (!go.ok) return go;
  const board = readBoard(root);
  if (!board.ok) return board;
  const { width, height } = board.value;
  if (Math.max(width, height) > longestSide || Math.min(width, height) < 2) {
    return refusal('ERR_BOARD_SIDE', `${board.value.toString()}, sides are 2 to ${longestSide}`);
  }
  const rules = readRules(root, UNNAMED_RULES);
  if (!rules.ok) return rules;
  const handicap = readHandicap(root, board.value);
  if (!handicap.ok) return handicap;
  return ok({ board: board.value, rules: rules.value, handicap: handicap.value });
}

/**
 * Copies what follows a root, as far as it can be played; how many variations had to be cut. The game
 * goes on from node to node, and is played anew where a variation begins.
 */
function copyTree(root: SgfNode, tree: GameTree, table: Table, mostNodes: number): Result<number> {
  const pending = reversed(root, tree.root);
  let game = gameAt(table, tree.root);
  let last: Node = tree.root;
  let cut = 0;
  let work = 0;
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const [from, parent] = next;
    if (tree.size >= mostNodes) return refusal('ERR_TREE_FULL', `it may have ${mostNodes}`);
    if (parent !== last) {
      work += pathTo(parent).length;
      if (work > MOST_WORK) return fail('ERR_TREE_FULL', 'the file has too many long variations');
      game = gameAt(table, parent);
    }
    const played = advance(game, from.properties);
    if (!played.ok) {
      cut++;
      continue;
    }
    game = played.value;
    last = tree.add(parent, from.properties);
    pending.push(...reversed(from, last));
  }
  return ok(cut);
}

function reversed(from: SgfNode, to: Node): [SgfNode, Node][] {
  return from.children.toReversed().map((child) => [child, to]);
}

function ownProperties({ properties }: SgfNode): Properties {
  return Object.fromEntries(Object.entries(properties).filter(([name]) => !KEPT.includes(name)));
}

function player(root: SgfNode, name: string, rank: string): Player {
  return { name: firstValue(root, name).slice(0, 100), rank: firstValue(root, rank).slice(0, 30) };
}

function headerOf({ table, tree, black, white, outcome }: OpenedGame): Properties {
  const { board, rules, handicap } = table;
  const { width, height } = board;
  const texts = {
    RU: rulePresetOf(rules) ?? '',
    ...{ PB: black.name, BR: black.rank, PW: white.name, WR: white.rank },
    HA: handicap >= 2 ? String(handicap) : '',
    RE: outcome.kind === 'unknown' ? '' : makeOutcome(outcome),
  };
  const told = Object.entries(texts).filter(([, text]) => text !== '');
  return {
    ...{ GM: ['1'], FF: ['4'], CA: ['UTF-8'], AP: ['Tengen'] },
    SZ: [width === height ? String(width) : `${width}:${height}`],
    KM: [String(rules.komi)],
    ...Object.fromEntries(told.map(([name, text]) => [name, [text]])),
    ...tree.root.properties,
  };
}
