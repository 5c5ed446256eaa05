import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { Controller, ControllerStateTracker, type Command, type Received } from '@sabaki/gtp';
import { MAIN } from './support/engine-process.js';
import { writeRandomNetwork } from './support/networks.js';

/** What Sabaki sends, through the client it is made with. */
describe('Sabaki', () => {
  let controller: Controller;
  let tracker: ControllerStateTracker;
  const complaints: string[] = [];

  before(() => {
    const network = writeRandomNetwork({ blocks: 1, filters: 4, side: 9 });
    const args = [
      MAIN,
      '--network',
      network,
      '--device',
      'cpu',
      '--visits',
      '40',
      '--threads',
      '1',
    ];
    controller = new Controller(process.execPath, args);
    controller.on('stderr', ({ content }: { content: string }) => complaints.push(content));
    controller.start();
    tracker = new ControllerStateTracker(controller);
  });
  after(async () => {
    await controller.kill();
  });

  const send = (name: string, ...args: readonly string[]) => controller.sendCommand({ name, args });
  const play = (color: string, vertex: string): Command => ({
    name: 'play',
    args: [color, vertex],
  });
  const board = async () => (await send('gogui-rules_board')).content.replaceAll(/[ \n]/g, '');
  const count = async (stone: string) => (await board()).split(stone).length - 1;

  it('asks four things at once, and its start-up commands', async () => {
    const answers = await Promise.all([
      send('name'),
      send('version'),
      send('protocol_version'),
      send('list_commands'),
      send('komi', '6.5'),
    ]);
    assert.equal(answers[0].content, 'Tengen');
    assert.equal(answers[2].content, '2');
    const commands = answers[3].content.split('\n');
    assert.ok(commands.includes('kata-genmove_analyze') && commands.includes('undo'));
    assert.ok(answers.every(({ error }) => !error));
  });

  it('brings its position over: komi, size, moves, several of a colour in a row', async () => {
    const history = [play('B', 'D4'), play('B', 'F6'), play('W', 'E5'), play('W', 'PASS')];
    await tracker.sync({ komi: 7, boardsize: [9, 9], history });
    assert.equal((await send('get_komi')).content, '7');
    assert.equal(await count('X'), 2);
    assert.equal(await count('O'), 1);
  });

  it('goes back and forth with pipelined undos and moves', async () => {
    const start = [play('B', 'D4'), play('B', 'F6'), play('W', 'E5')];
    await tracker.sync({ history: [...start, play('B', 'C7'), play('W', 'G3')] });
    assert.equal(await count('X'), 3);
    await tracker.sync({ history: start });
    assert.equal(await count('X'), 2);
    await tracker.sync({ history: [...start, play('B', 'A1')] });
    assert.equal((await board())[72], 'X');
  });

  it('replays a ko taken back at once, as a record may have it', async () => {
    const ko = ['B C2', 'W D2', 'B B3', 'W E3', 'B C4', 'W D4', 'B D3', 'W C3', 'B D3'];
    const history = ko.map((move) => play(move[0], move.slice(2)));
    await tracker.sync({ history });
    assert.equal(await count('O'), 3);
  });

  it('places a handicap on points of its own, sorted', async () => {
    const handicap = { name: 'set_free_handicap', args: ['C3', 'C7', 'G3', 'H8'] };
    await tracker.sync({ komi: 0, history: [handicap, play('W', 'E5')] });
    assert.equal(await count('X'), 4);
    await tracker.sync({ history: [handicap] });
    assert.equal(await count('O'), 0);
  });

  it('changes to another board', async () => {
    await tracker.sync({ boardsize: [7, 5], history: [play('B', 'G5')] });
    assert.equal((await board()).length, 35);
    await tracker.sync({ boardsize: [9, 9], history: [] });
    assert.equal((await board()).length, 81);
  });

  /** Sends a command, and gives its response line by line. */
  async function lines(name: string, ...args: readonly string[]): Promise<string[]> {
    const received: string[] = [];
    await controller.sendCommand({ name, args }, ({ line, end }: Received) => {
      if (!end) received.push(line);
    });
    return received;
  }

  it('analyses, and stops that with protocol_version', async () => {
    const infos: string[] = [];
    let first: () => void = () => undefined;
    const begun = new Promise<void>((resolve) => {
      first = resolve;
    });
    const analysis = controller.sendCommand(
      { name: 'kata-analyze', args: ['B', '10'] },
      ({ line }) => {
        if (!line.startsWith('info ')) return;
        infos.push(line);
        first();
      },
    );
    await begun;
    const [ended, answer] = await Promise.all([analysis, send('protocol_version')]);
    assert.ok(!ended.error);
    assert.equal(answer.content, '2');
    for (const segment of infos[0].split(/\s*info\s+/).slice(1)) {
      assert.match(segment, /^move \S+ visits \d+ .*winrate 0\.\d+ .*pv( \S+)+$/);
    }
  });

  it('has a move made with analysis, and reads it from the last line', async () => {
    const received = await lines('kata-genmove_analyze', 'B', '10');
    assert.equal(received[0], '=');
    assert.match(received[1], /^info move /);
    assert.match(received.at(-1)!, /^play [A-J][1-9]$/);
    assert.equal(await count('X'), 1);
  });

  it('is told on stderr of the board that the network cannot play on, and nothing else', () => {
    assert.equal(complaints.length, 1);
    assert.match(complaints[0], /plays 9×9 only, not 7×5/);
  });

  it('stops the engine', async () => {
    const { signal } = await controller.stop();
    assert.equal(signal, 0);
  });
});
