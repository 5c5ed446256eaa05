import type { Random } from '../random.js';
import { ROOT, type Tree } from './tree.js';

/** Noise on the root's priors, so that self-play tries moves the network thinks little of. */
export interface RootNoise {
  /** Concentration of the Dirichlet distribution. AlphaGo Zero: 0.03 on 19×19. */
  readonly alpha: number;
  /** Weight of the noise, ε. AlphaGo Zero: 0.25. */
  readonly weight: number;
}

/**
 * The concentration that spreads the noise over about ten moves on a board of any size, as 0.03 does
 * on 19×19 (0.03 · 361 ≈ 10.83; KataGo scales it the same way).
 */
export function dirichletAlpha(area: number): number {
  return (0.03 * 361) / area;
}

/** Mixes noise into the priors of an evaluated root: (1 − ε) P + ε η, η ~ Dir(α) (Silver et al. 2017). */
export function addNoise(tree: Tree, { alpha, weight }: RootNoise, random: Random): void {
  const first = tree.first[ROOT];
  const count = tree.count[ROOT];
  const noise = Float64Array.from({ length: count }, () => drawGamma(alpha, random));
  const total = noise.reduce((sum, x) => sum + x, 0);
  if (total === 0) return;
  for (let i = 0; i < count; i++) {
    tree.prior[first + i] = (1 - weight) * tree.prior[first + i] + (weight * noise[i]) / total;
  }
  tree.advance(ROOT);
}

/** A draw from the gamma distribution with that shape and scale 1 (Marsaglia & Tsang 2000). */
export function drawGamma(shape: number, random: Random): number {
  if (shape < 1) return drawGamma(shape + 1, random) * uniform(random) ** (1 / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = drawNormal(random);
    const v = (1 + c * x) ** 3;
    if (v > 0 && Math.log(uniform(random)) < 0.5 * x * x + d - d * v + d * Math.log(v))
      return d * v;
  }
}

/** A draw from the standard normal distribution (Box & Muller 1958). */
export function drawNormal(random: Random): number {
  return Math.sqrt(-2 * Math.log(uniform(random))) * Math.cos(2 * Math.PI * random.float());
}

/** A number in (0, 1), whose logarithm is finite. */
function uniform(random: Random): number {
  return random.float() || 2 ** -33;
}
