import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, it } from 'node:test';
import { Board } from '../../engine/board.js';
import { makeNetworkFile } from '../../network/files/network-file.js';
import { findNetwork } from '../../network/files/shipped.js';
import { ThinkingPool } from '../../server/thinking/pool.js';
import { smallNetwork } from '../network/support/saved-networks.js';
import { temporaryFolder } from '../selfplay/support/temporary.js';
import { Page } from './support/page.js';
import { serverFor, startPool } from './support/server.js';

const shippedFor = (side: number): string => basename(findNetwork(Board.of(side))!);

describe('who thinks about a board', () => {
  it('is the shipped network that fits and playouts elsewhere, which the page is told', async (t) => {
    const page = await Page.open(await serverFor(t));
    assert.deepEqual(
      page.last('welcome').limits.networkSides.toSorted(),
      [13, 14, 15, 16, 17, 18, 19, 9],
    );
    for (const [size, network] of [
      [9, true],
      [19, true],
      [7, false],
    ] as const) {
      await page.ask({ type: 'load-sgf', text: `(;SZ[${size}])` });
      await page.hears((m) => m.type === 'thinker' && m.thinker.width === size);
      const { thinker } = page.last('thinker');
      assert.equal(thinker.network, network);
      assert.match(thinker.description, network ? new RegExp(`^${shippedFor(size)}`) : /playouts/);
    }
    await page.close();
  });

  it('is a network that was given where it fits, before the shipped one', async (t) => {
    const folder = temporaryFolder(t);
    const five = join(folder, 'five.onnx');
    writeFileSync(five, makeNetworkFile(smallNetwork({ boards: [{ width: 5, height: 5 }] })));
    const nine = join(folder, 'nine.onnx');
    writeFileSync(nine, makeNetworkFile(smallNetwork({ boards: [{ width: 9, height: 9 }] })));

    const one = await startPool([five]);
    t.after(() => one.close());
    for (const side of [5, 9]) assert.ok(one.networkSides.includes(side));
    assert.match((await one.describe(5, 5)).description, /^five\.onnx/);
    assert.ok((await one.describe(9, 9)).description.startsWith(shippedFor(9)));
    assert.equal((await one.describe(5, 4)).network, false);

    const two = await startPool([five, nine]);
    t.after(() => two.close());
    assert.match((await two.describe(9, 9)).description, /^nine\.onnx/);
  });

  it('is nobody where a file is no network, or fits no board', async (t) => {
    const folder = temporaryFolder(t);
    const none = join(folder, 'none.onnx');
    writeFileSync(none, 'nothing');
    const oblong = join(folder, 'oblong.onnx');
    writeFileSync(oblong, makeNetworkFile(smallNetwork()));
    const rest = { device: 'cpu', threads: 1, seed: 1, taskBytes: 1, treeBytes: 1 } as const;
    const code = async (networks: string[]): Promise<string> => {
      const started = await ThinkingPool.start({ networks, ...rest });
      return started.ok ? 'started' : started.error.code;
    };
    assert.equal(await code([join(folder, 'missing.onnx')]), 'ERR_NETWORK_MISSING');
    assert.match(await code([none]), /^ERR_NETWORK_/);
    assert.equal(await code([oblong]), 'ERR_NETWORK_BOARD');
  });
});
