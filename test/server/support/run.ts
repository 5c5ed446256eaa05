import { mkdirSync, writeFileSync } from 'node:fs';
import { unwrap } from '../../../engine/result.js';
import { RecordFiles } from '../../../selfplay/records/record-files.js';
import { FlightLog } from '../../../selfplay/run/flight.js';
import { runFolder } from '../../../selfplay/run/folder.js';
import { randomGame } from '../../selfplay/support/played-games.js';
import { TINY } from '../../selfplay/support/tiny-settings.js';

export const METRIC = { hours: 1, games: 60, positions: 900, steps: 10, losses: { loss: 2.5 } };
export const GATE = {
  candidate: 1,
  champion: 0,
  games: 30,
  wins: 6,
  draws: 0,
  losses: 4,
  share: 0.6,
};

/** A run of 60 games, one metric, one gate, and a game in flight. */
export function makeRun(path: string): void {
  const folder = runFolder(path);
  for (const each of [folder.games, folder.flight]) mkdirSync(each, { recursive: true });
  writeFileSync(folder.settings, JSON.stringify(TINY));
  const state = { champion: 1, newest: 1, games: 60, steps: 10, phase: 'done' };
  writeFileSync(folder.state, JSON.stringify(state));
  writeFileSync(folder.metrics, `${JSON.stringify(METRIC)}\n`);
  writeFileSync(folder.gates, `${JSON.stringify({ ...GATE, verdict: 'promote' })}\n`);
  const records = unwrap(RecordFiles.open(folder.games, () => undefined));
  for (let number = 0; number < 60; number++) {
    unwrap(records.append(randomGame(number, { width: 5, height: 5, length: 3 })));
  }
  records.close();
  const start = { number: 60, width: 5, height: 5, komi: 0.5, champion: 1 };
  const flight = unwrap(FlightLog.start(folder.flight, start));
  unwrap(flight.append(12));
  flight.close();
}
