import { unwrap } from '../../engine/result.js';
import { openNetworkEvaluator } from '../../network/evaluator/network-evaluator.js';
import type { SavedNetwork } from '../../network/files/saved-network.js';
import type { DeviceChoice } from '../../network/runtime/device.js';
import { playable, playableForms } from '../../network/runtime/playable-network.js';
import type { Corpus } from '../corpus/corpus.js';
import type { Positions } from '../corpus/positions.js';
import { usualForm } from '../play/open-evaluator.js';
import type { Figures } from './figures.js';
import { measure } from './measure.js';

/** Positions that are evaluated together. */
const BATCH = 64;

/** Positions of games held out, to measure networks with while they learn. */
export class HeldOut {
  constructor(
    private readonly corpus: Corpus,
    private readonly positions: Positions,
    private readonly device: DeviceChoice,
    private readonly threads: number,
  ) {}

  /** Figures of a network; undefined where it was told to stop. @throws Error where a device fails. */
  async measure(network: SavedNetwork, stop: () => boolean): Promise<Figures | undefined> {
    const { corpus, device, threads } = this;
    const form = usualForm(device, BATCH);
    const name = 'the network that learns';
    const forms = form === 'auto' ? playableForms(network, name) : [playable(network, name, form)];
    const { board } = corpus;
    const options = { device, board, batch: BATCH, threads };
    const evaluator = unwrap(await openNetworkEvaluator(forms, options));
    try {
      const { all } = await measure(evaluator, corpus, this.positions, { batch: BATCH, stop });
      return stop() ? undefined : all;
    } finally {
      await evaluator.close();
    }
  }
}
