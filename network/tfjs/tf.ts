import type * as tfcore from '@tensorflow/tfjs';

/**
 * The TensorFlow.js library, passed in by whoever chose its backend: any package that exports
 * tfjs-core's functions will do. Nothing in network/ loads one by itself.
 */
export type Tf = typeof tfcore;
export type Tensor = tfcore.Tensor;
