import assert from 'node:assert/strict';
import { readFileSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { COMMANDS } from '../../gtp/commands/table.js';
import { FakeEngine } from './support/fake-engine.js';
import { responses, Talk } from './support/talk.js';

/** Asserts responses one by one; a string that begins with ~ need only be the response's beginning. */
async function expectAll(talk: Talk, pairs: readonly (readonly [string, string])[]): Promise<void> {
  for (const [line, expected] of pairs) {
    const response = await talk.ask(line);
    if (expected.startsWith('~')) {
      assert.ok(response.startsWith(expected.slice(1)), `${line}: ${response}`);
    } else {
      assert.equal(response, expected, line);
    }
  }
}

describe('administrative commands', () => {
  it('answer with the id they came with', async () => {
    await expectAll(new Talk(), [
      ['1 protocol_version', '=1 2'],
      ['name', '= Tengen'],
      ['2 known_command play', '=2 true'],
      ['known_command foo', '= false'],
      ['known_command', '? syntax error'],
      ['99 foo', '?99 unknown command'],
      ['7', '?7 unknown command'],
    ]);
  });

  it('list every command once, without spaces, and those that clients look for', async () => {
    const listed = (await new Talk().ask('list_commands')).slice(2).split('\n');
    assert.deepEqual(listed, [...COMMANDS.keys()]);
    assert.ok(listed.every((name) => /^[a-z_-]+$/.test(name)));
    const wanted = `protocol_version name version known_command list_commands quit boardsize
      rectangular_boardsize clear_board komi fixed_handicap place_free_handicap set_free_handicap
      play genmove undo time_settings kgs-time_settings time_left final_score final_status_list
      loadsgf reg_genmove showboard gg-undo printsgf cputime kgs-genmove_cleanup kgs-rules
      kata-get-rules kata-set-rules kata-set-rule lz-analyze kata-analyze lz-genmove_analyze
      kata-genmove_analyze kata-search_analyze kata-raw-nn stop gogui-analyze_commands
      gogui-interrupt gogui-play_sequence gogui-setup gogui-setup_player gogui-rules_game_id
      gogui-rules_board gogui-rules_board_size gogui-rules_legal_moves gogui-rules_side_to_move
      gogui-rules_final_result`.split(/\s+/);
    assert.deepEqual(
      wanted.filter((name) => !listed.includes(name)),
      [],
    );
    // Sabaki reads chances as fractions only from commands with that prefix.
    assert.ok(!listed.includes('analyze') && !listed.includes('genmove_analyze'));
  });

  it('end the conversation', async () => {
    const talk = new Talk();
    assert.equal(await talk.ask('quit'), '=');
    await talk.done;
  });
});

describe('setting up', () => {
  it('keeps komi and rules when the board is cleared or changed', async () => {
    await expectAll(new Talk(), [
      ['komi 0', '='],
      ['kata-set-rules japanese', '='],
      ['boardsize 13', '='],
      ['clear_board', '='],
      ['get_komi', '= 0'],
      ['kata-get-rules', '~= {"hasButton":false,"ko":"SIMPLE","scoring":"TERRITORY"'],
    ]);
  });

  it('refuses in the words of the specification', async () => {
    await expectAll(new Talk(), [
      ['boardsize', '? syntax error'],
      ['boardsize x', '? syntax error'],
      ['boardsize 26', '~? unacceptable size'],
      ['boardsize 1', '~? unacceptable size'],
      ['komi seven', '? syntax error'],
      ['komi -1e400', '? syntax error'],
      ['play b', '~? invalid color or coordinate'],
      ['play red D4', '~? invalid color or coordinate'],
      ['play b I5', '~? invalid color or coordinate'],
      ['play b K5', '~? invalid color or coordinate'],
      ['play b D4', '='],
      ['play w d4', '~? illegal move'],
      ['undo', '='],
      ['undo', '? cannot undo'],
      ['time_left b', '? syntax error'],
      ['final_status_list asleep', '~? invalid status'],
      ['genmove', '~? invalid color or coordinate'],
      ['loadsgf /nowhere/at/all.sgf', '~? cannot load file'],
    ]);
  });

  it('takes boards that are not square', async () => {
    const engine = new FakeEngine();
    await expectAll(new Talk(engine), [
      ['rectangular_boardsize 7 5', '='],
      ['play b G5', '='],
      ['gogui-rules_board_size', '= 7 5'],
      ['gogui-rules_board', '= \n. . . . . . X\n' + '. . . . . . .\n'.repeat(4).trimEnd()],
    ]);
    assert.deepEqual(engine.prepared, ['7×5']);
  });
});

describe('play', () => {
  it('follows the client: several moves of a colour, ko and superko as replayed', async () => {
    const ko = ['b C2', 'w D2', 'b B3', 'w E3', 'b C4', 'w D4', 'b D3', 'w C3'];
    const talk = new Talk();
    assert.deepEqual(
      await responses(
        talk,
        ko.map((move) => `play ${move}`),
      ),
      ko.map(() => '='),
    );
    assert.equal(await talk.ask('play b D3'), '=');
    const strict = new Talk(new FakeEngine(), { strict: true });
    await responses(
      strict,
      ko.map((move) => `play ${move}`),
    );
    assert.match(await strict.ask('play b D3'), /^\? illegal move/);
  });

  it('never lets a single stone take itself off', async () => {
    const talk = new Talk();
    await responses(talk, ['play w A2', 'play w B1']);
    assert.match(await talk.ask('play b A1'), /^\? illegal move/);
  });

  it('takes back as many moves as are asked for', async () => {
    await expectAll(new Talk(), [
      ['play b A1', '='],
      ['play w B1', '='],
      ['play b C1', '='],
      ['gg-undo 4', '? cannot undo'],
      ['gg-undo 2', '='],
      ['gg-undo', '='],
      ['undo', '? cannot undo'],
    ]);
  });

  it('counts Black’s first moves in a row as a handicap where rules ask for it', async () => {
    const talk = new Talk();
    await responses(talk, ['kata-set-rules chinese', 'play b D4', 'play b F6', 'play w E5']);
    assert.equal(talk.session.game.handicap, 2);
    await responses(talk, ['clear_board', 'play b D4', 'play w F6']);
    assert.equal(talk.session.game.handicap, 0);
  });
});

describe('genmove', () => {
  it('plays what the engine found, and reg_genmove does not', async () => {
    await expectAll(new Talk(), [
      ['reg_genmove b', '= A9'],
      ['reg_genmove w', '= A9'],
      ['genmove b', '= A9'],
      ['genmove w', '= B9'],
      ['genmove w', '= C9'],
      ['gogui-rules_side_to_move', '= black'],
      ['gg-undo 3', '='],
    ]);
  });

  it('gives up after a streak of moves that look lost, but not early in a game', async () => {
    const engine = new FakeEngine((game) => ({ moves: [game.length], value: -0.95 }));
    const talk = new Talk(engine);
    const moves = await responses(
      talk,
      Array.from({ length: 19 }, (_, i) => `genmove ${i % 2 === 0 ? 'b' : 'w'}`),
    );
    assert.ok(moves.slice(0, 17).every((move) => /^= [A-J][1-9]$/.test(move)));
    assert.ok(moves.slice(17).every((move) => move === '= resign'));
  });

  it('passes after a pass when it is ahead, without thinking', async () => {
    const engine = new FakeEngine();
    const talk = new Talk(engine);
    await responses(talk, ['boardsize 3', 'play b B1', 'play b B2', 'play b B3', 'play w pass']);
    assert.equal(await talk.ask('genmove b'), '= pass');
    assert.equal(engine.requests.length, 0);
  });

  it('does not pass while dead stones would count against it', async () => {
    // White's stone on A1 is dead, and worth the game by the board as it stands: 5 points of 9 with
    // it taken, komi 4.
    const engine = new FakeEngine(({ board }) => ({ moves: [board.pass, board.point(0, 1)] }));
    const talk = new Talk(engine);
    const setup = ['boardsize 3', 'komi 8', 'gogui-setup b B1 b B2 b B3 w A1', 'play w pass'];
    await responses(talk, setup);
    assert.equal(await talk.ask('final_score'), '= B+1');
    assert.equal(await talk.ask('genmove b'), '= A2');
  });

  it('passes where no move helps', async () => {
    const engine = new FakeEngine(({ board }) => ({
      moves: [board.pass, board.point(0, 1)],
      value: -0.99,
    }));
    const talk = new Talk(engine, { resignation: { below: 0, moves: 1 } });
    await responses(talk, ['boardsize 3', 'play w B1', 'play w B2', 'play w B3']);
    assert.equal(await talk.ask('genmove b'), '= pass');
  });

  it('cleans up before passing when asked to', async () => {
    const engine = new FakeEngine(({ board }) => ({ moves: [board.pass, board.point(0, 1)] }));
    const talk = new Talk(engine);
    await responses(talk, ['boardsize 3', 'komi 0', 'gogui-setup b B1 b B2 b B3 w A1']);
    await talk.ask('gogui-setup_player b');
    assert.equal(await talk.ask('kgs-genmove_cleanup b'), '= A2');
    assert.deepEqual(engine.requests[0].bans, [{ color: 1, points: [9], depth: 1 }]);
    await talk.ask('play w pass');
    assert.equal(await talk.ask('kgs-genmove_cleanup b'), '= pass');
  });

  it('asks for the time that the clock allows', async () => {
    const engine = new FakeEngine();
    const talk = new Talk(engine);
    await responses(talk, ['kgs-time_settings byoyomi 0 10 5', 'genmove b']);
    await responses(talk, ['time_left w 1.5 1', 'genmove w', 'time_settings 0 1 0', 'genmove b']);
    const [black, white, free] = engine.requests.map(
      ({ deadline }) => deadline!.most - Number(process.hrtime.bigint()) / 1e6,
    );
    assert.ok(black < 10_000 && black > 8_000, `${black}`);
    assert.ok(white < 10_000, `${white}`);
    assert.ok(free < 1_000, `${free}`);
  });

  it('is answered, on the clock, when the engine is ready for the board', async () => {
    let getReady: () => void = () => undefined;
    const engine = new FakeEngine();
    engine.prepare = () =>
      new Promise((resolve) => {
        getReady = resolve;
      });
    const talk = new Talk(engine);
    assert.equal(await talk.ask('boardsize 9'), '=', 'at once where there is no clock');
    for (const command of ['time_settings 60 0 0', 'boardsize 13', 'clear_board']) {
      let answered = false;
      const answer = talk.ask(command).then((text) => {
        answered = true;
        return text;
      });
      await new Promise((resolve) => setImmediate(resolve));
      await new Promise((resolve) => setImmediate(resolve));
      assert.ok(!answered, command);
      getReady();
      assert.equal(await answer, '=');
    }
  });
});

describe('handicap', () => {
  it('is placed, told and refused as in the specification', async () => {
    await expectAll(new Talk(), [
      ['boardsize 19', '='],
      ['fixed_handicap 10', '? invalid number of stones'],
      ['fixed_handicap 3', '= D4 Q16 D16'],
      ['fixed_handicap 2', '? board not empty'],
      ['clear_board', '='],
      ['place_free_handicap 2', '= D4 Q16'],
      ['clear_board', '='],
      ['set_free_handicap A1', '~? bad vertex list'],
      ['set_free_handicap A1 A1', '~? bad vertex list'],
      ['set_free_handicap A1 pass', '~? bad vertex list'],
      ['set_free_handicap A1 Z99', '~? bad vertex list'],
      ['set_free_handicap C3 C4 T19', '='],
      ['gogui-rules_side_to_move', '= white'],
      ['undo', '? cannot undo'],
    ]);
  });

  it('finds room for many free stones', async () => {
    const talk = new Talk();
    const placed = (await talk.ask('place_free_handicap 17')).slice(2).split(' ');
    assert.ok(placed.length > 9 && new Set(placed).size === placed.length, placed.join(' '));
  });
});

describe('the end of a game', () => {
  it('is scored and listed with dead stones taken off', async () => {
    const talk = new Talk();
    await responses(talk, ['boardsize 5', 'komi 0.5']);
    const stones = 'b B1 b B2 b B3 b B4 b B5 w D1 w D2 w D3 w D4 w D5 w A3';
    await talk.ask(`gogui-setup ${stones}`);
    await expectAll(talk, [
      ['final_score', '= W+0.5'],
      ['final_status_list dead', '= A3'],
      ['final_status_list alive', '= B5 B4 B3 B2 B1\nD5 D4 D3 D2 D1'],
      ['final_status_list seki', '='],
      ['final_status_list black_territory', '= A5 A4 A3 A2 A1'],
      ['final_status_list white_territory', '= E5 E4 E3 E2 E1'],
      ['final_status_list dame', '= C5 C4 C3 C2 C1'],
    ]);
  });
});

describe('rules', () => {
  it('are set by name, by field, and as JSON', async () => {
    const talk = new Talk();
    const rules = async () => JSON.parse((await talk.ask('kata-get-rules')).slice(2)) as unknown;
    await talk.ask('kgs-rules chinese');
    const superko = {
      hasButton: false,
      ko: 'POSITIONAL',
      scoring: 'AREA',
      suicide: false,
      tax: 'NONE',
      whiteHandicapBonus: 'N',
    };
    assert.deepEqual(await rules(), superko);
    await expectAll(talk, [
      ['kata-set-rule ko SIMPLE', '='],
      ['kata-set-rule suicide true', '='],
      ['kata-set-rule hasButton true', '~? hasButton cannot be'],
      ['kata-set-rule beer cold', '~? unknown rule'],
      ['kata-set-rules martian', '~? unknown rules'],
      ['kata-set-rules {"ko":', '~? rules are neither'],
    ]);
    assert.deepEqual(await rules(), { ...superko, ko: 'SIMPLE', suicide: true });
    const japanese = '{"ko":"SIMPLE","tax":"SEKI","scoring":"TERRITORY","suicide":false}';
    assert.equal(await talk.ask(`kata-set-rules ${japanese}`), '=');
    assert.equal(await talk.ask('kata-set-rules tromp-taylor'), '=');
    assert.equal(await talk.ask('get_komi'), '= 7.5');
  });
});

describe('files', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tengen-gtp-'));
  it('are read up to a move, and written', async () => {
    const file = join(folder, 'a game.sgf');
    writeFileSync(file, '(;GM[1]SZ[5]KM[3.5]RU[Chinese]AB[aa];W[bb];B[cc];W[];B[dd])');
    const talk = new Talk();
    await expectAll(talk, [
      [`loadsgf ${file} 3`, '='],
      ['gogui-rules_board_size', '= 5'],
      ['get_komi', '= 3.5'],
      ['gogui-rules_side_to_move', '= white'],
      ['printsgf', '= (;GM[1]FF[4]CA[UTF-8]SZ[5]KM[3.5]RU[chinese]AB[aa];W[bb];B[cc])'],
      [`loadsgf ${file}`, '='],
      [`printsgf ${join(folder, 'out.sgf')}`, '='],
    ]);
    assert.match(readFileSync(join(folder, 'out.sgf'), 'utf8'), /;W\[bb\];B\[cc\];W\[\];B\[dd\]\)/);
    assert.match(await talk.ask(`printsgf ${folder}/none/such.sgf`), /^\? cannot write file/);
  });
});

describe('GoGui', () => {
  it('plays a sequence or nothing of it', async () => {
    await expectAll(new Talk(), [
      ['gogui-play_sequence b A1 w B1 b pass', '='],
      ['gogui-play_sequence b C3 w D3 b C3', '~? illegal move 3'],
      ['gg-undo 3', '='],
      ['undo', '? cannot undo'],
    ]);
  });

  it('sets up positions', async () => {
    await expectAll(new Talk(), [
      ['gogui-setup b A1 w A2 w B1', '~? illegal setup'],
      ['gogui-setup b A1 w A1', '~? illegal setup'],
      ['gogui-setup b A1 w A2', '='],
      ['gogui-setup_player w', '='],
      ['gogui-rules_side_to_move', '= white'],
    ]);
  });

  it('is told of displays that can be asked for', async () => {
    const talk = new Talk();
    const listed = (await talk.ask('gogui-analyze_commands')).slice(2).split('\n');
    for (const line of listed) {
      const [type, , name] = line.split('/');
      assert.match(type, /^(dboard|sboard|gfx|string|hstring|none|param)$/);
      assert.ok(COMMANDS.has(name.split(' ')[0]), name);
    }
  });
});
