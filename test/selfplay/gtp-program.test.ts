import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { unwrap, type Result } from '../../engine/result.js';
import { GtpProgram, type GtpPatience } from '../../selfplay/opponents/gtp-program.js';
import { GtpResponses, type GtpResponse } from '../../selfplay/opponents/gtp-responses.js';
import { isRunning, PretendPrograms } from './support/pretend-programs.js';

const PATIENCE: GtpPatience = { start: 60_000, answer: 60_000, grace: 60_000 };
/** Of a command that is never answered, and for a program that never goes. */
const SHORT = 50;

/** The responses in some output that comes in pieces of that length. */
function read(output: string, length: number): GtpResponse[] {
  const responses = new GtpResponses();
  const all: GtpResponse[] = [];
  for (let at = 0; at < output.length; at += length) {
    all.push(...unwrap(responses.push(output.slice(at, at + length))));
  }
  return all;
}

function codeOf(result: Result<unknown>): string {
  return result.ok ? 'none' : result.error.code;
}

describe('responses of GTP', () => {
  const cases: readonly (readonly [string, readonly GtpResponse[]])[] = [
    ['= \n\n', [{ success: true, id: undefined, text: '' }]],
    ['=\n\n', [{ success: true, id: undefined, text: '' }]],
    ['= D4\n\n', [{ success: true, id: undefined, text: 'D4' }]],
    ['=12 D4\n\n', [{ success: true, id: 12, text: 'D4' }]],
    ['=12\n\n', [{ success: true, id: 12, text: '' }]],
    ['= 12\n\n', [{ success: true, id: undefined, text: '12' }]],
    ['?7 unknown command\n\n', [{ success: false, id: 7, text: 'unknown command' }]],
    ['=1 A1 B2\nC3\n\n', [{ success: true, id: 1, text: 'A1 B2\nC3' }]],
    ['=1 A1\r\nB2\r\n\r\n', [{ success: true, id: 1, text: 'A1\nB2' }]],
    ['=1 a\tb\x07c\n\n', [{ success: true, id: 1, text: 'a bc' }]],
    ['Loading the network\n\n# ready\n=1 ok\n\n\n\n', [{ success: true, id: 1, text: 'ok' }]],
    ['=1 A1\n# thought a while\nB2\n\n', [{ success: true, id: 1, text: 'A1\nB2' }]],
    ['=1\nname\nquit\n\n', [{ success: true, id: 1, text: 'name\nquit' }]],
    [
      '=1 a\n\n?2 b\n\n',
      [
        { success: true, id: 1, text: 'a' },
        { success: false, id: 2, text: 'b' },
      ],
    ],
    ['=1 no end yet\n', []],
  ];
  for (const [output, expected] of cases) {
    it(`reads ${JSON.stringify(output)}, whole and in pieces`, () => {
      for (const length of [output.length, 1, 2, 3]) {
        assert.deepEqual(read(output, length), expected);
      }
    });
  }

  it('gives up on output without end, in one line or in many', () => {
    for (const piece of ['x'.repeat(1000), `=1 ${'x\n'.repeat(500)}`]) {
      const responses = new GtpResponses();
      let code = 'none';
      for (let i = 0; i < 3000 && code === 'none'; i++) code = codeOf(responses.push(piece));
      assert.equal(code, 'ERR_GTP_PROTOCOL');
    }
  });
});

