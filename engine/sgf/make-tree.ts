import { BLACK, type Color } from '../color.js';
import { makeSgfMove } from '../coordinates.js';
import { makeOutcome } from '../outcome.js';
import { rulePresetOf } from '../rules.js';
import { type GameRecord, impliedToMove, TEXT_PROPERTIES } from './record.js';
import type { Properties, SgfNode, SgfTree } from './tree.js';

/**
 * The tree of a record: a root and a node for each move. `readRecord` makes the same record of it,
 * provided that `rulesName` names the rules: SGF has no way to spell out rules of one's own. Where
 * it is empty the preset's name is written, if the rules are a preset's.
 */
export function makeTree(record: GameRecord): SgfTree {
  const root: SgfNode = { properties: makeRoot(record), children: [] };
  let last = root;
  for (const { color, point } of record.moves) {
    const properties = { [letter(color)]: [makeSgfMove(record.board, point)] };
    const node: SgfNode = { properties, children: [] };
    last.children.push(node);
    last = node;
  }
  return { root };
}

function makeRoot(record: GameRecord): Properties {
  const { board, rules, outcome } = record;
  const { width, height } = board;
  const properties: Properties = { GM: ['1'], FF: ['4'], CA: ['UTF-8'] };
  properties['SZ'] = [width === height ? String(width) : `${width}:${height}`];
  properties['KM'] = [String(rules.komi)];
  addText(properties, 'RU', record.rulesName || (rulePresetOf(rules) ?? ''));
  if (record.handicap > 0) properties['HA'] = [String(record.handicap)];
  addSetup(properties, record);
  addTexts(properties, record);
  if (outcome.kind !== 'unknown') properties['RE'] = [makeOutcome(outcome)];
  return properties;
}

function addSetup(properties: Properties, record: GameRecord): void {
  const { board, setup, toMove } = record;
  const values = (points: readonly number[]) => points.map((point) => makeSgfMove(board, point));
  if (setup.black.length > 0) properties['AB'] = values(setup.black);
  if (setup.white.length > 0) properties['AW'] = values(setup.white);
  if (toMove !== impliedToMove(record)) properties['PL'] = [letter(toMove)];
}

function addTexts(properties: Properties, record: GameRecord): void {
  const { black, white } = record;
  addText(properties, 'PB', black.name);
  addText(properties, 'BR', black.rank);
  addText(properties, 'PW', white.name);
  addText(properties, 'WR', white.rank);
  for (const [field, identifier] of Object.entries(TEXT_PROPERTIES)) {
    addText(properties, identifier, record[field as keyof typeof TEXT_PROPERTIES]);
  }
  addText(properties, 'C', record.comment);
}

function addText(properties: Properties, identifier: string, text: string): void {
  if (text !== '') properties[identifier] = [text];
}

function letter(color: Color): 'B' | 'W' {
  return color === BLACK ? 'B' : 'W';
}
