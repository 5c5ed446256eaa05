import { statSync } from 'node:fs';
import type { Damage } from '../disk/damage.js';
import type { RecordFiles } from '../records/record-files.js';
import {
  flightPath,
  flightsIn,
  readFlight,
  removeFlight,
  type Flight,
  type FlightEnd,
} from './flight.js';

/** The games that are still to be played, as a run finds them when it starts again. */
export interface Outstanding {
  /** Games to go on with, by rising numbers. */
  readonly flights: readonly (Flight & FlightEnd)[];
  /** Numbers below `next` that are to be played from the beginning, rising. */
  readonly missing: readonly number[];
  /** From this number on no game has been begun. */
  readonly next: number;
}

/**
 * Finds the games that were begun and never recorded. Flights of recorded games are removed, and
 * those whose very start is damaged: such a game is missing then. For the process that has the run.
 */
export function findOutstanding(
  folder: string,
  { numbers }: Pick<RecordFiles, 'numbers'>,
  onDamage: (damage: Damage) => void,
): Outstanding {
  const flights: (Flight & FlightEnd)[] = [];
  for (const number of flightsIn(folder)) {
    const flight = numbers.has(number) ? undefined : resumable(folder, number, onDamage);
    if (flight === undefined) removeFlight(folder, number);
    else flights.push(flight);
  }
  const next = Math.max(numbers.next, (flights.at(-1)?.number ?? -1) + 1);
  const begun = new Set(flights.map(({ number }) => number));
  const isMissing = (number: number): boolean => !numbers.has(number) && !begun.has(number);
  return { flights, missing: [...Array(next).keys()].filter(isMissing), next };
}

function resumable(
  folder: string,
  number: number,
  onDamage: (damage: Damage) => void,
): (Flight & FlightEnd) | undefined {
  const flight = readFlight(folder, number);
  if (flight.ok) {
    flight.value.damages.forEach(onDamage);
    return flight.value;
  }
  const file = flightPath(folder, number);
  const bytes = statSync(file).size; // an empty one is a game that was about to begin
  if (bytes > 0) onDamage({ file, offset: 0, bytes, reason: flight.error.message });
  return undefined;
}
