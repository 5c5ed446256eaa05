import { parseArgs } from 'node:util';
import { agreementSuite } from './agreement.js';
import { blocksSuite } from './blocks.js';
import { inferenceSuite } from './inference.js';
import { parallelSuite } from './parallel.js';
import { asJson, asText, type Suite } from './report.js';
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
  },
});

const SUITES: Readonly<Record<string, Suite>> = {
  rules: rulesSuite,
  inference: inferenceSuite,
  training: trainingSuite,
  search: searchSuite,
  selfplay: selfplaySuite,
  threads: threadsSuite,
  blocks: blocksSuite,
  parallel: parallelSuite,
  server: serverSuite(Number(values.sessions), values.network),
  agreement: agreementSuite(values.games, Number(values.seconds)),
};

const names = positionals.length > 0 ? positionals : Object.keys(SUITES);
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
