import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Random } from '../../engine/random.js';
import { unwrap } from '../../engine/result.js';
import { add, multiply } from '../../network/graph/expressions.js';
import { emitOnnx } from '../../network/onnx/emit.js';
import { decodeModel, encodeModel } from '../../network/onnx/model.js';
import { newGraph } from '../../network/ops/table.js';
import { loadModel } from './support/onnx.js';

function smallModel(): Uint8Array {
  const graph = newGraph();
  const x = graph.input('x', ['batch', 3]);
  const y = add(multiply(x, graph.weight('scale', [3])), -2.5);
  const constants = new Map([['scale', Float32Array.of(1, -2, 0.5)]]);
  return emitOnnx({ y }, { constants, metadata: { spec: '{"größe":9}' } });
}

describe('ONNX files', () => {
  it('are read by ONNX Runtime as they are meant', async () => {
    const model = await loadModel(smallModel());
    const x = { shape: [2, 3], data: Float32Array.of(1, 2, 3, 4, 5, 6) };
    const { shape, data } = (await model.run(new Map([['x', x]]))).get('y')!;
    assert.deepEqual(shape, [2, 3]);
    assert.deepEqual([...data], [-1.5, -6.5, -1, 1.5, -12.5, 0.5]);
  });

  it('hold names, shapes, attributes and metadata when read again', () => {
    const { graph, metadataProps, opsetImport } = unwrap(decodeModel(smallModel()));
    assert.deepEqual(metadataProps, [{ key: 'spec', value: '{"größe":9}' }]);
    assert.deepEqual(opsetImport, [{ domain: '', version: 18 }]);
    assert.deepEqual(
      graph.node.map((node) => node.opType),
      ['Mul', 'Add', 'Identity'],
    );
    const dims = graph.input[0].type.tensorType.shape.dim;
    assert.deepEqual(dims, [{ dimParam: 'batch' }, { dimValue: 3 }]);
    const scale = graph.initializer.find((tensor) => tensor.name === 'scale')!;
    const floats = new Float32Array(scale.rawData.slice().buffer);
    assert.deepEqual([...floats], [1, -2, 0.5]);
  });

  it('never give an output the name of an input', () => {
    const graph = newGraph();
    const x = graph.input('x', [2]);
    assert.throws(() => emitOnnx({ x: add(x, 1) }), /already has an input or output named x/);
  });

  it('are the same bytes when read and written again', () => {
    const bytes = smallModel();
    assert.deepEqual(Buffer.from(encodeModel(unwrap(decodeModel(bytes)))), Buffer.from(bytes));
  });

  it('are refused wherever they are cut', () => {
    const bytes = smallModel();
    const graphStart = bytes.findIndex((byte) => byte === 0x3a);
    for (let length = graphStart + 1; length < bytes.length; length++) {
      const result = decodeModel(bytes.subarray(0, length));
      // A cut between two fields of the outer message leaves a whole, if poorer, message.
      if (result.ok) assert.ok(result.value.graph.output.length === 1, `cut at ${length}`);
      else assert.equal(result.error.code, 'ERR_ONNX_CORRUPT');
    }
    assert.equal(decodeModel(bytes.subarray(0, 40)).ok, false);
  });

  it('are never crashed by noise', () => {
    const random = new Random(1);
    const bytes = smallModel();
    for (let round = 0; round < 2000; round++) {
      const noisy = bytes.slice();
      for (let i = 0; i < 3; i++)
        noisy[random.below(Math.min(1024, noisy.length))] = random.below(256);
      const result = decodeModel(noisy);
      if (!result.ok) assert.equal(result.error.code, 'ERR_ONNX_CORRUPT');
    }
    assert.equal(decodeModel(new Uint8Array(0)).ok, false);
    assert.equal(decodeModel(new TextEncoder().encode('(;GM[1]FF[4])')).ok, false);
  });
});
