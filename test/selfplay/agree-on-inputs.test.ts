import assert from 'node:assert/strict';
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { unwrap } from '../../engine/result.js';
import { agreeOnInputs } from '../../selfplay/disk/agree-on-inputs.js';
import { fileHash } from '../../selfplay/disk/file-hash.js';

const path = mkdtempSync(join(tmpdir(), 'inputs-'));
after(() => {
  rmSync(path, { recursive: true });
});

function fileOf(name: string, content: string): string {
  const file = join(path, name);
  writeFileSync(file, content);
  return file;
}

describe('the hash of a file', () => {
  it('is its SHA-256', () => {
    // FIPS 180-2, appendices B.1 and B.3.
    const abc = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
    const million = 'cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0';
    assert.equal(unwrap(fileHash(fileOf('abc', 'abc'))), abc);
    assert.equal(unwrap(fileHash(fileOf('million', 'a'.repeat(1_000_000)))), million);
    const missing = fileHash(join(path, 'nothing'));
    assert.equal(missing.ok ? '' : missing.error.code, 'ERR_DISK');
  });
});

describe('the files that work begins with', () => {
  const folder = { path, inputs: join(path, 'inputs.json') };

  it('may move, but not change', () => {
    const a = fileOf('a', 'first');
    assert.ok(agreeOnInputs(folder, { '--network': a }).ok);
    const moved = join(path, 'moved');
    renameSync(a, moved);
    assert.ok(agreeOnInputs(folder, { '--network': moved }).ok);
    writeFileSync(moved, 'second');
    const other = agreeOnInputs(folder, { '--network': moved });
    assert.equal(other.ok ? '' : other.error.code, 'ERR_RUN_SETTINGS');
    assert.match(other.ok ? '' : other.error.message, /--network .*a as that was.*--out DIR/);
  });

  it('are as many as before', () => {
    const first = fileOf('b', 'first');
    const more = agreeOnInputs(folder, { '--network': first, '--reinforced': first });
    assert.match(more.ok ? '' : more.error.message, /begun with no --reinforced/);
    const fewer = agreeOnInputs(folder, {});
    assert.match(fewer.ok ? '' : fewer.error.message, /begun with --network/);
  });
});
