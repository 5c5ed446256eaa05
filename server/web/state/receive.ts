import type { FromServer, Telling } from '../../messages/from-server.js';
import { receiveLearning } from './learning.js';
import type { GameState, PageState } from './page-state.js';
import { withNotice } from './notices.js';

/** What the page knows after a message that came at `now`, in milliseconds on the page's clock. */
export function receive(page: PageState, message: FromServer, now: number): PageState {
  switch (message.type) {
    case 'welcome': {
      const learning = { ...page.learning, runs: message.runs };
      return { ...page, link: 'open', limits: message.limits, learning };
    }
    case 'done':
    case 'sgf':
      return page;
    case 'error':
      return withNotice(
        { ...page, pending: undefined, wanted: undefined },
        'error',
        message.message,
      );
    case 'notice':
      return withNotice(page, 'notice', message.text);
    case 'game':
      return { ...page, ...NEW_GAME, game: newGame(message) };
    case 'info':
      return withGame(page, (game) => ({ ...game, info: message.info }));
    case 'nodes':
      return withGame(page, (game) => withNodes(game, message));
    case 'position':
      return receivePosition(page, message);
    case 'state':
      return { ...page, state: message.state, stateAt: now };
    case 'thinker':
      return { ...page, thinker: message.thinker };
    case 'analysis':
      return { ...page, analysis: message.analysis };
    case 'review':
      return { ...page, review: message.review };
    case 'run':
    case 'run-update':
    case 'run-live':
    case 'run-games':
    case 'run-game':
      return { ...page, learning: receiveLearning(page.learning, message) };
  }
}

const NEW_GAME = { analysis: undefined, probe: undefined, wanted: undefined, pending: undefined };

function newGame({ info, root, nodes }: Telling<'game'>): GameState {
  return { info, root, nodes: new Map(nodes.map((node) => [node.id, node])) };
}

function withGame(page: PageState, change: (game: GameState) => GameState): PageState {
  return page.game === undefined ? page : { ...page, game: change(page.game) };
}

function withNodes(game: GameState, { changed, removed }: Telling<'nodes'>): GameState {
  const nodes = new Map(game.nodes);
  for (const id of removed) nodes.delete(id);
  for (const node of changed) nodes.set(node.id, node);
  return { ...game, nodes };
}

/** The analysis of another node is of no use any more. */
function receivePosition(page: PageState, { position }: Telling<'position'>): PageState {
  const { analysis, wanted } = page;
  return {
    ...page,
    position,
    pending: undefined,
    probe: undefined,
    wanted: wanted === position.node ? undefined : wanted,
    analysis: analysis?.node === position.node ? analysis : undefined,
  };
}
