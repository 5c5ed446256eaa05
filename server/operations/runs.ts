import { ok } from '../../engine/result.js';
import type { Operations } from './operation.js';

/** Watching how a run learns. */
export const RUN_OPERATIONS: Operations<'watch-run' | 'list-games' | 'show-game'> = {
  'watch-run': ({ runs }, { run }) => runs.watch(run),

  'list-games': async ({ runs, send }, { id, run, before }) => {
    const listed = await runs.list(run, before);
    if (listed.ok) send({ type: 'run-games', id, run, ...listed.value });
    return listed;
  },

  'show-game': async ({ runs, send }, { id, run, number }) => {
    const game = await runs.show(run, number);
    if (!game.ok) return game;
    send({ type: 'run-game', id, run, game: game.value });
    return ok(undefined);
  },
};
