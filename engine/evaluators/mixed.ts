import type { Board } from '../board.js';
import type { Batch, Evaluator } from '../evaluator.js';
import type { Game } from '../game.js';

/** What a mixed evaluation is made of. */
export interface MixedParts {
  /** Tells the moves, and the value too where nothing else does. */
  readonly policy: Evaluator;
  /** Tells the value v, if it is not the policy's own. */
  readonly value?: Evaluator;
  /** Tells the outcome z of a rollout. */
  readonly rollouts?: Evaluator;
  /** The λ of (1−λ)·v + λ·z, in [0, 1]; 0, which is AlphaGo Zero's way, if there are no rollouts. */
  readonly lambda: number;
}

/**
 * AlphaGo's evaluation of a leaf (Silver et al. 2016): the policy of one network, and the value
 * (1−λ)·v + λ·z, with v of a network, the same or another, and z the outcome of a rollout. What the
 * mixture leaves out is not asked: at λ = 0 there is no rollout, and at λ = 1 no value network. The
 * parts are closed with it.
 * @throws RangeError where λ is not in [0, 1], or is not 0 and there are no rollouts.
 */
export function mixedEvaluator(parts: MixedParts): Evaluator {
  const { policy, value = policy, rollouts, lambda } = parts;
  if (!(lambda >= 0 && lambda <= 1)) throw new RangeError(`λ is ${lambda}: it must be in [0, 1]`);
  if (lambda > 0 && rollouts === undefined) throw new RangeError('a mixture needs rollouts');
  const asked = lambda < 1 ? value : policy;
  const played = lambda > 0 ? rollouts : undefined;
  // Who may be at work in another thread begins, and rollouts, which are played in this one, end.
  const used = [...new Set([asked, policy, ...(played === undefined ? [] : [played])])];
  return {
    description: describe(parts),
    batch: (board, capacity) => new MixedBatch(board, capacity, { policy, asked, played, lambda }),
    evaluate: (batch) => {
      if (!(batch instanceof MixedBatch)) throw new TypeError('a batch of another evaluator');
      return batch.evaluate(used);
    },
    close: async () => {
      const all = new Set([policy, value, ...(rollouts === undefined ? [] : [rollouts])]);
      await Promise.all([...all].map((part) => part.close()));
    },
  };
}

function describe({ policy, value, rollouts, lambda }: MixedParts): string {
  const v = value === undefined ? '' : `, value by ${value.description}`;
  const z = rollouts === undefined ? '' : `, λ ${lambda} of ${rollouts.description}`;
  return `${policy.description}${v}${z}`;
}

interface Chosen {
  readonly policy: Evaluator;
  /** Whose value counts; the policy's where none does. */
  readonly asked: Evaluator;
  readonly played: Evaluator | undefined;
  readonly lambda: number;
}

class MixedBatch implements Batch {
  readonly policy: Float32Array;
  readonly value: Float32Array;
  readonly ownership?: Float32Array;
  readonly score?: Float32Array;
  private readonly parts = new Map<Evaluator, Batch>();
  private readonly v: Float32Array;
  private readonly z: Float32Array | undefined;
  private readonly lambda: number;

  constructor(
    readonly board: Board,
    readonly capacity: number,
    { policy, asked, played, lambda }: Chosen,
  ) {
    for (const part of [policy, asked, ...(played === undefined ? [] : [played])]) {
      if (!this.parts.has(part)) this.parts.set(part, part.batch(board, capacity));
    }
    const valued = this.parts.get(asked)!;
    this.policy = this.parts.get(policy)!.policy;
    this.v = valued.value;
    this.z = played && this.parts.get(played)!.value;
    this.value = this.z === undefined ? this.v : new Float32Array(capacity);
    this.lambda = lambda;
    if (valued.ownership !== undefined) this.ownership = valued.ownership;
    if (valued.score !== undefined) this.score = valued.score;
  }

  get size(): number {
    return this.first.size;
  }

  get known(): number {
    return Math.min(...[...this.parts.values()].map(({ known = 0 }) => known));
  }

  add(game: Game): number {
    let row = -1;
    for (const part of this.parts.values()) row = part.add(game);
    return row;
  }

  clear(): void {
    for (const part of this.parts.values()) part.clear();
  }

  /** Has the parts begin one after the other, and mixes what they said when all are done. */
  evaluate(used: readonly Evaluator[]): Promise<void> | void {
    const waits = used.flatMap((part) => part.evaluate(this.parts.get(part)!) ?? []);
    if (waits.length === 0) {
      this.mix();
      return;
    }
    return Promise.all(waits).then(() => {
      this.mix();
    });
  }

  private get first(): Batch {
    return this.parts.values().next().value!;
  }

  private mix(): void {
    const { v, z, value, lambda, size } = this;
    if (z === undefined) return;
    for (let row = 0; row < size; row++) value[row] = (1 - lambda) * v[row] + lambda * z[row];
  }
}
