import type { Bits } from '../../engine/bits.js';
import { parseVertex } from '../../engine/coordinates.js';
import type { Game } from '../../engine/game.js';
import { fail, ok, type Result } from '../../engine/result.js';
import { readDeadStones, readScore } from './gtp-answers.js';
import { GTP_PATIENCE, type GtpPatience, type GtpProgram } from './gtp-program.js';
import { colorLetter, gameCommands, moveCommand } from './gtp-setup.js';
import { ProgramKeeper } from './program-keeper.js';

/** What a player does on its turn: plays on a point, or passes, by its number; or gives up. */
export type Choice = number | 'resign';

/** What to do where a program and the game disagree on what is legal. */
const SAME_RULES =
  'start the program with the ko and suicide rules of the game (GNU Go: --positional-superko, --allow-suicide)';

/**
 * A GTP program as a player of one game at a time. The program starts with the first game, and again
 * with the next one after it has ended in any way. Errors of all methods: those of
 * {@link GtpProgram}, and where named.
 */
export class GtpPlayer {
  private readonly keeper: ProgramKeeper;
  /** The program that follows the game. */
  private program: GtpProgram | undefined;
  private game: Game | undefined;
  /** How many moves of the game the program has made or been told. */
  private told = 0;
  /** The move it made last, which the game may still have to accept. */
  private own: number | undefined;

  /** `command`: the path of the program, and its options. */
  constructor(command: readonly string[], patience: GtpPatience = GTP_PATIENCE) {
    this.keeper = new ProgramKeeper(command, patience);
  }

  /** What the program calls itself, once it runs; until then its command. */
  get name(): string {
    return this.keeper.name;
  }

  /** The number of the process; undefined before the first game. */
  get pid(): number | undefined {
    return this.keeper.pid;
  }

  /** Takes up a game, which goes on outside. `ERR_GTP_BOARD`: a rectangle, if it knows none. */
  async begin(game: Game): Promise<Result<void>> {
    const started = await this.keeper.running();
    if (!started.ok) return started;
    const commands = gameCommands(game, started.value.commands);
    if (!commands.ok) return commands;
    this.program = started.value;
    this.game = game;
    this.told = game.length;
    this.own = undefined;
    const done = await started.value.sendAll(commands.value);
    return done.ok ? ok(undefined) : done;
  }

  /**
   * The program's move, which it also makes on its own board, after it was told what moves were made
   * since. `ERR_GTP_REFUSED`: the program holds one of those for illegal. `ERR_VERTEX_…`: what it
   * answers is no move; `ERR_GTP_MOVE`: it is an illegal one.
   */
  async choose(): Promise<Result<Choice>> {
    const { program, game } = this.current();
    const informed = await this.inform(program, game);
    if (!informed.ok) return informed;
    const answer = await program.send(`genmove ${colorLetter(game.toMove)}`);
    if (!answer.ok) return answer;
    const word = answer.value.split(/\s/, 1)[0];
    if (word.toLowerCase() === 'resign') return ok('resign');
    const point = parseVertex(game.board, word);
    if (!point.ok) return point;
    if (!game.isLegal(point.value)) {
      return fail('ERR_GTP_MOVE', `${this.name} played ${word}, which is illegal: ${SAME_RULES}`);
    }
    this.own = point.value;
    return point;
  }

  /** How the program scores the game: White's points less Black's. `ERR_GTP_SCORE`, `ERR_OUTCOME`. */
  async finalScore(): Promise<Result<number>> {
    const { program, game } = this.current();
    const informed = await this.inform(program, game);
    if (!informed.ok) return informed;
    const answer = await program.send('final_score');
    return answer.ok ? readScore(answer.value) : answer;
  }

  /** What the program holds for dead. `ERR_VERTEX_…`; `ERR_GTP_DEAD` where there is no stone. */
  async deadStones(): Promise<Result<Bits>> {
    const { program, game } = this.current();
    const informed = await this.inform(program, game);
    if (!informed.ok) return informed;
    const answer = await program.send('final_status_list dead');
    return answer.ok ? readDeadStones(game.position, answer.value) : answer;
  }

  /** Ends the program. */
  async close(): Promise<void> {
    await this.keeper.close();
  }

  /** Tells the program what moves have been made that it does not know of. */
  private async inform(program: GtpProgram, game: Game): Promise<Result<void>> {
    if (this.own !== undefined && game.length > this.told) {
      if (game.moveAt(this.told) !== this.own) throw new Error('the game took another move');
      this.told++;
      this.own = undefined;
    }
    const commands: string[] = [];
    for (; this.told < game.length; this.told++) commands.push(moveCommand(game, this.told));
    const done = await program.sendAll(commands);
    if (done.ok) return ok(undefined);
    const { code, message } = done.error;
    return code === 'ERR_GTP_REFUSED' ? fail(code, `${message}: ${SAME_RULES}`) : done;
  }

  private current(): { program: GtpProgram; game: Game } {
    const { program, game } = this;
    if (program === undefined || game === undefined) throw new Error('no game has begun');
    return { program, game };
  }
}
