import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { unwrap } from '../../engine/result.js';
import { NetworkEvaluator } from '../../network/evaluator/network-evaluator.js';
import { cpuRuntime } from '../../network/runtime/onnx-runtime.js';
import { playable } from '../../network/runtime/playable-network.js';
import { Trainer } from '../../network/training/trainer.js';
import { assertClose } from './support/tensors.js';
import { BOARD, drawBatches, GAMES, NETWORK, PLAN, WEIGHTS } from './support/webgpu-work.js';

/** Where Debian's package chromium keeps SwiftShader, a Vulkan driver that needs no graphics card. */
const FOLDER = '/usr/lib/chromium';
const DRIVER = `${FOLDER}/vk_swiftshader_icd.json`;
const missing = `there is no ${DRIVER}, of Debian's package chromium`;
const skip = existsSync(DRIVER) ? false : missing;

interface Report {
  readonly int8: string;
  readonly evaluator: string;
  readonly policy: readonly number[];
  readonly value: readonly number[];
  readonly trainer: string;
  readonly losses: readonly number[];
  readonly slots: Readonly<Record<string, readonly number[]>>;
}

async function onSwiftShader(): Promise<Report> {
  const child = fileURLToPath(new URL('./support/webgpu-child.js', import.meta.url));
  const env = { ...process.env, VK_ICD_FILENAMES: DRIVER, LD_LIBRARY_PATH: FOLDER };
  const { stdout } = await promisify(execFile)(process.execPath, [child], { env });
  return JSON.parse(stdout.trim().split('\n').at(-1)!) as Report;
}

async function evaluateOnCpu() {
  const evaluator = new NetworkEvaluator(playable(NETWORK, 'test'), cpuRuntime());
  const batch = evaluator.batch(BOARD, GAMES.length);
  for (const game of GAMES) batch.add(game);
  await evaluator.evaluate(batch);
  await evaluator.close();
  return batch;
}

async function trainOnCpu() {
  const trainer = unwrap(await Trainer.start(PLAN, WEIGHTS, { device: 'cpu' }));
  const losses: number[] = [];
  for (const batch of drawBatches()) {
    losses.push((await trainer.train(batch)).numbers.get('loss')!);
  }
  const { slots } = await trainer.progress();
  await trainer.close();
  return { losses, slots };
}

describe('WebGPU, on the SwiftShader driver', { skip }, () => {
  it('evaluates and trains as the CPU does, with the weights kept on the device', async () => {
    const report = await onSwiftShader();
    assert.match(report.evaluator, /WebGPU/);
    assert.match(report.int8, /^ERR_DEVICE_UNSUITED: .*int8.*CPU/);
    const batch = await evaluateOnCpu();
    assertClose(Float32Array.from(report.policy), batch.policy, 1e-5, 'policy');
    assertClose(Float32Array.from(report.value), batch.value, 1e-5, 'value');

    assert.match(report.trainer, /WebGPU/);
    const { losses, slots } = await trainOnCpu();
    assertClose(Float32Array.from(report.losses), Float32Array.from(losses), 1e-4, 'losses');
    for (const [name, data] of slots) {
      assertClose(Float32Array.from(report.slots[name]), data, 1e-4, name);
    }
  });
});
