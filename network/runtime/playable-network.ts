import { networkOutputs, type SavedNetwork } from '../files/saved-network.js';
import { emitOnnx } from '../onnx/emit.js';
import { foldNormalisation } from '../onnx/fold.js';
import { DIRECT, TILES, type Lowerings } from '../onnx/writer.js';
import type { Outputs } from '../ops/rewrite.js';
import type { Board } from '../spec/layers.js';
import { playsOneBoardSize } from '../spec/network-spec.js';

/** A network and how it is to be computed. */
export interface PlayableNetwork {
  /** For people: the file's name, or what else tells it from others. */
  readonly name: string;
  readonly saved: SavedNetwork;
  /** For people: number format and formulation of its convolutions. */
  readonly form: string;
  /** The bytes of an ONNX model from `planes` to each head by its name, for one board. */
  makeModel(board: Board): Uint8Array;
}

/** A saved network, to be computed in float32, its 3×3 convolutions directly or as tiles. */
export function playable(
  saved: SavedNetwork,
  name: string,
  lowering: 'direct' | 'tiles' = 'direct',
): PlayableNetwork {
  return {
    name,
    saved,
    form: lowering === 'direct' ? 'float32' : 'float32, tiles',
    makeModel: (board) => makeModel(saved, board, lowering === 'direct' ? DIRECT : TILES),
  };
}

/** A saved network in the forms that are equally exact; which is faster depends on the batch. */
export function playableForms(saved: SavedNetwork, name: string): PlayableNetwork[] {
  return [playable(saved, name, 'direct'), playable(saved, name, 'tiles')];
}

function makeModel(saved: SavedNetwork, board: Board, lowerings: Lowerings): Uint8Array {
  const outputs = networkOutputs(saved, board) as Outputs;
  const folded = foldNormalisation(outputs, saved.weights);
  return emitOnnx(folded.outputs, { constants: folded.weights, lowerings });
}

/** Why a network cannot play on a board, with the remedy; undefined where it can. */
export function whyNotOn({ saved, name }: PlayableNetwork, board: Board): string | undefined {
  if (!playsOneBoardSize(saved.spec)) return undefined;
  const [only] = saved.boards;
  if (only.width === board.width && only.height === board.height) return undefined;
  const sizes = `${only.width}×${only.height} only, not ${board.width}×${board.height}`;
  return `${name} plays ${sizes}: use a network for that size, or one with size-independent heads`;
}
