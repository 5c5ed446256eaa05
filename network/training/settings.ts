import { DEFAULT_LOSS_WEIGHTS, type LossWeights, type PolicyDistillation } from './loss.js';
import { SGD, type OptimiserSettings } from './optimisers.js';

export interface TrainingSettings {
  readonly optimiser: OptimiserSettings;
  readonly lossWeights: LossWeights;
  /** Absent where there is no teacher, or its policy is mixed into the targets; see distil.ts. */
  readonly distillation?: PolicyDistillation;
  /** The c of c‖θ‖² in the loss. */
  readonly l2: number;
  /** Whether θ is all that is learned, or kernels only and not biases and normalisations. */
  readonly l2Over: 'all' | 'kernels';
  /** The greatest norm that all gradients together may have; longer ones are shortened. */
  readonly clipNorm: number | null;
  /** How much of a running statistic a step keeps. */
  readonly statisticsDecay: number;
  /**
   * How much of the moving average of weights a step keeps, less in the first steps; null for no
   * average.
   */
  readonly averageDecay: number | null;
}

/** Silver et al. 2017, which neither clips gradients nor averages weights. */
export const ALPHAGO_ZERO_TRAINING: TrainingSettings = {
  optimiser: SGD,
  lossWeights: DEFAULT_LOSS_WEIGHTS,
  l2: 1e-4,
  l2Over: 'all',
  clipNorm: null,
  statisticsDecay: 0.99,
  averageDecay: null,
};
