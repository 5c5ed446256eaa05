import { Command, Option } from 'commander';
import { Board } from '../../engine/board.js';
import {
  ROLLOUT_KINDS,
  type RolloutKind,
  type RolloutWeights,
} from '../../engine/rollouts/weights.js';
import { makeWeightsFile } from '../../engine/rollouts/weights-file.js';
import type { Corpus } from '../corpus/corpus.js';
import { gamesOfPart, PARTS, type Split } from '../corpus/split.js';
import { writeJson, writeWhole } from '../disk/whole-file.js';
import { formatCount } from '../report/numbers.js';
import {
  measureRollout,
  RolloutLearning,
  USUAL_LEARNING,
  type LearningSettings,
  type LearningStatus,
} from '../rollout-policy/learning.js';
import type { Tally } from '../rollout-policy/likelihood.js';
import { CommandError, orFail } from './command-error.js';
import { EXIT, type ExitCode } from './exit-codes.js';
import { percent } from './figures.js';
import { readGames } from './games-reading.js';
import { boardOption, seedOption, wholeNumber } from './option-values.js';
import { bar, Progress, type Picture } from './progress.js';
import { Signals } from './signals.js';
import type { Finish } from './subcommands.js';
import { say, type Surroundings } from './surroundings.js';

export interface RolloutPolicyOptions {
  readonly games: readonly string[];
  readonly kind: RolloutKind;
  readonly out: string;
  readonly board: number;
  readonly passes: number;
  readonly least: number;
  readonly most?: number;
  readonly seed: number;
}

/** Games that are held out, as `selfplay supervised` does it: to look at each pass, and at the end. */
const SPLIT: Split = { validation: 0.02, test: 0.03 };

/** Games with fewer moves say little. */
const LEAST_MOVES = 10;

const EXAMPLES = `
Examples:
  selfplay rollout-policy --games games.sgf.gz --out rollout.bin
  selfplay rollout-policy --games nine --board 9 --kind tree --out tree-9x9.bin
  selfplay match uct:1000:rollout.bin uct:1000 --board 19`;

/** `selfplay rollout-policy --games PATH... --out FILE`. */
export function rolloutPolicyCommand(around: Surroundings, finish: Finish): Command {
  return new Command('rollout-policy')
    .summary('learn how playouts choose moves')
    .description('Learn a rollout policy, a softmax over features of moves, from games in SGF.')
    .requiredOption('--games <path...>', 'files and folders of games, SGF or packed by gzip')
    .requiredOption('--out <file>', 'where to write the weights; what they are is written beside')
    .addOption(
      new Option('--kind <name>', 'linear, for playouts, or tree, with more features')
        .choices(ROLLOUT_KINDS)
        .default('linear'),
    )
    .addOption(boardOption('side of the board; games on others are left out').default(19))
    .addOption(
      new Option('--passes <n>', 'how often to go through the games')
        .argParser(wholeNumber(1, 1000))
        .default(3),
    )
    .addOption(
      new Option('--least <n>', 'how often a pattern is met that has a weight of its own')
        .argParser(wholeNumber(1, 1e6))
        .default(50),
    )
    .option('--most <n>', 'learn from so many games at most', wholeNumber(1, 1e9))
    .addOption(seedOption().default(1))
    .addHelpText('after', EXAMPLES)
    .action(async (options: RolloutPolicyOptions) => {
      finish(await learnRolloutPolicy(options, around));
    });
}

async function learnRolloutPolicy(
  options: RolloutPolicyOptions,
  around: Surroundings,
): Promise<ExitCode> {
  const { stdout } = around;
  const rules = {
    board: Board.of(options.board),
    leastMoves: LEAST_MOVES,
    needsResult: true,
    leastRank: null,
  };
  const { corpus } = await readGames(options.games, rules, undefined, around);
  demandAllParts(corpus);
  const training = gamesOfPart(corpus, 'training', SPLIT).slice(0, options.most);
  say(
    stdout,
    `${formatCount(training.length)} of ${formatCount(corpus.games)} games to learn from`,
  );
  const settings: LearningSettings = { ...USUAL_LEARNING, ...chosen(options) };
  const { weights, exitCode } = await learn(corpus, training, settings, around);
  if (weights === undefined) return exitCode;
  const test = measureRollout(weights, corpus, gamesOfPart(corpus, 'test', SPLIT));
  say(stdout, `held out, at the end: ${tallyText(test)}`);
  const file = makeWeightsFile(weights);
  orFail(writeWhole(options.out, file));
  const about = describe(weights, corpus, training, settings, test, around);
  orFail(writeJson(aboutPath(options.out), about));
  say(stdout, `${options.out}: ${formatCount(file.length)} bytes`);
  return exitCode;
}