describe('a GTP program', () => {
  let pretend: PretendPrograms;
  before(async () => {
    pretend = await PretendPrograms.open();
  });
  after(() => pretend.close());

  const start = async (name: string, answers: string, patience = PATIENCE): Promise<GtpProgram> =>
    unwrap(await GtpProgram.start(await pretend.write(name, answers), patience));

  it('tells its name, version and commands, answers, and ends', async () => {
    const program = await start('good', '{ echo: (text) => text }');
    assert.deepEqual([program.name, program.version], ['Pretender', '0.1']);
    assert.deepEqual([program.knows('echo'), program.knows('undo')], [true, false]);
    const answers = await Promise.all(['a', 'b', 'c'].map((x) => program.send(`echo ${x}`)));
    assert.deepEqual(answers.map(unwrap), ['a', 'b', 'c']);
    assert.equal(codeOf(await program.send('undo')), 'ERR_GTP_REFUSED');
    assert.equal(unwrap(await program.send('echo still here')), 'still here');
    await program.close();
    assert.equal(isRunning(program.pid), false);
    assert.equal(codeOf(await program.send('echo a')), 'ERR_GTP_ENDED');
    await program.close();
  });

  it('may leave ids out and write CRLF', async () => {
    const program = await start('crlf', `{ echo: (text) => say('= ' + text + '\\r\\n\\r\\n') }`);
    assert.equal(unwrap(await program.send('echo a')), 'a');
    await program.close();
  });

  it('may know neither its name nor its commands', async () => {
    const refuse = `(_, id) => say('?' + id + ' unknown command\\n\\n')`;
    const program = await start('shy', `{ name: ${refuse}, list_commands: ${refuse} }`);
    assert.deepEqual([program.name, program.knows('play')], ['', false]);
    await program.close();
  });

  it('is killed when it hangs', async () => {
    const program = await start('hangs', '{ genmove: () => undefined }');
    assert.equal(codeOf(await program.send('genmove b', SHORT)), 'ERR_GTP_TIMEOUT');
    assert.equal(isRunning(program.pid), false);
  });

  it('is killed when it is busy for ever', async () => {
    const program = await start('busy', '{ genmove: () => { for (;;); } }');
    assert.equal(codeOf(await program.send('genmove b', SHORT)), 'ERR_GTP_TIMEOUT');
    assert.equal(isRunning(program.pid), false);
  });

  it('is killed when it does not quit', async () => {
    const program = await start('stays', `{ quit: () => void setInterval(() => {}, 1000) }`, {
      ...PATIENCE,
      grace: SHORT,
    });
    await program.close();
    assert.equal(isRunning(program.pid), false);
  });

  it('tells its last words when it crashes', async () => {
    const crash = `() => { console.error('no weights\\nout of luck'); process.exit(3); }`;
    const program = await start('crashes', `{ genmove: ${crash} }`);
    const result = await program.send('genmove b');
    assert.equal(codeOf(result), 'ERR_GTP_ENDED');
    assert.match(result.ok ? '' : result.error.message, /exit code 3.*\n.*no weights\nout of luck/);
    assert.equal(codeOf(await program.send('name')), 'ERR_GTP_ENDED');
  });

  it('fails to start when it ends at once, is no program, or speaks no GTP', async () => {
    const ends = await pretend.write('ends', `{ x: process.exit(1) }`);
    assert.equal(codeOf(await GtpProgram.start(ends, PATIENCE)), 'ERR_GTP_ENDED');
    const nothing = ['/nonexistent/program'];
    assert.equal(codeOf(await GtpProgram.start(nothing, PATIENCE)), 'ERR_PROGRAM_START');
    const parrot = GtpProgram.start(['/bin/cat'], { ...PATIENCE, start: SHORT });
    assert.equal(codeOf(await parrot), 'ERR_GTP_TIMEOUT');
  });

  it('is killed when it answers another command, or without end', async () => {
    const wrong = await start('wrong', `{ genmove: () => say('=1 D4\\n\\n') }`);
    assert.equal(codeOf(await wrong.send('genmove b')), 'ERR_GTP_PROTOCOL');
    assert.equal(isRunning(wrong.pid), false);
    const flood = `() => void setInterval(() => say('x'.repeat(65536)), 0)`;
    const endless = await start('endless', `{ genmove: ${flood} }`);
    assert.equal(codeOf(await endless.send('genmove b')), 'ERR_GTP_PROTOCOL');
    assert.equal(isRunning(endless.pid), false);
  });

  it('may write to stderr as much as it likes', async () => {
    const loud = `() => { writeSync(2, 'x'.repeat(1 << 23)); return 'D4'; }`;
    const program = await start('loud', `{ genmove: ${loud} }`);
    assert.equal(unwrap(await program.send('genmove b')), 'D4');
    await program.close();
  });

  it('may close its input and go on', async () => {
    const deaf = `() => { process.stdin.destroy(); setInterval(() => {}, 1000); return ''; }`;
    const program = await start('deaf', `{ komi: ${deaf} }`);
    assert.equal(codeOf(await program.send('komi 7')), 'none');
    assert.equal(
      codeOf(await program.send(`echo ${'x'.repeat(1 << 20)}`, SHORT)),
      'ERR_GTP_TIMEOUT',
    );
    assert.equal(isRunning(program.pid), false);
  });

  it('may leave a child behind that holds its output open', async () => {
    const leave = `() => { spawn('sleep', ['1000'], { stdio: 'inherit' }); process.exit(0); }`;
    const program = await start('parent', `{ genmove: ${leave} }`);
    assert.equal(codeOf(await program.send('genmove b')), 'ERR_GTP_ENDED');
  });
});
