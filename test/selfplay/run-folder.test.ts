import assert from 'node:assert/strict';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { basename, join, relative } from 'node:path';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { unwrap } from '../../engine/result.js';
import { AppendFile } from '../../selfplay/disk/append-file.js';
import { appendLine, readLines } from '../../selfplay/disk/json-lines.js';
import { readJson, writeJson, writeWhole } from '../../selfplay/disk/whole-file.js';
import { networkPath, prepareRunFolder, runFolder } from '../../selfplay/run/folder.js';
import { temporaryFolder } from './support/temporary.js';

describe('the folder of a run', () => {
  it('holds everything of the run, networks by number', (t) => {
    const path = temporaryFolder(t);
    const run = runFolder(path);
    for (const place of Object.values(run))
      assert.ok(!relative(path, place as string).startsWith('..'));
    assert.equal(relative(path, networkPath(run, 7)), join('networks', '0007.onnx'));
    assert.equal(basename(networkPath(run, 12345)), '12345.onnx');
  });

  it('is made where it is not, and cleared of unfinished files only', (t) => {
    const run = runFolder(join(temporaryFolder(t), 'runs', 'first'));
    unwrap(prepareRunFolder(run));
    writeFileSync(`${networkPath(run, 1)}.unfinished`, 'half');
    writeFileSync(`${run.state}.unfinished`, 'half');
    writeFileSync(networkPath(run, 0), 'whole');
    writeFileSync(join(run.path, 'notes.txt'), 'mine');
    unwrap(prepareRunFolder(run));
    assert.deepEqual(readdirSync(run.networks), ['0000.onnx']);
    const names = readdirSync(run.path);
    assert.ok(names.includes('notes.txt'));
    assert.ok(!names.includes('state.json.unfinished'));
  });

  it('cannot be where a file is', (t) => {
    const path = join(temporaryFolder(t), 'file');
    writeFileSync(path, '');
    const prepared = prepareRunFolder(runFolder(path));
    assert.equal(prepared.ok ? undefined : prepared.error.code, 'ERR_DISK');
  });
});

describe('a whole file', () => {
  it('replaces the one before', (t) => {
    const path = join(temporaryFolder(t), 'network.onnx');
    unwrap(writeWhole(path, Uint8Array.of(1, 2, 3)));
    unwrap(writeWhole(path, Uint8Array.of(4)));
    assert.deepEqual([...readFileSync(path)], [4]);
  });

  it('that cannot be written leaves nothing behind, and what was there as it was', (t) => {
    const folder = temporaryFolder(t);
    const path = join(folder, 'state.json');
    mkdirSync(join(path, 'in the way'), { recursive: true });
    const written = writeWhole(path, 'new');
    assert.equal(written.ok ? undefined : written.error.code, 'ERR_DISK');
    assert.deepEqual(readdirSync(folder), ['state.json']);
    assert.equal(existsSync(join(path, 'in the way')), true);
  });

  it('of JSON is read again, or refused with a code', (t) => {
    const path = join(temporaryFolder(t), 'settings.json');
    const code = (): string | undefined => {
      const read = readJson(path);
      return read.ok ? undefined : read.error.code;
    };
    assert.equal(code(), 'ERR_FILE_MISSING');
    unwrap(writeJson(path, { board: 9 }));
    assert.deepEqual(unwrap(readJson(path)), { board: 9 });
    writeFileSync(path, '{"board": ');
    assert.equal(code(), 'ERR_FILE_JSON');
  });
});

describe('lines of JSON', () => {
  it('are read as they were appended; there are none without a file', (t) => {
    const path = join(temporaryFolder(t), 'gates.jsonl');
    assert.deepEqual(readLines(path), { values: [], damages: [] });
    fc.assert(
      fc.property(fc.array(fc.json({ maxDepth: 2 }), { maxLength: 5 }), (texts) => {
        writeFileSync(path, '');
        const values = texts.map((text) => JSON.parse(text) as unknown);
        for (const value of values) unwrap(appendLine(path, value));
        assert.deepEqual(readLines(path).values, JSON.parse(JSON.stringify(values)));
      }),
      { numRuns: 30 },
    );
  });

  it('outlive a torn line, which is named', (t) => {
    const path = join(temporaryFolder(t), 'gates.jsonl');
    unwrap(appendLine(path, { gate: 1 }));
    appendFileSync(path, '{"gate": 2, "wo');
    const torn = { file: path, offset: 11, bytes: 15 };
    const { values, damages } = readLines(path);
    assert.deepEqual(values, [{ gate: 1 }]);
    assert.deepEqual(damages, [{ ...torn, reason: 'a line torn off at its end' }]);
    unwrap(appendLine(path, { gate: 3 }));
    const after = readLines(path);
    assert.deepEqual(after.values, [{ gate: 1 }, { gate: 3 }]);
    assert.deepEqual(after.damages, [{ ...torn, reason: 'a line that is not JSON' }]);
  });

  it('count without the end of the last line, if that is whole', (t) => {
    const path = join(temporaryFolder(t), 'gates.jsonl');
    writeFileSync(path, '{"gate":1}\n{"gate":2}');
    assert.deepEqual(readLines(path).values, [{ gate: 1 }, { gate: 2 }]);
    unwrap(appendLine(path, { gate: 3 }));
    assert.deepEqual(readLines(path).values, [{ gate: 1 }, { gate: 2 }, { gate: 3 }]);
  });
});

describe('a file that grows', () => {
  it('goes on at its end, or where it is told to', (t) => {
    const path = join(temporaryFolder(t), 'file');
    const write = (text: string, end?: number): void => {
      const file = unwrap(AppendFile.open(path, end));
      unwrap(file.append(Buffer.from(text)));
      unwrap(file.appendDurably(Buffer.from('.')));
      assert.equal(file.size, readFileSync(path).length);
      file.close();
    };
    write('one');
    write('two');
    write('3', 4);
    assert.equal(readFileSync(path, 'utf8'), 'one.3.');
  });
});
