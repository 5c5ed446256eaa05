import { UNKNOWN } from '../../engine/outcome.js';
import type { RulePreset } from '../../engine/rules.js';
import { flightsIn, readFlight } from '../../selfplay/run/flight.js';
import type { ReplayInfo } from '../messages/runs.js';
import { replayOf } from './replays.js';

/** Games under way that are told at once. */
const SHOWN = 4;

/** The oldest games in flight in a run that is played by these rules. */
export function liveGames(folder: string, rules: RulePreset): ReplayInfo[] {
  return numbersIn(folder)
    .slice(0, SHOWN)
    .flatMap((number) => {
      const flight = readFlight(folder, number);
      if (!flight.ok) return [];
      return [replayOf({ ...flight.value, rules, outcome: UNKNOWN })];
    });
}

function numbersIn(folder: string): number[] {
  try {
    return flightsIn(folder);
  } catch {
    return [];
  }
}
