import { rolloutEvaluator } from '../../engine/evaluators/rollout.js';
import type { Game } from '../../engine/game.js';
import { Random } from '../../engine/random.js';
import { ok, type Failure, type Result } from '../../engine/result.js';
import { UCT_SETTINGS } from '../../engine/search/settings.js';
import type { DeviceChoice } from '../../network/runtime/device.js';
import { readCommand } from '../opponents/find-program.js';
import { ProgramContestant } from '../opponents/program-contestant.js';
import { openEvaluatorAt, usualForm } from '../play/open-evaluator.js';
import { SharedEvaluator } from '../play/shared-evaluator.js';
import type { ContestantSpec } from './contestant-spec.js';
import type { Contestant } from './player.js';
import { RANDOM_CONTESTANT } from './random-contestant.js';
import { searchingContestant } from './searching-contestant.js';

export interface OpenContestantOptions {
  /** A game like those that are to be played. */
  readonly game: Game;
  /** Games that are played at once. */
  readonly atOnce: number;
  readonly device: DeviceChoice;
  readonly seed: number;
  /** The PATH in which programs are looked for. */
  readonly searchPath: string;
  /** Told why a program has no move to make and loses its game. */
  readonly onForfeit: (reason: Failure) => void;
}

/** Makes a contestant ready in the calling thread; failures are of files, devices and programs. */
export async function openContestant(
  spec: ContestantSpec,
  options: OpenContestantOptions,
): Promise<Result<Contestant>> {
  const { game, atOnce, device, seed } = options;
  const { board } = game;
  switch (spec.kind) {
    case 'network': {
      const form = usualForm(device, atOnce);
      const symmetry = { kind: 'random', random: new Random(seed) } as const;
      const plan = { board, capacity: atOnce, device, form, symmetry };
      const opened = await openEvaluatorAt(spec.file, plan);
      if (!opened.ok) return opened;
      const shared = new SharedEvaluator(opened.value, board, atOnce);
      return ok(searchingContestant(spec.name, shared, spec));
    }
    case 'uct': {
      const rollouts = rolloutEvaluator(new Random(seed));
      const shared = new SharedEvaluator(rollouts, board, atOnce);
      const search = { search: UCT_SETTINGS, visits: spec.playouts };
      return ok(searchingContestant(`uct:${spec.playouts}`, shared, search));
    }
    case 'random':
      return ok(RANDOM_CONTESTANT);
    case 'program': {
      const command = readCommand(spec.command, options.searchPath);
      if (!command.ok) return command;
      return ProgramContestant.open(command.value, game, options.onForfeit);
    }
  }
}
