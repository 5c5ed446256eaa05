import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Board } from '../../engine/board.js';
import { unwrap } from '../../engine/result.js';
import { openNetworkEvaluator } from '../../network/evaluator/network-evaluator.js';
import { parseDevice } from '../../network/runtime/device.js';
import { chooseRuntime, describeTrial } from '../../network/runtime/open.js';
import { placementOf, readPlacement, workLeftBy } from '../../network/runtime/placement.js';
import { playable, playableForms } from '../../network/runtime/playable-network.js';
import { openSession, tensorOf } from '../../network/runtime/session.js';
import { smallNetwork } from './support/saved-networks.js';

const BOARD = Board.of(4, 3);
const SAVED = smallNetwork({ boards: [BOARD] });
const NETWORK = playable(SAVED, 'test');

describe('--device', () => {
  it('names a device, or auto', () => {
    for (const name of ['auto', 'cpu', 'webgpu', 'tensorflow'] as const) {
      assert.equal(unwrap(parseDevice(name)), name);
    }
    const wrong = parseDevice('gpu');
    assert.ok(!wrong.ok);
    assert.equal(wrong.error.code, 'ERR_DEVICE_UNKNOWN');
    assert.match(wrong.error.message, /"gpu".*auto, cpu, webgpu, tensorflow/);
  });

  it('auto takes the fastest that is there, and says what became of each device', async () => {
    const workload = { forms: playableForms(SAVED, 'test'), board: BOARD, batch: 2 };
    const { runtime, network, trials } = unwrap(await chooseRuntime('auto', workload));
    const devices = new Set(trials.map(({ device }) => device));
    assert.deepEqual([...devices].sort(), ['cpu', 'tensorflow', 'webgpu']);
    const rates = trials.map((trial) => ('failure' in trial ? 0 : trial.positionsPerSecond));
    const best = trials[rates.indexOf(Math.max(...rates))];
    assert.ok(Math.max(...rates) > 0);
    assert.deepEqual([runtime.device, network.form], [best.device, best.form]);
    for (const trial of trials)
      assert.match(describeTrial(trial), /positions\/s$|is not there: .+/);
  });

  it('measures nothing where there is no choice', async () => {
    const workload = { forms: [NETWORK], board: BOARD, batch: 2 };
    assert.deepEqual(unwrap(await chooseRuntime('cpu', workload)).trials, []);
  });

  it('a device asked for by name and not there is a failure that says what is missing', async () => {
    // A machine without any Vulkan driver, whatever this one has.
    const child = fileURLToPath(new URL('./support/ask-for-webgpu.js', import.meta.url));
    const env = {
      ...process.env,
      VK_ICD_FILENAMES: '/nonexistent',
      VK_DRIVER_FILES: '/nonexistent',
    };
    const { stdout } = await promisify(execFile)(process.execPath, [child], { env });
    if (process.platform === 'linux') {
      assert.match(stdout, /^ERR_DEVICE_MISSING: WebGPU is not there: .*adapter.*driver.*CPU/);
    }
  });

  it('opens an evaluator on the device asked for', async () => {
    const options = { device: 'cpu', threads: 2, board: BOARD, batch: 2 } as const;
    const evaluator = unwrap(await openNetworkEvaluator([NETWORK], options));
    assert.match(evaluator.description, /CPU, 2 threads/);
    assert.deepEqual(evaluator.trials, []);
    await evaluator.close();
    const larger = { ...options, board: Board.of(9) };
    await assert.rejects(openNetworkEvaluator([NETWORK], larger), /plays 4×3 only, not 9×9/);
  });
});

describe('placement of operators', () => {
  it('is read from a profile of ONNX Runtime', async () => {
    const model = NETWORK.makeModel(BOARD);
    const { placement } = await placementOf(async (profile) => {
      const session = await openSession(model, { device: 'cpu', threads: 1, profile });
      await session.run({ planes: tensorOf(new Float32Array(17 * 12), [1, 17, 3, 4]) });
      session.endProfiling();
      await session.release();
    });
    assert.ok(placement.length > 5);
    assert.ok(placement.every(({ provider }) => provider === 'CPUExecutionProvider'));
    assert.deepEqual(workLeftBy(placement, 'CPUExecutionProvider'), []);
    const left = workLeftBy(placement, 'WebGpuExecutionProvider').join(' ');
    assert.match(left, /Conv/);
    assert.match(left, /Gemm|MatMul/);
  });

  it('takes the operators of a profile, and nothing else', () => {
    const event = (cat: string, name: string, op_name?: string, provider?: string) => ({
      cat,
      name,
      args: { op_name, provider },
    });
    const profile = JSON.stringify([
      event('Session', 'model_run'),
      event('Node', 'a_kernel_time', 'Conv', 'WebGpuExecutionProvider'),
      event('Node', 'b_fence_before', 'Conv', 'CPUExecutionProvider'),
      event('Node', 'c_kernel_time', 'QLinearConv', 'CPUExecutionProvider'),
      event('Node', 'd_kernel_time', 'QLinearConv', 'CPUExecutionProvider'),
      event('Node', 'e_kernel_time', 'Shape', 'CPUExecutionProvider'),
    ]);
    const placement = readPlacement(profile);
    assert.equal(placement.length, 4);
    assert.deepEqual(workLeftBy(placement, 'WebGpuExecutionProvider'), ['QLinearConv']);
  });
});
