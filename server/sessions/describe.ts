import { emptyBits, pointsOf, type Bits } from '../../engine/bits.js';
import { BLACK, EMPTY, WHITE } from '../../engine/color.js';
import { parseSgfPoint, parseSgfPoints } from '../../engine/coordinates.js';
import type { Game } from '../../engine/game.js';
import { rulePresetOf } from '../../engine/rules.js';
import { score } from '../../engine/scoring.js';
import type { Properties } from '../../engine/sgf/tree.js';
import { MOST_COMMENT } from '../messages/common.js';
import type { CountInfo, GameInfo, PositionInfo, TreeNode } from '../messages/game.js';
import { nameOf } from './names.js';
import { moveOf } from './replay.js';
import type { OpenedGame } from './setup.js';
import { pathTo, type Node } from './tree.js';

/** A node as messages have it. */
export function describeNode(node: Node, { board }: Game): TreeNode {
  const move = moveOf(board, node.properties);
  const made = move.ok ? move.value : undefined;
  return {
    id: node.id,
    parent: node.parent?.id ?? null,
    children: node.children.map(({ id }) => id),
    move: made === undefined ? null : { color: nameOf(made.color), point: made.point },
    comment: (node.properties['C']?.[0] ?? '').slice(0, MOST_COMMENT),
    evaluation: node.evaluation,
  };
}

/** What holds for a whole game. */
export function describeGame(
  { table, black, white }: OpenedGame,
  chosen: Pick<GameInfo, 'people' | 'strength' | 'time'>,
): GameInfo {
  const { board, rules, handicap } = table;
  return {
    width: board.width,
    height: board.height,
    rules: rulePresetOf(rules) ?? null,
    komi: rules.komi,
    handicap,
    black,
    white,
    ...chosen,
  };
}

/** The board at a node. */
export function describePosition(node: Node, game: Game): PositionInfo {
  const { board, position } = game;
  const move = moveOf(board, node.properties);
  const legal = emptyBits(board);
  game.legalPoints(legal);
  const { end } = game;
  return {
    node: node.id,
    stones: stonesOf(game),
    toMove: nameOf(game.toMove),
    moveNumber: pathTo(node).filter(({ properties }) => 'B' in properties || 'W' in properties)
      .length,
    last: move.ok ? (move.value?.point ?? null) : null,
    ko: position.ko < 0 ? null : position.ko,
    legal: pointsOf(board, legal),
    captured: { black: position.captured(WHITE), white: position.captured(BLACK) },
    marks: marksOf(game, node.properties),
    end: end === 'passes' || end === 'repetition' ? end : null,
  };
}

/** The count of a game whose dead stones are those. */
export function describeCount({ position, rules, handicap, board }: Game, dead: Bits): CountInfo {
  const { black, white, counted } = score(position, rules, handicap, dead);
  const owners: (1 | -1 | 0)[] = Array.from({ length: board.area }, () => 0);
  for (const point of pointsOf(board, counted.black)) owners[point] = 1;
  for (const point of pointsOf(board, counted.white)) owners[point] = -1;
  return { dead: pointsOf(board, dead), owners, black, white };
}

function stonesOf({ board, position }: Game): (1 | -1 | 0)[] {
  return Array.from(board.cellOf, (cell) => {
    const color = position.color[cell];
    return color === EMPTY ? 0 : color === BLACK ? 1 : -1;
  });
}

const MARKS = [
  ['TR', 'triangle'],
  ['SQ', 'square'],
  ['CR', 'circle'],
  ['MA', 'cross'],
] as const;

/** Characters of a label, at most. */
const LABEL = 8;

/** The marks that a file puts on the board; those that are off it are left out. */
function marksOf({ board }: Game, properties: Properties): PositionInfo['marks'] {
  const marks: PositionInfo['marks'] = [];
  for (const [identifier, kind] of MARKS) {
    for (const value of properties[identifier] ?? []) {
      const points = parseSgfPoints(board, value.trim());
      if (points.ok) for (const point of points.value) marks.push({ point, kind, text: '' });
    }
  }
  for (const value of properties['LB'] ?? []) {
    const [place, ...text] = value.split(':');
    const point = parseSgfPoint(board, place.trim());
    const label = text.join(':').slice(0, LABEL);
    if (point.ok) marks.push({ point: point.value, kind: 'label', text: label });
  }
  return marks.slice(0, 2 * board.area);
}
