import type { Board } from '../board.js';
import { BLACK, type Color, EMPTY, WHITE } from '../color.js';
import { parseSgfMove, parseSgfPoints } from '../coordinates.js';
import { fail, ok, type Failure, type Result } from '../result.js';
import type { SgfErrorCode } from './errors.js';
import { readColor } from './header.js';
import type { RecordedMove, Setup } from './record.js';
import { mainLine, type SgfNode } from './tree.js';

/** What happens on the board in a main line. */
export interface MainLine {
  readonly setup: Setup;
  /** Who moves first, if a node says so (PL). */
  readonly toMove: Color | undefined;
  readonly moves: readonly RecordedMove[];
}

type Fault = Failure<SgfErrorCode>;

/** A fault, and the node it is in: 1 is the root. */
export type NodeFault = Fault & { readonly node: number };

const SETUPS = [
  ['AB', BLACK],
  ['AW', WHITE],
  ['AE', EMPTY],
] as const;

/**
 * Follows the main line. Stones may be set up in the root and in later nodes until the first move;
 * in a node with both, the stones come before the move.
 */
export function readMainLine(root: SgfNode, board: Board): Result<MainLine, NodeFault> {
  const reader = new MainLineReader(board);
  let node = 0;
  for (const next of mainLine(root)) {
    node++;
    const result = reader.add(next);
    if (!result.ok) return { ok: false, error: { ...result.error, node } };
  }
  return ok(reader.result());
}

class MainLineReader {
  private readonly stones = new Map<number, Color>();
  private readonly moves: RecordedMove[] = [];
  private toMove: Color | undefined;

  constructor(private readonly board: Board) {}

  result(): MainLine {
    const setup = { black: this.stonesOf(BLACK), white: this.stonesOf(WHITE) };
    return { setup, toMove: this.toMove, moves: this.moves };
  }

  add(node: SgfNode): Result<unknown, Fault> {
    const setup = this.addSetup(node);
    if (!setup.ok) return setup;
    const color = readColor(node);
    if (!color.ok) return color;
    if (this.moves.length === 0) this.toMove = color.value ?? this.toMove;
    return this.addMove(node);
  }

  private addSetup(node: SgfNode): Result<unknown, Fault> {
    const changes = readSetup(this.board, node);
    if (!changes.ok) return changes;
    if (changes.value.size > 0 && this.moves.length > 0) {
      const reason = `stones are set up after move ${this.moves.length}, not before the first`;
      return fail('ERR_SGF_SETUP_LATER', reason);
    }
    for (const [point, color] of changes.value) {
      if (color === EMPTY) this.stones.delete(point);
      else this.stones.set(point, color);
    }
    return ok(undefined);
  }

  private addMove(node: SgfNode): Result<unknown, Fault> {
    const values = [...valuesOf(node, 'B', BLACK), ...valuesOf(node, 'W', WHITE)];
    if (values.length === 0) return ok(undefined);
    if (values.length > 1) {
      return fail('ERR_SGF_MOVES', `${values.length} moves in one node: each has one at most`);
    }
    const [text, color] = values[0];
    const point = parseSgfMove(this.board, text);
    if (!point.ok) {
      return fail('ERR_SGF_POINT', `move ${this.moves.length + 1}: ${point.error.message}`);
    }
    this.moves.push({ color, point: point.value });
    return ok(undefined);
  }

  private stonesOf(color: Color): number[] {
    const stones = [...this.stones].filter(([, stone]) => stone === color);
    return stones.map(([point]) => point).sort((a, b) => a - b);
  }
}

function valuesOf(node: SgfNode, identifier: string, color: Color): [string, Color][] {
  return (node.properties[identifier] ?? []).map((value) => [value.trim(), color]);
}

/** What a node sets its points to. */
function readSetup(board: Board, node: SgfNode): Result<Map<number, Color | 0>, Fault> {
  const changes = new Map<number, Color | 0>();
  for (const [identifier, color] of SETUPS) {
    for (const value of node.properties[identifier] ?? []) {
      const points = parseSgfPoints(board, value.trim());
      if (!points.ok) return fail('ERR_SGF_POINT', `${identifier}: ${points.error.message}`);
      for (const point of points.value) {
        if ((changes.get(point) ?? color) !== color) {
          return fail('ERR_SGF_SETUP', `${identifier}[${value}] is set up in two ways`);
        }
        changes.set(point, color);
      }
    }
  }
  return ok(changes);
}
