import type { AttributesOf, OpName } from '../graph/attributes.js';
import { reshape, transpose } from '../graph/expressions.js';
import type { Graph, Value } from '../graph/graph.js';
import { elementCount, type Shape } from '../graph/shape.js';
import { copyValue } from '../ops/rewrite.js';
import { newGraph } from '../ops/table.js';

/**
 * A value of the new graph that stands for one of the old graph's, in one of two layouts. Natural
 * is the old graph's own. Board first, what was [batch, channels, height, width], or broadcasts to
 * it, is [height · width, channels, batch].
 */
export type Laid = { readonly natural: Value } | { readonly boardFirst: Value };

/** A new graph's copies of an old one's values, and the ways from one layout to the other. */
export class Layouts {
  readonly graph: Graph = newGraph();
  private readonly copies = new Map<Value, Laid>();

  set(value: Value, copy: Laid): void {
    this.copies.set(value, copy);
  }

  isBoardFirst(value: Value): boolean {
    return 'boardFirst' in this.copies.get(value)!;
  }

  natural(value: Value): Value {
    const copy = this.copies.get(value)!;
    return 'natural' in copy ? copy.natural : reshape(turn(copy.boardFirst), value.shape);
  }

  boardFirst(value: Value): Value {
    const copy = this.copies.get(value)!;
    if ('boardFirst' in copy) return copy.boardFirst;
    if (value.shape.length === 0) return copy.natural;
    const [batch, channels, height, width] = planeShape(value.shape);
    return turn(reshape(copy.natural, [batch, channels, elementCount([height, width])]));
  }

  /** The same operation on natural operands. */
  copyNatural(value: Value): Laid {
    const inputs = value.inputs.map((input) => this.natural(input));
    return { natural: copyValue(value, inputs, this.graph) };
  }

  /** The same operation, with its first operands board first, as many as `planes` says. */
  applyBoardFirst(
    value: Value,
    planes = value.inputs.length,
    attributes: unknown = value.attributes,
  ): Value {
    const inputs = value.inputs.map((input, i) =>
      i < planes ? this.boardFirst(input) : this.natural(input),
    );
    return this.graph.apply(value.op as OpName, inputs, attributes as AttributesOf[OpName]);
  }
}

/** A shape that broadcasts to planes, with all four axes. */
export function planeShape(shape: Shape): Shape {
  return [1, 1, 1, 1, ...shape].slice(-4);
}

/** [a, b, c] as [c, b, a]; where two of these are 1 nothing has to move. */
export function turn(value: Value): Value {
  const single = value.shape.filter((dim) => dim !== 1).length <= 1;
  return single ? reshape(value, value.shape.toReversed()) : transpose(value, [2, 1, 0]);
}
