import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request, type IncomingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';
import { serverFor } from './support/server.js';

const SCRIPT = `console.log(${JSON.stringify('Go '.repeat(300))});`;
const ASSET = '/assets/index-1a2b3c.js';

/** A folder of pages as the build leaves it; an image has no compressed form. */
function writePages(t: TestContext): string {
  const pages = mkdtempSync(join(tmpdir(), 'tengen-pages-'));
  t.after(() => {
    rmSync(pages, { recursive: true });
  });
  mkdirSync(join(pages, 'assets'));
  for (const name of ['index.html', ASSET]) {
    writeFileSync(join(pages, name), SCRIPT);
    writeFileSync(join(pages, `${name}.br`), brotliCompressSync(SCRIPT));
    writeFileSync(join(pages, `${name}.gz`), gzipSync(SCRIPT));
  }
  writeFileSync(join(pages, 'icon.svg'), '<svg/>');
  return pages;
}

/** A file as it is sent: `fetch` would unpack it. */
function get(
  url: string,
  encoding: string,
): Promise<{ headers: IncomingHttpHeaders; body: Buffer }> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { headers: { 'accept-encoding': encoding } }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        resolve({ headers: response.headers, body: Buffer.concat(chunks) });
      });
    });
    asked.on('error', reject);
    asked.end();
  });
}

describe('the files of the page', () => {
  it('are sent compressed to browsers that take it, and as they are to others', async (t) => {
    const address = await serverFor(t, { pages: writePages(t) });
    for (const path of ['/', ASSET]) {
      const url = new URL(path, address).href;
      const brotli = await get(url, 'gzip, deflate, br');
      assert.equal(brotli.headers['content-encoding'], 'br');
      assert.equal(brotliDecompressSync(brotli.body).toString(), SCRIPT);
      const gzip = await get(url, 'gzip');
      assert.equal(gzip.headers['content-encoding'], 'gzip');
      assert.equal(gunzipSync(gzip.body).toString(), SCRIPT);
      assert.ok(gzip.body.length < SCRIPT.length / 4);
      const plain = await get(url, 'identity');
      assert.equal(plain.headers['content-encoding'], undefined);
      assert.equal(plain.body.toString(), SCRIPT);
    }
    const icon = await get(new URL('/icon.svg', address).href, 'gzip, deflate, br');
    assert.equal(icon.body.toString(), '<svg/>');
  });

  it('are kept by browsers where their names change with them', async (t) => {
    const address = await serverFor(t, { pages: writePages(t) });
    const asset = await get(new URL(ASSET, address).href, 'br');
    assert.match(asset.headers['cache-control']!, /immutable/);
    const index = await get(address, 'br');
    assert.equal(index.headers['cache-control'], 'no-cache');
  });
});
