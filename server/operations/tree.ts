import { ok, type Result } from '../../engine/result.js';
import { refusal } from '../messages/errors.js';
import { makeSgfText, openSgf } from '../sessions/sgf.js';
import type { Session } from '../sessions/session.js';
import type { Node } from '../sessions/tree.js';
import { tellThinker } from './game.js';
import type { Operations } from './operation.js';

/** The tree of a game, and files. */
export const TREE_OPERATIONS: Operations<
  'go' | 'comment' | 'remove' | 'promote' | 'load-sgf' | 'save-sgf'
> = {
  go: ({ session }, { node }) =>
    withNode(session, node, (found) => {
      session.go(found);
      return ok(undefined);
    }),

  comment: ({ session }, { node, text }) =>
    withNode(session, node, (found) => {
      session.comment(found, text);
      return ok(undefined);
    }),

  remove: ({ session }, { node }) =>
    withNode(session, node, (found) => {
      if (found.parent === null) return refusal('ERR_NODE_ROOT');
      session.remove(found);
      return ok(undefined);
    }),

  promote: ({ session }, { node }) =>
    withNode(session, node, (found) => {
      session.promote(found);
      return ok(undefined);
    }),

  'load-sgf': ({ session, send }, { text }) => {
    const opened = openSgf(text, session.services.limits, session.opened.tree.nextId);
    if (!opened.ok) return opened;
    const { strength } = session.chosen;
    session.open(opened.value, { people: 'both', strength, time: { kind: 'none' } });
    if (opened.value.cut > 0) {
      const lines =
        opened.value.cut === 1 ? 'a variation was' : `${opened.value.cut} variations were`;
      send({ type: 'notice', text: `${lines} cut before a move that cannot be made` });
    }
    return tellThinker(session);
  },

  'save-sgf': ({ session, send }, { id }) => {
    const { opened, outcome } = session;
    const text = makeSgfText({ ...opened, outcome });
    send({ type: 'sgf', id, text, name: fileName(opened.black.name, opened.white.name) });
    return ok(undefined);
  },
};

function withNode(
  { opened }: Session,
  id: number,
  use: (node: Node) => Result<unknown>,
): Result<unknown> {
  const node = opened.tree.find(id);
  return node === undefined ? refusal('ERR_NODE_UNKNOWN') : use(node);
}

/** A name that every system can write. */
function fileName(...players: string[]): string {
  const names = players
    .map((name) => name.normalize('NFKD').replace(/[^\w-]+/g, ''))
    .filter(Boolean);
  return `${names.join('-') || 'game'}.sgf`;
}
