import { writeSync } from 'node:fs';
import { unwrap } from '../../../engine/result.js';
import { describeDamage } from '../../../selfplay/disk/damage.js';
import { RecordFiles } from '../../../selfplay/records/record-files.js';
import { FlightLog, readFlight, removeFlight } from '../../../selfplay/run/flight.js';
import { prepareRunFolder, runFolder } from '../../../selfplay/run/folder.js';
import { findOutstanding } from '../../../selfplay/run/outstanding.js';
import { randomGame } from './played-games.js';

/*
 * A child process that plays a run's games as fast as it can until it is killed, or there are as many
 * as asked for: `append-games FOLDER GAMES`. It says on stdout what it has done once that is done:
 * `moved NUMBER PLY` and `recorded NUMBER`, and `damaged ...` for what it had to skip.
 */
const [folder, games] = process.argv.slice(2);
const run = runFolder(folder);
const GAMES_PER_FILE = 7;

function say(line: string): void {
  writeSync(1, `${line}\n`);
}

unwrap(prepareRunFolder(run));
const skip = (damage: Parameters<typeof describeDamage>[0]): void => {
  say(`damaged ${describeDamage(damage)}`);
};
const records = unwrap(RecordFiles.open(run.games, skip, GAMES_PER_FILE));
const { flights, missing, next } = findOutstanding(run.flight, records, skip);
const numbers = [...flights.map(({ number }) => number), ...missing];
for (let number = next; number < Number(games); number++) numbers.push(number);

for (const number of numbers) {
  const game = randomGame(number);
  const { width, height, komi, champion } = game;
  const flight = readFlight(run.flight, number);
  const start = { number, width, height, komi, champion: champion.first };
  const log = unwrap(
    flight.ok ? FlightLog.resume(run.flight, flight.value) : FlightLog.start(run.flight, start),
  );
  for (let ply = flight.ok ? flight.value.moves.length : 0; ply < game.moves.length; ply++) {
    const turn = game.turns.find((turn) => turn.ply === ply);
    unwrap(log.append(game.moves[ply], turn));
    say(`moved ${number} ${ply}`);
  }
  log.close();
  const { moves, turns } = unwrap(readFlight(run.flight, number));
  unwrap(records.append({ ...game, moves: Uint16Array.from(moves), turns }));
  say(`recorded ${number}`);
  removeFlight(run.flight, number);
}
say(`done ${records.games}`);
