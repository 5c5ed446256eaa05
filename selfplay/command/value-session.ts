import { Board } from '../../engine/board.js';
import type { Evaluator } from '../../engine/evaluator.js';
import { rolloutEvaluator } from '../../engine/evaluators/rollout.js';
import { Random } from '../../engine/random.js';
import type { RolloutPolicy } from '../../engine/rollouts/rollout.js';
import type { SavedNetwork } from '../../network/files/saved-network.js';
import { writeJson } from '../disk/whole-file.js';
import { planEvaluation } from '../play/evaluation-plan.js';
import { meanError, type ErrorFigures } from '../value/errors.js';
import type { ValueFolder } from '../value/folder.js';
import { AT_ONCE, SampleMaking } from '../value/make-all.js';
import { openValue, type Means } from '../value/open-value.js';
import { partsOf, type SampleParts } from '../value/positions.js';
import { SampleFile } from '../value/sample-file.js';
import type { ValueSettings } from '../value/settings.js';
import { ValueTraining } from '../value/training.js';
import { orFail } from './command-error.js';
import { Countdown } from './countdown.js';
import { EXIT, type ExitCode } from './exit-codes.js';
import { Progress, type Picture } from './progress.js';
import { Signals } from './signals.js';
import { say, type Surroundings } from './surroundings.js';
import { checkingText, checkText, errorTable } from './value-text.js';

/** What plays and learns. */
export interface ValueMeans extends Means {
  readonly policy: SavedNetwork;
  /** Its file. */
  readonly file: string;
  readonly after: SavedNetwork;
  /** Whose errors are measured too, by their names. */
  readonly rollouts: ReadonlyMap<string, RolloutPolicy>;
}

/** One command: positions are made, then learnt, then what was learnt is compared with rollouts. */
export class ValueSession {
  private stopped = false;
  private making: SampleMaking | undefined;
  private text: () => string = () => 'beginning';

  constructor(
    private readonly folder: ValueFolder,
    private readonly settings: ValueSettings,
    private readonly means: ValueMeans,
    private readonly playouts: number,
    private readonly around: Surroundings,
  ) {}

  async hold(): Promise<ExitCode> {
    const { folder, settings } = this;
    const { stdout } = this.around;
    const picture: Picture = {
      lines: (paint) => [`${paint('bold', 'value')} ${this.text()}`],
      line: () => this.text(),
    };
    const progress = new Progress(stdout, picture);
    const signals = new Signals(() => {
      progress.note('stopping (Ctrl-C again ends at once)');
      this.stopped = true;
      this.making?.stop();
    });
    try {
      const file = orFail(SampleFile.open(folder.samples, settings.positions));
      if (file.size < file.length) await this.make(file);
      if (!this.stopped) await this.learn(partsOf(file, settings), progress);
      file.close();
      progress.close();
      if (!this.stopped) say(stdout, `the network: ${folder.network}`);
      return signals.exitCode ?? EXIT.done;
    } finally {
      progress.close();
      signals.close();
    }
  }

  private async make(file: SampleFile): Promise<void> {
    const { settings, means } = this;
    const { policy: before, after, threads, device: choice } = means;
    const board = Board.of(settings.board, settings.board);
    const plan = { choice, file: means.file, board, capacity: AT_ONCE, threads };
    const { thread: device } = orFail(await planEvaluation(plan));
    const making = new Countdown(settings.positions, 'positions', file.size);
    this.text = () => {
      making.note(file.size);
      return making.text;
    };
    this.making = new SampleMaking(file, settings, { before, after, threads, device });
    try {
      if (!this.stopped) orFail(await this.making.make());
    } finally {
      await device?.close();
    }
  }

  private async learn(parts: SampleParts, progress: Progress): Promise<void> {
    const { folder, settings, means } = this;
    const training = orFail(
      await ValueTraining.open(folder, settings, parts, {
        ...means,
        stop: () => this.stopped,
        onCheck: (point) => {
          progress.note(checkText(point), 'cyan');
        },
      }),
    );
    const { step: before, steps } = training.progress;
    const learning = new Countdown(steps, 'steps', before);
    this.text = () => {
      const { step, check } = training.progress;
      learning.note(step);
      return `learning: ${learning.text}${check === undefined ? '' : checkingText(check)}`;
    };
    try {
      if (orFail(await training.learn())) await this.compare(training, parts, progress);
    } finally {
      await training.close();
    }
  }

  /** Tells the errors on the test positions, of the network and of rollouts. */
  private async compare(
    training: ValueTraining,
    { test }: SampleParts,
    progress: Progress,
  ): Promise<void> {
    const { settings, means, folder } = this;
    const board = Board.of(settings.board, settings.board);
    const network = await openValue(await training.network(), board, means);
    const errors: Record<string, ErrorFigures> = {};
    const measure = async (name: string, evaluator: Evaluator): Promise<void> => {
      const measuring = new Countdown(test.length, 'positions');
      this.text = () => `measuring ${name}: ${measuring.text}`;
      errors[name] = await meanError(evaluator, test, settings, {
        stop: () => this.stopped,
        onPositions: (done) => {
          measuring.note(done);
        },
      });
    };
    await measure('value network', network);
    await network.close();
    for (const [name, policy] of means.rollouts) {
      for (const playouts of [...new Set([1, this.playouts])]) {
        const rollouts = rolloutEvaluator(new Random(settings.seed), playouts, policy);
        await measure(`${playouts} ${playouts === 1 ? 'rollout' : 'rollouts'}, ${name}`, rollouts);
      }
    }
    if (this.stopped) return;
    orFail(writeJson(folder.errors, errors));
    for (const line of errorTable(errors)) progress.note(line);
  }
}
