import type { Board } from '../../engine/board.js';
import { ok, type Result } from '../../engine/result.js';
import { findNetwork } from '../../network/files/shipped.js';
import {
  playable,
  whyNotOn,
  type PlayableNetwork,
} from '../../network/runtime/playable-network.js';
import { readNetworkAt } from '../../selfplay/play/open-evaluator.js';

/** Which network plays on which board. */
export class Networks {
  private constructor(private readonly given: readonly PlayableNetwork[]) {}

  /** Reads the files that were given. Codes of network files. */
  static async read(files: readonly string[]): Promise<Result<Networks>> {
    const given: PlayableNetwork[] = [];
    for (const file of files) {
      const saved = await readNetworkAt(file);
      if (!saved.ok) return saved;
      given.push(playable(saved.value, file));
    }
    return ok(new Networks(given));
  }

  /** The file of the first network given that can play on a board; undefined if none can. */
  givenFor(board: Board): string | undefined {
    return this.given.find((network) => whyNotOn(network, board) === undefined)?.name;
  }

  /** The file of the network that plays on a board: one given, else the shipped one, if any. */
  for(board: Board): string | undefined {
    return this.givenFor(board) ?? findNetwork(board);
  }
}
