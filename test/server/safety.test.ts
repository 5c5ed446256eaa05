import assert from 'node:assert/strict';
import { once } from 'node:events';
import { request } from 'node:http';
import { describe, it } from 'node:test';
import { WebSocket } from 'ws';
import { Random } from '../../engine/random.js';
import { mayConnect } from '../../server/http/origins.js';
import { RateLimit } from '../../server/http/rate.js';
import { SOCKET_PATH, VERSION } from '../../server/messages/common.js';
import type { FromServer } from '../../server/messages/from-server.js';
import { Page } from './support/page.js';
import { serverFor } from './support/server.js';

const ROUNDS = 10_000;

/** A number that the test asks nothing else under. */
const FOREIGN_ID = 999_999;

/** Messages that are wrong in one way or another; most look as if they were right. */
function wrongMessage(random: Random): string | Buffer {
  const pick = <T>(values: readonly T[]): T => values[random.below(values.length)];
  const value = pick([
    null,
    -1,
    1.5,
    1e300,
    'x',
    '../../etc/passwd',
    [],
    {},
    true,
    'A'.repeat(999),
  ]);
  const type = pick(['play', 'go', 'new-game', 'load-sgf', 'comment', 'watch-run', 'show-game']);
  switch (random.below(8)) {
    case 0:
      return JSON.stringify({ type, id: FOREIGN_ID, node: value, move: value });
    case 1:
      return JSON.stringify({ type, id: value });
    case 2:
      return JSON.stringify(value);
    case 3:
      return JSON.stringify({ type, id: FOREIGN_ID, settings: { width: value } }).slice(
        0,
        random.below(40),
      );
    case 4:
      return Buffer.from([random.below(256), random.below(256)]);
    case 5: // a hello, again
      return JSON.stringify({ type: 'hello', id: FOREIGN_ID, version: VERSION, token: null });
    case 6: // out of order: about a node that is no more, or never was
      return JSON.stringify({
        type: 'play',
        id: FOREIGN_ID,
        node: 900_000 + random.below(9),
        move: 0,
      });
    default:
      return JSON.stringify({
        type: 'load-sgf',
        id: FOREIGN_ID,
        text: '(;'.repeat(random.below(300)),
      });
  }
}

/** What a page was refused, from a place on. */
function refusalsOf(page: Page, from: number): FromServer[] {
  return page.told.slice(from).filter(({ type }) => type === 'error');
}

describe('a server that is sent nonsense', () => {
  it(`refuses ${ROUNDS} wrong messages, each with a code; other sessions go on`, async (t) => {
    const address = await serverFor(t);
    const [victim, bad] = [await Page.open(address), await Page.open(address)];
    await victim.ask({ type: 'load-sgf', text: '(;SZ[5];B[cc])' });
    const from = bad.told.length;
    const random = new Random(3);
    for (let round = 0; round < ROUNDS; round++) {
      bad.socket.send(wrongMessage(random));
      if (round % 500 === 0) assert.equal(await victim.code({ type: 'ping' }), 'done');
      if (round % 500 === 499) assert.equal(await bad.code({ type: 'ping' }), 'done');
    }
    const answers = refusalsOf(bad, from);
    assert.equal(answers.length, ROUNDS);
    for (const answer of answers) {
      assert.ok(answer.type === 'error', JSON.stringify(answer));
      assert.notEqual(answer.code, 'ERR_INTERNAL');
      assert.ok(answer.message.length < 600 && !answer.message.includes('    at '));
    }
    assert.equal(await victim.code({ type: 'undo' }), 'ERR_NOTHING_TO_UNDO');
    assert.equal(victim.last('game').nodes.length, 2);
    await Promise.all([victim.close(), bad.close()]);
  });

  it('ends a connection with a message that is too large; others stay', async (t) => {
    const address = await serverFor(t);
    const [victim, bad] = [await Page.open(address), await Page.open(address)];
    const closed = once(bad.socket, 'close');
    bad.socket.send('x'.repeat(3_000_000));
    assert.equal((await closed)[0], 1009);
    assert.equal(await victim.code({ type: 'ping' }), 'done');
    await victim.close();
  });

  it('wants hello first, and pages of its own version', async (t) => {
    const page = await Page.connect(await serverFor(t));
    assert.equal(await page.code({ type: 'undo' }), 'ERR_HELLO_FIRST');
    assert.equal(await page.code({ type: 'hello', version: 999, token: null }), 'ERR_VERSION');
    await page.close();
  });
});

