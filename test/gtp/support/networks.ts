import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PLANE_SETS } from '../../../engine/planes/table.js';
import { Random } from '../../../engine/random.js';
import { unwrap } from '../../../engine/result.js';
import { makeNetworkFile } from '../../../network/files/network-file.js';
import { weightsOf, type SavedNetwork } from '../../../network/files/saved-network.js';
import { parseNetworkSpec } from '../../../network/spec/network-spec.js';
import { initialiseWeights } from '../../../network/spec/weights.js';

/** The shape of a network of random weights. */
export interface Shape {
  readonly blocks: number;
  readonly filters: number;
  readonly side: number;
  /** Whether it plays on boards of every size, and tells points and owners. */
  readonly anySize?: boolean;
}

const ONE_SIZE = { policy: { type: 'alphago-zero' }, value: { type: 'alphago-zero' } };

const ANY_SIZE = {
  policy: { type: 'global-pooling' },
  value: { type: 'global-pooling' },
  ownership: { type: 'convolution' },
  score: { type: 'global-pooling' },
};

/** A network that knows nothing, for a square board. */
export function randomNetwork({ blocks, filters, side, anySize = false }: Shape): SavedNetwork {
  const spec = unwrap(
    parseNetworkSpec({
      inputPlanes: PLANE_SETS['alphago-zero'].planes,
      stem: { filters },
      trunk: [{ type: 'residual', count: blocks }],
      heads: anySize ? ANY_SIZE : ONE_SIZE,
    }),
  );
  const board = { width: side, height: side };
  return {
    spec,
    planes: 'alphago-zero',
    valueView: 'side-to-move',
    boards: [board],
    weights: initialiseWeights(weightsOf(spec, board), new Random(7)),
    history: {},
  };
}

/** Writes a network to a file of its own; the file's path. */
export function writeRandomNetwork(shape: Shape): string {
  const file = join(mkdtempSync(join(tmpdir(), 'tengen-gtp-')), 'random.onnx');
  writeFileSync(file, makeNetworkFile(randomNetwork(shape)));
  return file;
}
