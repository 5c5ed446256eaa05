import assert from 'node:assert/strict';
import type { Board } from '../../../engine/board.js';
import { BLACK, WHITE, type Color } from '../../../engine/color.js';
import { makeVertex, parseVertex } from '../../../engine/coordinates.js';
import { Game } from '../../../engine/game.js';
import { unwrap } from '../../../engine/result.js';
import { RULE_PRESETS, type Rules } from '../../../engine/rules.js';
import { readCommand } from '../../../selfplay/opponents/find-program.js';
import { GtpProgram } from '../../../selfplay/opponents/gtp-program.js';
import { MAIN } from './engine-process.js';

/** What both play by: Chinese rules with positional superko, as GNU Go has them. */
export const RULES: Rules = { ...RULE_PRESETS.chinese, ko: 'positional' };

const GNUGO = 'gnugo --mode gtp --chinese-rules --positional-superko --never-resign';

/** GNU Go's command, undefined where it is not installed. */
export function gnuGo(level: number, seed: number): readonly string[] | undefined {
  const command = readCommand(
    `${GNUGO} --level ${level} --seed ${seed}`,
    process.env['PATH'] ?? '',
  );
  return command.ok ? command.value : undefined;
}

/** Two programs at a board, with a referee between them. */
export class Table {
  private constructor(private readonly programs: Readonly<Record<Color, GtpProgram>>) {}

  /** Starts tengen-gtp with these options, and another program as its opponent. */
  static async open(
    options: readonly string[],
    opponent: readonly string[],
    tengen: Color,
  ): Promise<Table> {
    const own = unwrap(await GtpProgram.start([process.execPath, MAIN, ...options]));
    await say(own, 'kata-set-rules chinese-ogs');
    const other = unwrap(await GtpProgram.start(opponent));
    return new Table(
      tengen === BLACK ? { [BLACK]: own, [WHITE]: other } : { [BLACK]: other, [WHITE]: own },
    );
  }

  /**
   * Plays a game to its end, cleaning up after the first two passes. Fails on any illegal move and any
   * error of the protocol. The scores that each program counts are White's margin; undefined where
   * somebody gave up.
   */
  async play(board: Board, handicap = 0): Promise<{ game: Game; scores?: Record<Color, string> }> {
    for (const program of this.both()) {
      for (const command of [`boardsize ${board.width}`, 'clear_board', `komi ${RULES.komi}`]) {
        await say(program, command);
      }
    }
    const game = await this.begin(board, handicap);
    if (!(await this.playUntilPasses(game, 'genmove'))) return { game };
    await this.playUntilPasses(game, 'kgs-genmove_cleanup');
    return { game, scores: await this.ask('final_score') };
  }

  /** Asks both the same. */
  async ask(command: string): Promise<Record<Color, string>> {
    return {
      [BLACK]: await say(this.programs[BLACK], command),
      [WHITE]: await say(this.programs[WHITE], command),
    };
  }

  async close(): Promise<void> {
    for (const program of this.both()) await program.close();
  }

  private both(): GtpProgram[] {
    return [this.programs[BLACK], this.programs[WHITE]];
  }

  private async begin(board: Board, handicap: number): Promise<Game> {
    const game = new Game(board, RULES);
    if (handicap === 0) return game;
    const placed = await say(this.programs[WHITE], `fixed_handicap ${handicap}`);
    const alike = await say(this.programs[BLACK], `fixed_handicap ${handicap}`);
    assert.deepEqual(alike.split(' ').sort(), placed.split(' ').sort());
    for (const vertex of placed.split(' ')) game.play(unwrap(parseVertex(board, vertex)), BLACK);
    return game;
  }

  /** Whether it came to two passes; false if somebody gave up. */
  private async playUntilPasses(game: Game, command: string): Promise<boolean> {
    const start = game.length;
    while (game.length - start < 3 * game.board.area) {
      const { toMove } = game;
      const letter = toMove === BLACK ? 'b' : 'w';
      const answer = await say(this.programs[toMove], `${command} ${letter}`);
      if (answer.toLowerCase() === 'resign') return false;
      const point = unwrap(parseVertex(game.board, answer));
      const other = this.programs[toMove === BLACK ? WHITE : BLACK];
      unwrap(game.tryPlay(point));
      await say(other, `play ${letter} ${makeVertex(game.board, point)}`);
      if (game.end === 'passes' && game.length - start >= 2) return true;
    }
    throw new Error(`${game.board.toString()}: no end after ${game.length} moves`);
  }
}

async function say(program: GtpProgram, command: string): Promise<string> {
  return unwrap(await program.send(command));
}
