import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { idOf, parseLine } from '../../gtp/protocol/command.js';
import { LineSplitter } from '../../gtp/protocol/line-splitter.js';
import { makeResponse } from '../../gtp/protocol/response.js';

const commandOf = (text: string) => {
  const line = parseLine(text);
  return line.kind === 'command' ? line.command : line.kind;
};

describe('a line of GTP', () => {
  it('is an id, a name and arguments', () => {
    assert.deepEqual(commandOf('play b D4'), { id: '', name: 'play', args: ['b', 'D4'] });
    assert.deepEqual(commandOf('007 name'), { id: '007', name: 'name', args: [] });
    assert.deepEqual(commandOf('12'), { id: '12', name: '', args: [] });
    assert.deepEqual(commandOf('2b x'), { id: '', name: '2b', args: ['x'] });
  });

  it('has spaces and tabs alike, and no other control characters', () => {
    assert.deepEqual(commandOf(' \t1\tplay  white\t q16 \r'), {
      id: '1',
      name: 'play',
      args: ['white', 'q16'],
    });
    assert.deepEqual(commandOf('na\x00m\x7f\x1be'), { id: '', name: 'name', args: [] });
  });

  it('may have a comment, or be one', () => {
    assert.deepEqual(commandOf('3 genmove b # please'), { id: '3', name: 'genmove', args: ['b'] });
    assert.equal(commandOf('# a comment'), 'nothing');
    assert.equal(commandOf('   \t '), 'nothing');
    assert.equal(commandOf('# interrupt'), 'interrupt');
    assert.equal(commandOf('# interrupted'), 'nothing');
  });
});

describe('a response', () => {
  it('ends with an empty line, and has none before', () => {
    assert.equal(makeResponse('', true, ''), '=\n\n');
    assert.equal(makeResponse('12', true, 'D4'), '=12 D4\n\n');
    assert.equal(makeResponse('', false, 'syntax error'), '? syntax error\n\n');
    assert.equal(makeResponse('', true, '\nA B\n\n\nC\n'), '= \nA B\nC\n\n');
    assert.equal(makeResponse('', true, 'a\tb\r\x07c'), '= a bc\n\n');
  });
});

describe('lines from bytes', () => {
  it('are the same however the bytes are cut', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: 'binary' }).map((text) => text.replaceAll('\n', ''))),
        fc.array(fc.nat({ max: 40 })),
        (texts, sizes) => {
          const bytes = Buffer.from(texts.map((text) => `${text}\n`).join(''));
          const splitter = new LineSplitter();
          const lines = [];
          for (let at = 0, i = 0; at < bytes.length; i++) {
            const size = 1 + (sizes[i] ?? 1000);
            lines.push(...splitter.push(bytes.subarray(at, at + size)));
            at += size;
          }
          assert.deepEqual(
            lines.map(({ text }) => text),
            // As UTF-8 has them: lone surrogates cannot be written.
            texts.map((text) => Buffer.from(text).toString()),
          );
          assert.deepEqual(splitter.end(), []);
        },
      ),
    );
  });

  it('are cut where they are too long, and the next ones are whole', () => {
    const splitter = new LineSplitter(8);
    const lines = ['12 name is too long', 'name', '12345678', ''].map((text) => `${text}\n`);
    assert.deepEqual(splitter.push(Buffer.from(lines.join(''))), [
      { text: '12 name ', cut: true },
      { text: 'name', cut: false },
      { text: '12345678', cut: false },
      { text: '', cut: false },
    ]);
    assert.equal(idOf('12 name '), '12');
    assert.equal(idOf('name 12 '), '');
  });

  it('include a last one without an end', () => {
    const splitter = new LineSplitter();
    assert.deepEqual(splitter.push(Buffer.from('name\nqui')), [{ text: 'name', cut: false }]);
    assert.deepEqual(splitter.end(), [{ text: 'qui', cut: false }]);
  });
});
