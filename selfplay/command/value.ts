import { availableParallelism } from 'node:os';
import { Command, Option } from 'commander';
import { Board } from '../../engine/board.js';
import type { Result } from '../../engine/result.js';
import type { RolloutPolicy } from '../../engine/rollouts/rollout.js';
import type { SavedNetwork } from '../../network/files/saved-network.js';
import type { DeviceChoice } from '../../network/runtime/device.js';
import { agreeOnInputs } from '../disk/agree-on-inputs.js';
import { agreeOnSettings } from '../disk/agree-on-settings.js';
import { openRolloutPolicy } from '../rollout-policy/open-policy.js';
import { lockRun } from '../run/lock.js';
import { prepareValueFolder, valueFolder, type ValueFolder } from '../value/folder.js';
import { parseValueSettings } from '../value/parse-settings.js';
import { VALUE_PRESETS, type ValuePresetName } from '../value/presets.js';
import { USUAL_VALUE, type ValueSettings } from '../value/settings.js';
import { CommandError, orFail } from './command-error.js';
import { EXIT, type ExitCode } from './exit-codes.js';
import { chooseFolderSettings, type SettingsChanges } from './folder-settings.js';
import { checkBoard, readNetworkWith } from './input-network.js';
import {
  boardOption,
  collected,
  deviceOption,
  seedOption,
  threadsOption,
  wholeNumber,
} from './option-values.js';
import type { Finish } from './subcommands.js';
import { say, type Surroundings } from './surroundings.js';
import { ValueSession } from './value-session.js';

interface ValueOptions extends SettingsChanges {
  readonly network?: string;
  readonly reinforced?: string;
  readonly preset?: ValuePresetName;
  readonly positions?: number;
  readonly out: string;
  readonly trunk?: true;
  readonly threads?: number;
  readonly device: DeviceChoice;
  readonly rollouts: readonly string[];
  readonly playouts: number;
  readonly printConfig?: true;
}

const EXAMPLES = `
Examples:
  selfplay value --network runs/policy/best.onnx --reinforced runs/policy-gradient/latest.onnx
  selfplay value --network policy.onnx --positions 200000 --trunk --rollouts uniform linear
  selfplay value --network policy.onnx --reinforced reinforced.onnx --preset alphago-value

The same command given again goes on where it stopped, was killed, or ended.`;

/** `selfplay value --network FILE`. */
export function valueCommand(around: Surroundings, finish: Finish): Command {
  return new Command('value')
    .summary('make a value network from games of a policy network')
    .description('Play games of a policy, one position each, and learn their outcomes.')
    .option('--network <file>', 'the policy network that plays up to one random move')
    .option('--reinforced <file>', 'the one that plays on (default: the same)')
    .addOption(
      new Option('--preset <name>', 'what learns, and how (default: usual)').choices(
        Object.keys(VALUE_PRESETS),
      ),
    )
    .option('--positions <n>', 'positions, each of a game of its own', wholeNumber(2, 1e9))
    .option('--out <dir>', 'folder of it', 'runs/value')
    .option('--trunk', "begin with the policy's trunk instead of a new network")
    .addOption(boardOption("side of the board (default: the network's)"))
    .addOption(seedOption())
    .option('--set <path=value>', 'change a setting; may be given again', collected)
    .addOption(threadsOption())
    .addOption(deviceOption())
    .addOption(
      new Option('--rollouts <policy...>', 'rollouts whose errors are measured too').default([
        'uniform',
      ]),
    )
    .addOption(
      new Option('--playouts <n>', 'rollouts from each position')
        .argParser(wholeNumber(1, 1e6))
        .default(100),
    )
    .option('--print-config', 'print all settings as JSON, and end')
    .addHelpText('after', EXAMPLES)
    .action(async (options: ValueOptions) => {
      finish(await value(options, around));
    });
}

async function value(options: ValueOptions, around: Surroundings): Promise<ExitCode> {
  const { network, reinforced = network, out, device, threads = availableParallelism() } = options;
  const folder = valueFolder(out);
  const policy =
    network === undefined ? undefined : orFail(await readNetworkWith('policy', network));
  const settings = orFail(chooseSettings(options, folder, policy));
  if (options.printConfig) {
    say(around.stdout, JSON.stringify(settings, null, 2));
    return EXIT.done;
  }
  if (network === undefined || reinforced === undefined || policy === undefined) {
    throw usage('whose games are to be learnt? Say --network FILE');
  }
  const same = reinforced === network;
  const after = same ? policy : orFail(await readNetworkWith('policy', reinforced));
  orFail(checkBoard(policy, network, settings.board));
  orFail(checkBoard(after, reinforced, settings.board));
  const rollouts = openRollouts(options.rollouts, settings.board);
  const lock = orFail(lockRun(out));
  try {
    orFail(prepareValueFolder(folder));
    orFail(agreeOnSettings(folder, settings, parseValueSettings));
    orFail(agreeOnInputs(folder, { '--network': network, '--reinforced': reinforced }));
    const means = { policy, after, file: network, rollouts, device, threads };
    const session = new ValueSession(folder, settings, means, options.playouts, around);
    return await session.hold();
  } finally {
    lock.release();
  }
}

/** Rollout policies by their names. */
function openRollouts(names: readonly string[], side: number): ReadonlyMap<string, RolloutPolicy> {
  const board = Board.of(side, side);
  return new Map(names.map((name) => [name, orFail(openRolloutPolicy(name, board))]));
}

/** A preset's settings, or those of the folder, with what options change. */
function chooseSettings(
  options: ValueOptions,
  folder: ValueFolder,
  policy: SavedNetwork | undefined,
): Result<ValueSettings> {
  const { preset, positions, trunk } = options;
  const source = {
    preset: preset && VALUE_PRESETS[preset],
    usual: USUAL_VALUE,
    kept: folder.settings,
    network: policy,
    parse: parseValueSettings,
  };
  return chooseFolderSettings<ValueSettings>(source, options, {
    ...(positions !== undefined && { positions }),
    ...(trunk === true && { start: 'policy' }),
  });
}

function usage(message: string): CommandError {
  const see = 'see selfplay value --help';
  return new CommandError({ code: 'ERR_USAGE', message: `${message}; ${see}` });
}