describe('limits', () => {
  it('hold for sessions, connections and boards', async (t) => {
    const address = await serverFor(t, {
      session: { visits: 50, seconds: 1, side: 9, nodes: 3, interval: 20 },
      keeping: { sessions: 2, keep: 60_000, keepUntouched: 60_000 },
      connections: 3,
    });
    const pages = [await Page.open(address), await Page.open(address)];
    const third = await Page.connect(address);
    const hello = { type: 'hello', version: VERSION, token: null } as const;
    assert.equal(await third.code(hello), 'ERR_SESSIONS_FULL');
    assert.equal(await statusOf(address), 503);
    const large = '(;SZ[19])';
    assert.equal(await pages[0].code({ type: 'load-sgf', text: large }), 'ERR_BOARD_SIDE');
    await pages[0].ask({ type: 'load-sgf', text: '(;SZ[5];B[aa];W[bb])' });
    assert.equal((await pages[0].play(7)).type, 'error');
    assert.equal(pages[0].last('error').code, 'ERR_TREE_FULL');
    await pages[0].ask({ type: 'analyse', on: true, visits: 1e9 });
    const final = await pages[0].hears((m) => m.type === 'analysis' && m.analysis.final);
    assert.ok(final.type === 'analysis' && final.analysis.visits < 100);
    await Promise.all([...pages, third].map((page) => page.close()));
  });

  it('hold for messages a second', async (t) => {
    const page = await Page.open(await serverFor(t, { rate: { perSecond: 1e-6, burst: 3 } }));
    assert.equal(await page.code({ type: 'ping' }), 'done');
    assert.equal(await page.code({ type: 'ping' }), 'done');
    page.socket.send('{}');
    await page.hears((m) => m.type === 'error' && m.code === 'ERR_RATE');
    await page.close();
  });

  it('let a bucket of messages fill again with time', () => {
    let now = 0;
    const limit = new RateLimit({ perSecond: 2, burst: 2 }, () => now);
    assert.deepEqual([limit.allows(), limit.allows(), limit.allows()], [true, true, false]);
    now = 499;
    assert.equal(limit.allows(), false);
    now = 1000;
    assert.deepEqual([limit.allows(), limit.allows(), limit.allows()], [true, true, false]);
  });
});

/** The status with which a WebSocket is answered that is not let in; 101 if it is. */
async function statusOf(address: string, headers = {}, path = SOCKET_PATH): Promise<number> {
  const socket = new WebSocket(address.replace('http', 'ws') + path, { headers });
  return new Promise((resolve) => {
    socket.on('unexpected-response', (_request, response) => {
      resolve(response.statusCode!);
      response.destroy();
    });
    socket.on('open', () => {
      socket.close();
      resolve(101);
    });
    socket.on('error', () => undefined);
  });
}

describe('who may connect', () => {
  const HERE = { host: '127.0.0.1', allowed: ['https://go.example.org'] };
  const CASES: readonly [string | undefined, string | undefined, boolean][] = [
    ['http://127.0.0.1:8361', '127.0.0.1:8361', true],
    ['http://localhost:8361', 'localhost:8361', true],
    ['http://[::1]:8361', '[::1]:8361', true],
    ['http://192.168.1.5:8361', '192.168.1.5:8361', true],
    [undefined, '127.0.0.1:8361', true],
    ['https://go.example.org', '127.0.0.1:8361', true],
    ['https://go.example.org', 'go.example.org', true],
    ['http://evil.example', '127.0.0.1:8361', false],
    ['http://127.0.0.1:9999', '127.0.0.1:8361', false],
    ['http://evil.example', 'evil.example', false],
    [undefined, 'evil.example', false],
    ['null', '127.0.0.1:8361', false],
    ['http://localhost.evil.example', 'localhost:8361', false],
    ['http://127.0.0.1:8361', undefined, false],
  ];
  for (const [origin, host, allowed] of CASES) {
    it(`${allowed ? 'lets in' : 'turns away'} ${origin ?? 'no origin'} at ${host ?? 'no host'}`, () => {
      assert.equal(mayConnect({ origin, host }, HERE), allowed);
    });
  }

  it('is looked at before a socket is opened', async (t) => {
    const address = await serverFor(t);
    assert.equal(await statusOf(address, { origin: 'http://evil.example' }), 403);
    assert.equal(await statusOf(address, { host: 'evil.example' }), 403);
    assert.equal(await statusOf(address, {}, '/elsewhere'), 404);
    assert.equal(await statusOf(address, { origin: address }), 101);
  });
});

describe('the HTTP side', () => {
  it('tells its health and its figures, and nothing of how it is made', async (t) => {
    const address = await serverFor(t);
    const page = await Page.open(address);
    page.socket.send('{}');
    await page.hears((m) => m.type === 'error');
    const health = await fetch(`${address}/healthz`);
    assert.deepEqual(await health.json(), { status: 'ok' });
    const policy = health.headers.get('content-security-policy')!;
    assert.match(policy, /default-src 'none'/);
    assert.doesNotMatch(policy, /unsafe/);
    assert.equal(health.headers.get('x-content-type-options'), 'nosniff');
    const figures = await (await fetch(`${address}/metrics`)).text();
    assert.match(figures, /^tengen_sessions 1$/m);
    assert.match(figures, /^tengen_refusals_total\{code="ERR_MESSAGE_SHAPE"\} 1$/m);
    for (const line of figures.trimEnd().split('\n')) {
      assert.match(line, /^(# (HELP|TYPE) .+|[a-z_]+(\{[^}]*\})? [-+.\de]+)$/);
    }
    const missing = await fetch(`${address}/%2e%2e/%2e%2e/package.json`);
    assert.equal(missing.status, 404);
    const posted = await fetch(`${address}/healthz`, { method: 'POST', body: '{' });
    assert.ok(posted.status >= 400 && posted.status < 500);
    assert.ok(!(await posted.text()).includes('node_modules'));
    assert.equal(await statusWithHost(address, 'evil.example'), 421);
    await page.close();
  });
});

/** fetch does not let one choose the host. */
async function statusWithHost(address: string, host: string): Promise<number> {
  const asked = request(`${address}/healthz`, { headers: { host } }).end();
  const [response] = (await once(asked, 'response')) as [{ statusCode: number; resume(): void }];
  response.resume();
  return response.statusCode;
}
