/* What runtime.test.ts runs where there is no driver: asks for WebGPU and prints the answer. */
import { openRuntime } from '../../../network/runtime/open.js';

const runtime = await openRuntime('webgpu');
console.log(
  runtime.ok ? runtime.value.description : `${runtime.error.code}: ${runtime.error.message}`,
);
