import { Game } from '../../engine/game.js';
import { RULE_PRESETS } from '../../engine/rules.js';
import type { Corpus } from './corpus.js';

/** Plays games of a corpus again, one at a time, forward where that is possible. */
export class Replay {
  private readonly game: Game;
  private number = -1;

  constructor(private readonly corpus: Corpus) {
    this.game = new Game(corpus.board, RULE_PRESETS['tromp-taylor']);
  }

  /** The position of a game after `ply` moves. The next call changes it. */
  at(number: number, ply: number): Game {
    const { corpus, game } = this;
    if (number !== this.number) {
      game.rewind(0);
      game.rules = corpus.rulesOf(number);
      this.number = number;
    }
    game.rewind(ply);
    while (game.length < ply) game.play(corpus.moveAt(number, game.length));
    return game;
  }
}
