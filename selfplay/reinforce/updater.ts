import { emitOnnx, type Tensors } from '../../network/onnx/emit.js';
import { newGraph } from '../../network/ops/table.js';
import { openSession, tensorOf, type Session } from '../../network/runtime/session.js';
import { ALPHAGO_ZERO_TRAINING } from '../../network/training/settings.js';
import { initialSlots, nextName, type Slot } from '../../network/training/slots.js';
import { gradientName } from '../../network/training/split-step.js';
import { buildUpdate, LEARNING_RATE, updateOutputs } from '../../network/training/update.js';
import type { LearnedWeight } from './gradient-model.js';
import type { ReinforceSettings } from './settings.js';
import type { Gradient } from './vectors.js';

/** Changes weights by gradients, with the optimiser of the settings and its memory. */
export class Updater {
  private constructor(
    private readonly learned: readonly LearnedWeight[],
    private readonly slots: readonly Slot[],
    private readonly session: Session,
    private state: Tensors,
  ) {}

  /** `from`: all slots of an updater before, or the weights of a network before the first update. */
  static async open(
    learned: readonly LearnedWeight[],
    { optimiser, clipNorm }: Pick<ReinforceSettings, 'optimiser' | 'clipNorm'>,
    from: { readonly slots: Tensors } | { readonly weights: Tensors },
  ): Promise<Updater> {
    const graph = newGraph();
    const parameters = learned.map(({ name, shape }) => ({
      weight: graph.weight(name, shape),
      gradient: graph.input(gradientName(name), shape),
    }));
    const settings = { ...ALPHAGO_ZERO_TRAINING, optimiser, clipNorm, averageDecay: null };
    const update = buildUpdate(graph, parameters, [], settings);
    const model = emitOnnx(updateOutputs(update));
    const session = await openSession(model, { device: 'cpu', threads: 1 });
    const slots = 'slots' in from ? from.slots : initialSlots(update.slots, from.weights);
    return new Updater(learned, update.slots, session, slots);
  }

  /** Weights and the optimiser's memory, by name. */
  get progress(): Tensors {
    return this.state;
  }

  /** A network's weights with those that are learnt as they are now. */
  applyTo(weights: Tensors): Tensors {
    const learned = this.learned.map(({ name }) => [name, this.state.get(name)!] as const);
    return new Map([...weights, ...learned]);
  }

  /** One step down a gradient. */
  async update(gradient: Gradient, rate: number): Promise<void> {
    const feeds = {
      ...Object.fromEntries(
        this.slots.map(({ name, shape }) => [name, tensorOf(this.state.get(name)!, shape)]),
      ),
      ...Object.fromEntries(
        this.learned.map(({ name, shape }) => [
          gradientName(name),
          tensorOf(gradient.get(name)!, shape),
        ]),
      ),
      [LEARNING_RATE]: tensorOf(Float32Array.of(rate), []),
    };
    const results = await this.session.run(feeds);
    this.state = new Map(
      this.slots.map(({ name }) => [name, results[nextName(name)].data as Float32Array]),
    );
  }

  async close(): Promise<void> {
    await this.session.release();
  }
}
