import { opponent } from '../../engine/color.js';
import type { Game } from '../../engine/game.js';
import { ok, type Result } from '../../engine/result.js';
import { compensation } from '../../engine/rules.js';
import { readScore } from './gtp-answers.js';
import { GTP_PATIENCE, type GtpPatience } from './gtp-program.js';
import { colorLetter, sizeCommand, stoneCommands } from './gtp-setup.js';
import { ProgramKeeper } from './program-keeper.js';

/** GNU Go as a referee: area scoring, the same answers every time; level 10 reads what is dead. */
export const GNUGO_REFEREE = 'gnugo --mode gtp --chinese-rules --level 10 --seed 1';

/**
 * A GTP program that says how finished games are scored, which it has not played. It sees the final
 * position only, so that it need not share the rules of ko and suicide. GNU Go plays the position out
 * to find what is dead.
 */
export class Referee {
  private readonly keeper: ProgramKeeper;
  private queue: Promise<unknown> = Promise.resolve();

  /** `command`: the path of the program, and its options. */
  constructor(command: readonly string[], patience: GtpPatience = GTP_PATIENCE) {
    this.keeper = new ProgramKeeper(command, patience);
  }

  /**
   * White's points less Black's, komi and compensation for handicap stones counted, after both have
   * passed. Errors as of the program's start and answers, and of {@link readScore}.
   */
  score(game: Game): Promise<Result<number>> {
    const result = this.queue.then(() => this.scoreNow(game));
    this.queue = result;
    return result;
  }

  /** Ends the program. */
  async close(): Promise<void> {
    await this.keeper.close();
  }

  private async scoreNow(game: Game): Promise<Result<number>> {
    const started = await this.keeper.running();
    if (!started.ok) return started;
    const commands = scoringCommands(game, started.value.commands);
    if (!commands.ok) return commands;
    const answer = await started.value.sendAll(commands.value);
    return answer.ok ? readScore(answer.value) : answer;
  }
}

function scoringCommands(game: Game, known: ReadonlySet<string>): Result<string[]> {
  const { board, position, rules, handicap } = game;
  const size = sizeCommand(board, known);
  if (!size.ok) return size;
  const passes = [position.toMove, opponent(position.toMove)];
  return ok([
    size.value,
    `komi ${rules.komi + compensation(rules, handicap)}`,
    'clear_board',
    ...stoneCommands(board, position),
    ...passes.map((color) => `play ${colorLetter(color)} pass`),
    'final_score',
  ]);
}
