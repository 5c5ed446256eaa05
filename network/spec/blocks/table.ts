import type { Block } from './block.js';
import { depthwiseSeparable } from './depthwise-separable.js';
import { globalPooling } from './global-pooling.js';
import { dense, preActivation, pyramid, wide } from './preactivation.js';
import { bottleneck, dilated, plain, residual } from './residual.js';
import { selfAttention } from './self-attention.js';

/** The blocks that a spec can name. */
export const BLOCKS: Readonly<Record<string, Block>> = {
  plain,
  residual,
  'pre-activation': preActivation,
  bottleneck,
  wide,
  pyramid,
  'depthwise-separable': depthwiseSeparable,
  dense,
  dilated,
  'global-pooling': globalPooling,
  'self-attention': selfAttention,
};
