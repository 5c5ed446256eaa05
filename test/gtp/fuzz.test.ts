import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { COMMANDS } from '../../gtp/commands/table.js';
import { parseLine } from '../../gtp/protocol/command.js';
import { LineSplitter } from '../../gtp/protocol/line-splitter.js';
import { Talk } from './support/talk.js';

/** From where this is compiled to. */
const CORPUS = new URL('../../../test/gtp/corpus/', import.meta.url);

/** Says all of it, then asks for the name; the responses before the name's, one for each command. */
async function sayAll(bytes: Uint8Array): Promise<string[]> {
  const talk = new Talk();
  talk.input.write(bytes);
  talk.input.write('\n4711 name\n');
  const text = await talk.until('=4711 Tengen\n\n');
  const responses = text.split('\n\n').slice(0, -2);
  talk.input.end();
  await talk.done;
  return responses;
}

/** The ids of the commands in bytes up to `quit`, as they must come back. */
function idsIn(bytes: Uint8Array): string[] {
  const lines = new LineSplitter().push(Buffer.concat([bytes, Buffer.from('\n')]));
  return lines.flatMap(({ text, cut }) => {
    const line = parseLine(text);
    if (cut) return [/^\s*(\d{1,18})\s/.exec(text)?.[1] ?? ''];
    return line.kind === 'command' ? [line.command.id] : [];
  });
}

async function check(bytes: Uint8Array): Promise<void> {
  const responses = await sayAll(bytes);
  const heads = responses.map((response) => {
    const head = /^[=?](\d*)(?:[ \n]|$)/.exec(response);
    assert.ok(head, `not a response: ${JSON.stringify(response)}`);
    assert.doesNotMatch(response, /[\x00-\x09\x0b-\x1f\x7f]/);
    return head[1];
  });
  assert.deepEqual(heads, idsIn(bytes));
}

describe('whatever a client sends', () => {
  for (const name of readdirSync(CORPUS)) {
    it(`is answered, command by command: ${name}`, () =>
      check(readFileSync(new URL(name, CORPUS))));
  }

  it('is answered if it is random bytes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 2000 }), async (bytes) => {
        await check(bytes.filter((byte) => byte !== 0x71)); // no q, so no quit
      }),
      { numRuns: 200 },
    );
  });

  it('is answered if it is commands with any arguments', async () => {
    const names = [...COMMANDS.keys()].filter((name) => !/^(quit|printsgf|loadsgf)$/.test(name));
    const argument = fc.oneof(
      fc.constantFrom('b', 'w', 'black', 'WHITE', 'pass', 'D4', 'A1', 'J9', 'T19', 'Z99', 'a0'),
      fc.constantFrom('0', '1', '5', '9', '19', '-1', '1e9', '2147483648', 'NaN', 'true', '{}'),
      fc.constantFrom('interval', 'avoid', 'allow', 'ownership', 'dead', 'alive', 'byoyomi'),
      fc.string({ unit: 'binary', maxLength: 8 }),
    );
    const command = fc
      .tuple(fc.constantFrom(...names), fc.array(argument, { maxLength: 5 }))
      .map(([name, args]) => [name, ...args].join(' ').replaceAll('\n', ''));
    await fc.assert(
      fc.asyncProperty(fc.array(command, { maxLength: 30 }), async (lines) => {
        await check(Buffer.from(lines.join('\n')));
      }),
      { numRuns: 150 },
    );
  });

  it('is answered if it is a line of ten million characters', async () => {
    const long = Buffer.concat([
      Buffer.from('12 play b '),
      Buffer.alloc(10_000_000, 'D4 '),
      Buffer.from('\n13 name'),
    ]);
    const responses = await sayAll(long);
    assert.match(responses[0], /^\?12 line too long/);
    assert.equal(responses[1], '=13 Tengen');
  });
});
