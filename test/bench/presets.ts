import { cpSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { unwrap } from '../../engine/result.js';
import { RULE_PRESETS } from '../../engine/rules.js';
import { GUMBEL_SETTINGS } from '../../engine/search/settings.js';
import { Crew } from '../../selfplay/loop/crew.js';
import { HeldMatch } from '../../selfplay/loop/hold-match.js';
import { Loop } from '../../selfplay/loop/loop.js';
import { Run } from '../../selfplay/loop/run.js';
import { MatchJournal } from '../../selfplay/match/match-journal.js';
import type { ContestantSpec } from '../../selfplay/match/contestant-spec.js';
import { writeWhole } from '../../selfplay/disk/whole-file.js';
import { networkPath, runFolder, type RunFolder } from '../../selfplay/run/folder.js';
import type { RunSettings } from '../../selfplay/settings/run-settings.js';
import { matchFigures } from './match.js';
import { BASE, VARIANTS } from './preset-variants.js';
import type { Suite } from './report.js';

const MATCH = { games: 100, visits: 32, atOnce: 50, seed: 2016 };
const FOREVER = 1_000_000_000;

/** How long each variant learns, and where. */
export interface PresetTrial {
  readonly cpuMinutes: number;
  /** Kept, so that what has been learnt is not learnt again. */
  readonly folder: string;
  /** Only variants whose names hold this text. */
  readonly only: string;
}

/** What a variant came to. */
interface Learnt {
  readonly games: number;
  readonly newest: ContestantSpec & { readonly kind: 'network' };
}

/**
 * Variants of the preset `laptop-9x9`. All begin with the same first games and a network that has learnt
 * from them, go on for the same processor time, and then play a match against the preset itself.
 */
export function presetsSuite({ cpuMinutes, folder, only }: PresetTrial): Suite {
  return async (report) => {
    mkdirSync(folder, { recursive: true });
    const first = join(folder, 'first games');
    const lesson = join(folder, 'first lesson');
    await playFirstGames(first);
    copyParts(first, lesson, ['games']);
    await learn(lesson, BASE, 0);
    let base: Learnt | undefined;
    for (const [name, settings] of Object.entries(VARIANTS)) {
      if (base !== undefined && !name.includes(only)) continue;
      const path = join(folder, name);
      const learnsAlike = isDeepStrictEqual(lessonOf(settings), lessonOf(BASE));
      copyParts(lesson, path, learnsAlike ? ['games', 'networks', 'training', 'state'] : ['games']);
      const learnt = await learn(path, settings, cpuMinutes);
      report({ name, value: learnt.games, unit: 'games', config: { cpuMinutes } });
      base ??= learnt;
      if (learnt === base) continue;
      const journal = await matchOf(path, learnt.newest, base.newest);
      const { visits } = MATCH;
      matchFigures(name, journal.tally(), { visits }).forEach(report);
    }
  };
}

async function playFirstGames(path: string): Promise<void> {
  // No candidate is due before all these games have been played.
  const learning = { ...BASE.learning, gamesBeforeFirst: FOREVER, gamesPerCandidate: FOREVER };
  const run = unwrap(Run.open(path, { ...BASE, learning }, () => undefined));
  const options = { games: BASE.bootstrap?.games ?? 0, ...machine() };
  await unwrap(await Loop.open(run, options, () => undefined)).play();
  run.close();
}

/** All that the first network depends on, beside the first games. */
function lessonOf({ seed, network, learning }: RunSettings): unknown {
  return { seed, network, learning };
}

/** Copies parts of a run to where another will be, unless that has begun. */
function copyParts(from: string, to: string, parts: readonly (keyof RunFolder)[]): void {
  if (existsSync(to)) return;
  for (const part of parts) cpSync(runFolder(from)[part], runFolder(to)[part], { recursive: true });
}

async function learn(path: string, settings: RunSettings, cpuMinutes: number): Promise<Learnt> {
  const run = unwrap(Run.open(path, settings, () => undefined));
  const clock = join(path, 'processor-time');
  if (!existsSync(clock)) await learnFirst(run);
  await learnFor(run, 60e6 * cpuMinutes, clock);
  const { games } = run.records;
  const file = networkPath(run.folder, run.state.newest);
  const { visits } = MATCH;
  const search = GUMBEL_SETTINGS;
  run.close();
  return { games, newest: { kind: 'network', name: path, file, visits, search } };
}

/** Has the run make its first network from the games that it has. */
async function learnFirst(run: Run): Promise<void> {
  const { games } = run.records;
  await unwrap(await Loop.open(run, { games, ...machine() }, () => undefined)).play();
}

/**
 * Lets a run learn until it has had so much processor time, all threads together, in microseconds;
 * what it has had is kept in a file, so that a run that was cut off gets no more than the others.
 */
async function learnFor(run: Run, wanted: number, file: string): Promise<void> {
  const before = existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0;
  if (before >= wanted) return;
  const loop = unwrap(await Loop.open(run, { games: FOREVER, ...machine() }, () => undefined));
  const start = process.cpuUsage();
  const timer = setInterval(() => {
    const { user, system } = process.cpuUsage(start);
    const used = before + user + system;
    unwrap(writeWhole(file, String(used)));
    if (used > wanted) loop.stop();
  }, 500);
  await loop.play();
  clearInterval(timer);
}

function machine(): { readonly threads: number; readonly device: 'cpu' } {
  return { threads: availableParallelism(), device: 'cpu' };
}

async function matchOf(path: string, a: ContestantSpec, b: ContestantSpec): Promise<MatchJournal> {
  const journal = new MatchJournal(join(path, 'match.jsonl'));
  const { threads, device } = machine();
  const crew = new Crew(threads);
  const { board, komi, rules } = BASE;
  const plan = {
    board,
    rules: { ...RULE_PRESETS[rules], komi: komi.usual },
    a,
    b,
    matchGames: MATCH.games,
    seed: MATCH.seed,
    atOnce: MATCH.atOnce,
    device,
    threads,
  };
  await new HeldMatch(crew, plan, journal, { isDecided: () => false }).play();
  await crew.close();
  return journal;
}
