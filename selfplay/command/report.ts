import { basename, join, resolve } from 'node:path';
import * as v from 'valibot';
import { orFail } from './command-error.js';
import { writeWhole } from '../disk/whole-file.js';
import { Ratings } from '../loop/ratings.js';
import { RecordFiles } from '../records/record-files.js';
import { makeReport } from '../report/make-report.js';
import type { GateRow, Metric, RatedPlayer, ReportData } from '../report/report-data.js';
import { EXIT, type ExitCode } from './exit-codes.js';
import { gamesAt, linesOf, readGates, readRun, type KnownRun } from './known-run.js';
import { say, type Surroundings } from './surroundings.js';

export interface ReportOptions {
  readonly out?: string;
}

/** Newest games that a report shows. */
const GAMES_SHOWN = 50;

const METRIC: v.GenericSchema<unknown, Metric> = v.object({
  hours: v.number(),
  games: v.number(),
  positions: v.number(),
  steps: v.number(),
  losses: v.exactOptional(v.record(v.string(), v.number())),
  learningRate: v.exactOptional(v.number()),
  gameLength: v.exactOptional(v.number()),
});

/** `selfplay report RUN`: all that a run's folder tells, as one HTML file. */
export function reportRun(
  path: string,
  { out = join(path, 'report.html') }: ReportOptions,
  { stdout }: Surroundings,
): ExitCode {
  const data = gatherReport(orFail(readRun(path)), new Date());
  orFail(writeWhole(out, makeReport(data)));
  say(stdout, out);
  return EXIT.done;
}

/** What a report of a run shows, as things stand now. */
export function gatherReport(run: KnownRun, now: Date): ReportData {
  const { folder, settings } = run;
  return {
    title: basename(resolve(folder.path)),
    made: now.toISOString().slice(0, 16).replace('T', ' ') + ' UTC',
    settings,
    metrics: linesOf(folder.metrics, METRIC),
    gates: gateRows(run),
    ratings: ratedPlayers(run),
    games: newestGames(run),
  };
}

function gateRows({ folder }: KnownRun): GateRow[] {
  return readGates(folder).map((gate) => ({
    ...gate,
    candidate: String(gate.candidate),
    champion: String(gate.champion),
  }));
}

function ratedPlayers(run: KnownRun): RatedPlayer[] {
  const ratings = new Ratings(run.folder, run.settings.rating);
  const played = ratings.standings().filter(({ games }) => games > 0);
  return played.map((rating) => {
    const number = /^champion (\d+)$/.exec(rating.player);
    return number === null ? rating : { ...rating, since: gamesAt(run, Number(number[1])) };
  });
}

function newestGames({ folder }: KnownRun): ReportData['games'] {
  const records = orFail(RecordFiles.open(folder.games, () => undefined));
  const games: ReportData['games'][number][] = [];
  for (const game of records.newest()) {
    if (games.length === GAMES_SHOWN) break;
    games.push(game);
  }
  records.close();
  return games;
}
