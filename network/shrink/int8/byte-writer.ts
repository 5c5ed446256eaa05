import { DATA_TYPE, encodeModel, type OnnxTensor } from '../../onnx/model.js';
import { IR_VERSION, OnnxWriter, OPSET_VERSION } from '../../onnx/writer.js';
import type { ByteFilters } from './byte-filters.js';
import type { ByteScale } from './byte-scale.js';

/** The domain of ONNX Runtime's own operators, and those of them that are used. */
const MICROSOFT = 'com.microsoft';
const OF_MICROSOFT: ReadonlySet<string> = new Set(['QLinearAdd', 'QLinearConv']);

/** From channels first to channels last, and back. */
const TO_LAST = { perm: [0, 2, 3, 1] };
const TO_FIRST = { perm: [0, 3, 1, 2] };

/** A tensor of uint8, [batch, height, width, channels], by name. */
export interface ByteTensor {
  readonly name: string;
  readonly scale: ByteScale;
}

/** Filters under the name of the weights that they are made from. */
export interface NamedFilters extends ByteFilters {
  readonly name: string;
  /** [out, in, kernel, kernel]; in depthwise convolutions in is 1. */
  readonly shape: readonly number[];
}

/**
 * Writes an ONNX graph in which some planes are uint8, channels last, as convolutions of bytes want
 * them: left to itself, ONNX Runtime turns them before and after every sum. Operators return their
 * result's name.
 */
export class ByteWriter {
  /** For all that is float32. */
  readonly graph = new OnnxWriter();
  private readonly constants = new Map<string, OnnxTensor>();

  /** Bytes of float32 planes, [batch, channels, height, width]. */
  quantise(floats: string, scale: ByteScale): string {
    const bytes = this.graph.node('QuantizeLinear', [floats, ...this.scale(scale)]);
    return this.graph.node('Transpose', [bytes], TO_LAST);
  }

  /** Float32 planes, [batch, channels, height, width], of bytes. */
  dequantise({ name, scale }: ByteTensor): string {
    const turned = this.graph.node('Transpose', [name], TO_FIRST);
    return this.graph.node('DequantizeLinear', this.operand({ name: turned, scale }));
  }

  /** x + y, cut off at the ends of the result's range. */
  sum(x: ByteTensor, y: ByteTensor, result: ByteScale): string {
    const inputs = [...this.operand(x), ...this.operand(y), ...this.scale(result)];
    return this.graph.node('QLinearAdd', inputs);
  }

  /** A convolution that keeps the board's size, cut off at the ends of the result's range. */
  convolution(
    planes: ByteTensor,
    filters: NamedFilters,
    dilation: number,
    groups: number,
    result: ByteScale,
  ): string {
    const [, , height, width] = filters.shape;
    const [y, x] = [height, width].map((size) => ((size - 1) / 2) * dilation);
    const inputs = [...this.operand(planes), ...this.filters(filters), ...this.scale(result)];
    return this.graph.node('QLinearConv', [...inputs, this.bias(filters)], {
      kernel_shape: [height, width],
      dilations: [dilation, dilation],
      pads: [y, x, y, x],
      group: groups,
      channels_last: 1,
    });
  }

  /** The bytes of the model; call it once, when all is written. */
  finish(): Uint8Array {
    const graph = this.graph.finish('network');
    const node = graph.node.map((n) =>
      OF_MICROSOFT.has(n.opType) ? { ...n, domain: MICROSOFT } : n,
    );
    return encodeModel({
      irVersion: IR_VERSION,
      producerName: 'tengen',
      graph: { ...graph, node, initializer: [...graph.initializer, ...this.constants.values()] },
      opsetImport: [
        { domain: '', version: OPSET_VERSION },
        { domain: MICROSOFT, version: 1 },
      ],
      metadataProps: [],
    });
  }

  private operand({ name, scale }: ByteTensor): string[] {
    return [name, ...this.scale(scale)];
  }

  private scale({ scale, zeroPoint }: ByteScale): string[] {
    const name = `zero_${zeroPoint}`;
    const zero = this.constant(name, DATA_TYPE.uint8, [], Uint8Array.of(zeroPoint));
    return [this.graph.scalar(scale), zero];
  }

  private filters({ name, shape, weights, scales }: NamedFilters): string[] {
    const each = [scales.length];
    return [
      this.constant(`${name}.int8`, DATA_TYPE.int8, shape, weights),
      this.constant(`${name}.scale`, DATA_TYPE.float32, each, scales),
      this.constant(`${name}.zero`, DATA_TYPE.int8, each, new Int8Array(scales.length)),
    ];
  }

  private bias({ name, bias }: NamedFilters): string {
    return this.constant(`${name}.bias`, DATA_TYPE.int32, [bias.length], bias);
  }

  private constant(
    name: string,
    dataType: number,
    dims: readonly number[],
    { buffer, byteOffset, byteLength }: ArrayBufferView,
  ): string {
    const rawData = new Uint8Array(buffer, byteOffset, byteLength);
    this.constants.set(name, { name, dataType, dims, rawData });
    return name;
  }
}
