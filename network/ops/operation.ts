import type { AttributesOf, OpName } from '../graph/attributes.js';
import type { Value } from '../graph/graph.js';
import type { Shape } from '../graph/shape.js';
import type { OnnxWriter } from '../onnx/writer.js';
import type { Tensor, Tf } from '../tfjs/tf.js';

/** All that is known about one operation of the graph. */
export interface Operation<K extends OpName> {
  /** The shape of the result; throws ShapeError where the operands do not fit. */
  shape(inputs: readonly Shape[], attributes: AttributesOf[K]): Shape;
  /**
   * The gradient of the loss by each input, given the gradient by the result: more values of the
   * same graph, null where none passes. Absent where an operation only serves backward passes.
   */
  gradient?(value: Value<K>, outputGradient: Value): readonly (Value | null)[];
  /** Writes ONNX operators that compute the result; returns its tensor's name. */
  onnx(writer: OnnxWriter, inputs: readonly string[], value: Value<K>): string;
  /** The result by TensorFlow.js operations, all of which tfjs can differentiate itself. */
  tfjs(tf: Tf, inputs: readonly Tensor[], value: Value<K>): Tensor;
}

export type Operations<K extends OpName> = { readonly [Name in K]: Operation<Name> };