/** There must be games to learn from, and to measure with. */
function demandAllParts(corpus: Corpus): void {
  const empty = PARTS.find((part) => gamesOfPart(corpus, part, SPLIT).length === 0);
  if (empty === undefined) return;
  const message = `of ${corpus.games} games none falls to ${empty}: give more games, some hundreds`;
  throw new CommandError({ code: 'ERR_GAMES_FEW', message });
}

function chosen({
  kind,
  least,
  passes,
  seed,
}: RolloutPolicyOptions): Pick<LearningSettings, 'kind' | 'least' | 'passes' | 'seed'> {
  return { kind, least, passes, seed };
}

/** Learns until it is done or stopped; the weights are those of the last pass. */
async function learn(
  corpus: Corpus,
  games: Uint32Array,
  settings: LearningSettings,
  { stdout }: Surroundings,
): Promise<{ readonly weights: RolloutWeights | undefined; readonly exitCode: ExitCode }> {
  const validation = gamesOfPart(corpus, 'validation', SPLIT);
  const learning = new RolloutLearning(corpus, games, settings);
  const progress = new Progress(stdout, learningPicture(learning, settings));
  let stopped = false;
  const signals = new Signals(() => {
    progress.note('stopping (Ctrl-C again ends at once)');
    stopped = true;
  });
  let weights: RolloutWeights | undefined;
  try {
    await learning.learn(
      () => stopped,
      (now, { pass }) => {
        weights = now;
        const tally = measureRollout(now, corpus, validation);
        progress.note(`pass ${pass}, held out: ${tallyText(tally)}`, 'cyan');
      },
    );
  } finally {
    progress.close();
    signals.close();
  }
  return { weights, exitCode: signals.exitCode ?? EXIT.done };
}

function learningPicture(learning: RolloutLearning, { passes }: LearningSettings): Picture {
  const text = ({ pass, done, games, tally }: LearningStatus): string => {
    const what = pass === 0 ? 'counting patterns' : `pass ${pass} of ${passes}`;
    const learnt = tally.moves === 0 ? '' : `  ${tallyText(tally)}`;
    return `${what}: ${formatCount(done)} of ${formatCount(games)} games${learnt}`;
  };
  return {
    lines: (paint) => {
      const { status } = learning;
      return [`${bar(status.done / status.games, 24, paint)} ${text(status)}`];
    },
    line: () => text(learning.status),
  };
}

function tallyText({ moves, first, amongFive, loss, impossible }: Tally): string {
  const share = (count: number): string => percent(count / moves, 2);
  const mean = (loss / (moves - impossible)).toFixed(3);
  return `top-1 ${share(first)}, top-5 ${share(amongFive)}, loss ${mean}`;
}

/** Where it is written what the weights are: beside them. */
function aboutPath(out: string): string {
  return `${out.replace(/\.bin$/, '')}.json`;
}

function describe(
  weights: RolloutWeights,
  corpus: Corpus,
  training: Uint32Array,
  settings: LearningSettings,
  { moves, first, amongFive, loss, impossible }: Tally,
  { called, words }: Surroundings,
): object {
  const { patterns, shapes, responses, diamonds } = weights;
  return {
    kind: weights.kind,
    board: corpus.board.width,
    games: training.length,
    heldOut: {
      moves,
      top1: first / moves,
      top5: amongFive / moves,
      loss: loss / (moves - impossible),
    },
    patterns: {
      around: patterns.length,
      shapes: shapes.length,
      responses: responses.length,
      diamonds: diamonds.length,
    },
    settings,
    command: [called, ...words].join(' '),
  };
}
