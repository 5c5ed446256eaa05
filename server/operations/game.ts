import { win } from '../../engine/outcome.js';
import { opponent, type Color } from '../../engine/color.js';
import { ok, type Result } from '../../engine/result.js';
import { refusal } from '../messages/errors.js';
import { colorOf } from '../sessions/names.js';
import { moveOf } from '../sessions/replay.js';
import type { Session } from '../sessions/session.js';
import { newGame } from '../sessions/setup.js';
import { pathTo, type Node } from '../sessions/tree.js';
import type { Operations } from './operation.js';

/** Playing a game. */
export const GAME_OPERATIONS: Operations<
  'new-game' | 'play' | 'undo' | 'resign' | 'engine-move' | 'move-now' | 'change'
> = {
  'new-game': ({ session }, { settings }) => {
    const { side } = session.services.limits;
    if (Math.max(settings.width, settings.height) > side) {
      return refusal('ERR_BOARD_SIDE', `sides are at most ${side}`);
    }
    const opened = newGame(settings, session.opened.tree.nextId);
    if (!opened.ok) return opened;
    const { people, strength, time } = settings;
    session.open(opened.value, { people, strength, time });
    return tellThinker(session);
  },

  play: ({ session }, { node, move }) => {
    if (session.current.id !== node) return refusal('ERR_STALE');
    if (session.phase === 'marking') return refusal('ERR_GAME_OVER');
    const isEngines = session.engine.plays(session.game.toMove);
    if (session.phase === 'playing' && isEngines) {
      // Where a person has gone back to look, nobody waits for the engine: trying out is free.
      if (session.engine.isThinking) return refusal('ERR_NOT_YOUR_TURN');
    }
    return session.play(move);
  },

  undo: ({ session }) => {
    const node = lastOfPeople(session);
    if (node === undefined) return refusal('ERR_NOTHING_TO_UNDO');
    const parent = node.parent!;
    session.phase = 'playing';
    session.dead = null;
    if (isBareLine(node, session.current)) session.remove(node);
    else session.go(parent);
    session.resume();
    return ok(undefined);
  },

  resign: ({ session }) => {
    if (session.phase !== 'playing') return refusal('ERR_GAME_OVER');
    const { people } = session.chosen;
    const loser: Color =
      people === 'black' || people === 'white' ? colorOf(people) : session.game.toMove;
    session.touched = true;
    session.finish(win(opponent(loser), 'resign'));
    return ok(undefined);
  },

  'engine-move': ({ session }, { node }) => {
    if (session.current.id !== node) return refusal('ERR_STALE');
    if (session.phase === 'marking') return refusal('ERR_GAME_OVER');
    session.engine.begin();
    session.tellState();
    return ok(undefined);
  },

  'move-now': ({ session }) =>
    session.engine.hurry() ? ok(undefined) : refusal('ERR_NOT_THINKING'),

  change: ({ session }, { people, strength }) => {
    if (people !== undefined) session.chosen = { ...session.chosen, people };
    if (strength !== undefined) session.chosen = { ...session.chosen, strength };
    session.tellInfo();
    if (people !== undefined) {
      session.engine.cancel();
      session.goOn();
    }
    return ok(undefined);
  },
};

/** Tells what thinks about the board, as soon as that is known, if the game is still on that board. */
export function tellThinker(session: Session): Result<undefined> {
  const { audience, services } = session;
  const { board } = session.game;
  services.thinkers.describe(board.width, board.height).then(
    (thinker) => {
      if (session.game.board === board) audience.tell({ type: 'thinker', thinker });
    },
    (error: unknown) => {
      const { message } = error as Error;
      audience.tell({ type: 'error', id: null, code: 'ERR_THINKING', message });
    },
  );
  return ok(undefined);
}

/** The node of the last move of a person; of anybody, where not just one colour is a person's. */
function lastOfPeople({ current, chosen, game: { board } }: Session): Node | undefined {
  const { people } = chosen;
  return pathTo(current).findLast(({ parent, properties }) => {
    const move = moveOf(board, properties);
    if (parent === null || !move.ok || move.value === undefined) return false;
    return people === 'both' || people === 'neither' || move.value.color === colorOf(people);
  });
}

/** Whether nothing follows a node but the line to another one, which ends there. */
function isBareLine(from: Node, to: Node): boolean {
  let node = from;
  while (node !== to && node.children.length === 1) node = node.children[0];
  return node === to && to.children.length === 0;
}
