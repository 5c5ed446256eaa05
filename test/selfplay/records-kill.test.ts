import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Random } from '../../engine/random.js';
import { unwrap } from '../../engine/result.js';
import { makeRecord } from '../../selfplay/records/encode.js';
import { RecordFiles } from '../../selfplay/records/record-files.js';
import { flightsIn, readFlight } from '../../selfplay/run/flight.js';
import { prepareRunFolder, runFolder } from '../../selfplay/run/folder.js';
import { randomGame } from './support/played-games.js';
import { temporaryFolder } from './support/temporary.js';

const CHILD = fileURLToPath(new URL('support/append-games.js', import.meta.url));
const KILLS = 20;
const GAMES = 250;

/**
 * Lets a child record games, kills it (SIGKILL) as soon as it has said so many lines, if it has not
 * ended by then, and gives all the lines that it said.
 */
async function playUntil(folder: string, lines: number): Promise<string[]> {
  const child = spawn(process.execPath, [CHILD, folder, String(GAMES)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text;
    if (said.split('\n').length > lines) child.kill('SIGKILL');
  });
  await once(child, 'close');
  return said.split('\n').slice(0, -1); // the last one may be cut
}

describe('a run that is killed', () => {
  it('loses no recorded game and no move that was made, and ends as an unkilled one', async (t) => {
    const run = runFolder(temporaryFolder(t));
    unwrap(prepareRunFolder(run));
    const random = new Random(5);
    const recorded = new Set<number>();
    for (let kill = 0; kill < KILLS; kill++) {
      const lines = await playUntil(run.path, 1 + random.below(250));
      assert.deepEqual(
        lines.filter((line) => line.startsWith('damaged')),
        [],
      );
      for (const [, number] of matches(lines, /^recorded (\d+)$/)) {
        assert.ok(!recorded.has(number), `game ${number} is recorded again`);
        recorded.add(number);
      }
      const records = unwrap(RecordFiles.open(run.games, fail, 7));
      for (const number of recorded)
        assert.ok(records.numbers.has(number), `game ${number} is lost`);
      for (const [, number, ply] of matches(lines, /^moved (\d+) (\d+)$/)) {
        if (records.numbers.has(number)) continue;
        assert.ok(
          unwrap(readFlight(run.flight, number)).moves.length > ply,
          `a move of ${number} is lost`,
        );
      }
    }
    await playUntil(run.path, Infinity);
    const games = [...unwrap(RecordFiles.open(run.games, fail, 7)).oldest()];
    assert.equal(games.length, GAMES);
    games.sort((a, b) => a.number - b.number);
    games.forEach((game, number) => {
      assert.deepEqual(makeRecord(game), makeRecord(randomGame(number)));
    });
    assert.deepEqual(flightsIn(run.flight), []);
  });
});

function fail({ file, reason }: { readonly file: string; readonly reason: string }): never {
  assert.fail(`${file}: ${reason}`);
}

/** The numbers in the lines of that form. */
function matches(lines: readonly string[], form: RegExp): number[][] {
  return lines.flatMap((line) => {
    const match = form.exec(line);
    return match === null ? [] : [match.map(Number)];
  });
}
