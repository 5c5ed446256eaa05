import { makeInferenceModel, type SavedNetwork } from '../files/saved-network.js';
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

/** A saved network, to be computed in float32. */
export function playable(saved: SavedNetwork, name: string): PlayableNetwork {
  return {
    name,
    saved,
    form: 'float32',
    makeModel: (board) => makeInferenceModel(saved, board),
  };
}

/** Why a network cannot play on a board, with the remedy; undefined where it can. */
export function whyNotOn({ saved, name }: PlayableNetwork, board: Board): string | undefined {
  if (!playsOneBoardSize(saved.spec)) return undefined;
  const [only] = saved.boards;
  if (only.width === board.width && only.height === board.height) return undefined;
  const sizes = `${only.width}×${only.height} only, not ${board.width}×${board.height}`;
  return `${name} plays ${sizes}: use a network for that size, or one with size-independent heads`;
}
