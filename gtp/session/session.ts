import { Board } from '../../engine/board.js';
import { BLACK, opponent, type Color } from '../../engine/color.js';
import { Game, type GameStart } from '../../engine/game.js';
import { ok, type Result } from '../../engine/result.js';
import type { Rules } from '../../engine/rules.js';
import { copyGame } from '../../engine/game-copy.js';
import type { Engine, Thinking } from '../thinking/engine.js';
import { Clocks } from '../time/clocks.js';
import type { PlaySettings } from './settings.js';

/** What a client has set up: the game, its rules and its clocks; and the engine that thinks about it. */
export class Session {
  game: Game;
  readonly clocks = new Clocks();
  /** How many own moves in a row looked lost, for each colour. */
  readonly hopeless: Record<Color, number> = { 1: 0, 2: 0 };
  settings: PlaySettings;
  private pondering: Thinking | undefined;
  /** Whether the client has told the handicap; otherwise it is inferred. */
  private handicapTold = false;

  constructor(
    readonly engine: Engine,
    settings: PlaySettings,
    /** Writes a line to stderr. */
    readonly notify: (line: string) => void = () => undefined,
  ) {
    this.settings = settings;
    this.game = new Game(Board.of(settings.side), settings.rules);
  }

  /** The rules, komi in them. They stay when a board is cleared. */
  get rules(): Rules {
    return this.game.rules;
  }

  set rules(rules: Rules) {
    this.rest();
    this.game.rules = rules;
  }

  /** Begins a game on a board, with the same rules. */
  begin(board: Board = this.game.board, start: GameStart = {}): void {
    this.rest();
    this.adopt(new Game(board, this.rules, start));
    this.handicapTold = start.handicap !== undefined;
  }

  /** Takes over a game that was made elsewhere, its rules with it. */
  adopt(game: Game): void {
    this.rest();
    this.game = game;
    this.handicapTold = game.handicap > 0;
    this.clocks.restart();
    this.hopeless[1] = 0;
    this.hopeless[2] = 0;
    this.engine.forget();
    void this.engine.prepare(game.board);
  }

  /**
   * Makes a client's move. Moves in no turn are taken as they come; what only ko, superko or the rule
   * on suicide forbids is refused only where settings are strict: records have such moves.
   */
  play(point: number, color: Color): Result<void> {
    this.rest();
    const played = this.game.tryPlay(point, color);
    if (!played.ok) {
      if (this.settings.strict || !isReplayable(this.game, point, color)) return played;
      this.game.play(point, color);
    }
    this.inferHandicap();
    return ok(undefined);
  }

  /** Takes back so many moves; false, and none taken back, if there are not as many. */
  undo(moves: number): boolean {
    this.rest();
    if (moves > this.game.length) return false;
    this.game.rewind(this.game.length - moves);
    this.inferHandicap();
    return true;
  }

  /** Thinks in the opponent's time, if that is wished, until anything else is asked. */
  ponder(): void {
    if (!this.settings.ponders || this.game.end !== undefined) return;
    const request = { visits: Infinity, playouts: Infinity, endsEarly: false, ownership: false };
    this.pondering = this.engine.think(copyGame(this.game), { ...request, bans: [] });
    // Should it fail, the next move will tell.
    this.pondering.done.catch(() => undefined);
  }

  /** Ends pondering. */
  rest(): void {
    this.pondering?.stop();
    this.pondering = undefined;
  }

  /** Black's first moves in a row, two or more, are a handicap, where the client told of none. */
  private inferHandicap(): void {
    if (this.handicapTold) return;
    const { game } = this;
    let stones = 0;
    while (stones < game.length && isStoneOfBlack(game, stones)) stones++;
    game.handicap = stones >= 2 ? stones : 0;
  }
}

function isStoneOfBlack(game: Game, ply: number): boolean {
  return game.colorAt(ply) === BLACK && game.moveAt(ply) !== game.board.pass;
}

/** Whether a move could be made under the most liberal rules, repetition aside. */
function isReplayable(game: Game, point: number, color: Color): boolean {
  if (point >= game.board.area) return false;
  const position = game.position.clone();
  position.toMove = opponent(color);
  position.toMove = color;
  return position.isLegal(point, true);
}
