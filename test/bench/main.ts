import { parseArgs } from 'node:util';
import { agreementSuite } from './agreement.js';
import { blocksSuite } from './blocks.js';
import { choiceSuite } from './choice.js';
import { deadStonesSuite } from './dead-stones.js';
import { inferenceSuite } from './inference.js';
import { levelsSuite } from './levels.js';
import { pageSuite } from './page.js';
import { parallelSuite } from './parallel.js';
import { presetsSuite } from './presets.js';
import { asJson, asText, type Suite } from './report.js';
import { rolloutsSuite } from './rollouts.js';
import { rulesSuite } from './rules.js';
import { searchSuite } from './search.js';
import { selfplaySuite } from './selfplay.js';
import { serverSuite } from './server.js';
import { threadsSuite } from './threads.js';
import { trainingSuite } from './training.js';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean', default: false },
    // For the suite `agreement`: games to learn from, and for how many seconds.
    games: { type: 'string' },
    seconds: { type: 'string', default: '300' },
    // For the suite `server`: sessions at once, and a network to play with in place of playouts.
    sessions: { type: 'string', default: '200' },
    network: { type: 'string' },
    // For the suite `choice`, and for `threads` where matches are to be played: games of each match.
    match: { type: 'string' },
    // For the suite `presets`: for how long each variant learns, and where.
    minutes: { type: 'string', default: '20' },
    folder: { type: 'string', default: 'runs/presets' },
    // For the suites `presets` and `levels`: only what has this in its name.
    only: { type: 'string', default: '' },
  },
});

const SUITES: Readonly<Record<string, Suite>> = {
  rules: rulesSuite,
  rollouts: rolloutsSuite,
  inference: inferenceSuite,
  training: trainingSuite,
  search: searchSuite,
  selfplay: selfplaySuite,
  threads: threadsSuite(gamesOf(values.match)),
  blocks: blocksSuite,
  parallel: parallelSuite,
  server: serverSuite(Number(values.sessions), values.network),
  levels: levelsSuite({
    side: 9,
    games: gamesOf(values.match) ?? 40,
    network: values.network,
    only: values.only,
  }),
  page: pageSuite,
  choice: choiceSuite(values.network, gamesOf(values.match)),
  presets: presetsSuite({
    cpuMinutes: Number(values.minutes),
    folder: values.folder,
    only: values.only,
  }),
  'dead-stones': deadStonesSuite(gamesOf(values.match)),
  agreement: agreementSuite(values.games, Number(values.seconds)),
};

/** Games of a match; undefined where none is asked for. */
function gamesOf(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number(text);
}

/** Suites that take hours: played only when asked for. */
const LONG = ['presets'];

const names =
  positionals.length > 0 ? positionals : Object.keys(SUITES).filter((name) => !LONG.includes(name));
const unknown = names.filter((name) => !Object.hasOwn(SUITES, name));
if (unknown.length > 0) {
  console.error(`no suite ${unknown.join(', ')}: there are ${Object.keys(SUITES).join(', ')}`);
  process.exitCode = 2;
} else {
  for (const suite of names) {
    if (!values.json) console.log(`\n${suite}`);
    await SUITES[suite]((figure) => {
      const full = { suite, ...figure };
      console.log(values.json ? asJson(full) : asText(full));
    });
  }
}
