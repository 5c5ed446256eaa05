import { availableParallelism } from 'node:os';
import { Command, Option } from 'commander';
import type { Result } from '../../engine/result.js';
import type { SavedNetwork } from '../../network/files/saved-network.js';
import type { InputFiles } from '../disk/agree-on-inputs.js';
import {
  prepareReinforceFolder,
  reinforceFolder,
  type ReinforceFolder,
} from '../reinforce/folder.js';
import { parseReinforceSettings } from '../reinforce/parse-settings.js';
import { REINFORCE_PRESETS, type ReinforcePresetName } from '../reinforce/presets.js';
import {
  BASELINES,
  USUAL_REINFORCE,
  type Baseline,
  type ReinforceSettings,
} from '../reinforce/settings.js';
import { ReinforceTraining } from '../reinforce/training.js';
import { lockRun } from '../run/lock.js';
import { CommandError, orFail } from './command-error.js';
import { EXIT, type ExitCode } from './exit-codes.js';
import { chooseFolderSettings, type SettingsChanges } from './folder-settings.js';
import { checkBoard, readNetworkWith } from './input-network.js';
import {
  boardOption,
  collected,
  positiveNumber,
  seedOption,
  threadsOption,
  wholeNumber,
} from './option-values.js';
import { PolicyGradientSession, type GamesLimits } from './policy-gradient-session.js';
import type { Finish } from './subcommands.js';
import { say, type Surroundings } from './surroundings.js';

interface PolicyGradientOptions extends SettingsChanges, GamesLimits {
  readonly network?: string;
  readonly preset?: ReinforcePresetName;
  readonly out: string;
  readonly baseline?: Baseline;
  readonly valueNetwork?: string;
  readonly threads?: number;
  readonly printConfig?: true;
}

const EXAMPLES = `
Examples:
  selfplay policy-gradient --network runs/policy/best.onnx --games 50000
  selfplay policy-gradient --network policy.onnx --baseline value --value-network value.onnx --hours 2

The same command given again goes on where it stopped, was killed, or ended.`;

/** `selfplay policy-gradient --network FILE`. */
export function policyGradientCommand(around: Surroundings, finish: Finish): Command {
  return new Command('policy-gradient')
    .summary('reinforce a policy network by games against earlier versions of itself')
    .description('REINFORCE on a policy network, as in AlphaGo (Silver et al. 2016).')
    .option('--network <file>', 'the policy network to begin with')
    .addOption(
      new Option('--preset <name>', 'how it learns (default: usual)').choices(
        Object.keys(REINFORCE_PRESETS),
      ),
    )
    .option('--out <dir>', 'folder of the training', 'runs/policy-gradient')
    .option('--games <n>', 'games to play in all', wholeNumber(1, 1e9))
    .option('--hours <h>', 'stop after so many hours', positiveNumber)
    .addOption(
      new Option('--baseline <name>', 'what is taken from the outcomes (default: mean)').choices(
        BASELINES,
      ),
    )
    .option('--value-network <file>', 'what tells v(s) for the baseline value, or to measure it')
    .addOption(boardOption("side of the board (default: the network's)"))
    .addOption(seedOption())
    .option('--set <path=value>', 'change a setting; may be given again', collected)
    .addOption(threadsOption())
    .option('--print-config', 'print all settings as JSON, and end')
    .addHelpText('after', EXAMPLES)
    .action(async (options: PolicyGradientOptions) => {
      finish(await policyGradient(options, around));
    });
}

async function policyGradient(
  options: PolicyGradientOptions,
  around: Surroundings,
): Promise<ExitCode> {
  const { network, out, games, hours, valueNetwork } = options;
  const folder = reinforceFolder(out);
  const start =
    network === undefined ? undefined : orFail(await readNetworkWith('policy', network));
  const settings = orFail(chooseSettings(options, folder, start));
  if (options.printConfig) {
    say(around.stdout, JSON.stringify(settings, null, 2));
    return EXIT.done;
  }
  if (network === undefined || start === undefined) {
    throw usage('which network is to be reinforced? Say --network FILE');
  }
  if (games === undefined && hours === undefined) {
    throw usage('how long is it to learn? Say --games N or --hours H');
  }
  if (settings.baseline === 'value' && valueNetwork === undefined) {
    throw usage('whose values are the baseline? Say --value-network FILE');
  }
  orFail(checkBoard(start, network, settings.board));
  const value = await openValue(valueNetwork, settings.board);
  const lock = orFail(lockRun(out));
  try {
    orFail(prepareReinforceFolder(folder));
    const threads = options.threads ?? availableParallelism();
    const inputs = inputsOf(network, settings, valueNetwork);
    const training = orFail(
      await ReinforceTraining.open(folder, settings, { start, value, inputs, threads }),
    );
    try {
      const session = new PolicyGradientSession(
        training,
        folder,
        settings,
        threads,
        options,
        around,
      );
      return await session.hold();
    } finally {
      await training.close();
    }
  } finally {
    lock.release();
  }
}

async function openValue(
  file: string | undefined,
  board: number,
): Promise<SavedNetwork | undefined> {
  if (file === undefined) return undefined;
  const network = orFail(await readNetworkWith('value', file));
  orFail(checkBoard(network, file, board));
  return network;
}

/** What decides how it learns; a value network that only measures may come and go. */
function inputsOf(
  network: string,
  { baseline }: ReinforceSettings,
  valueNetwork: string | undefined,
): InputFiles {
  const isBaseline = baseline === 'value' && valueNetwork !== undefined;
  return { '--network': network, ...(isBaseline && { '--value-network': valueNetwork }) };
}

/** A preset's settings, or those of the training that is there, with what options change. */
function chooseSettings(
  options: PolicyGradientOptions,
  folder: ReinforceFolder,
  start: SavedNetwork | undefined,
): Result<ReinforceSettings> {
  const { preset, baseline } = options;
  const source = {
    preset: preset && REINFORCE_PRESETS[preset],
    usual: USUAL_REINFORCE,
    kept: folder.settings,
    network: start,
    parse: parseReinforceSettings,
  };
  return chooseFolderSettings<ReinforceSettings>(source, options, {
    ...(baseline !== undefined && { baseline }),
  });
}

function usage(message: string): CommandError {
  const see = 'see selfplay policy-gradient --help';
  return new CommandError({ code: 'ERR_USAGE', message: `${message}; ${see}` });
}
