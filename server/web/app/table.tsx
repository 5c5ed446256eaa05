import type { ComponentChildren, JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { BoardView } from '../board/board-view.js';
import { later } from '../state/later.js';
import { Navigation } from '../study/navigation.js';
import { PageContext, usePage } from './context.js';

/**
 * The board, and a panel beside it or, where there is little room, below. The board is drawn first:
 * the panel comes with the next frame.
 */
export function Table({ children }: { children: ComponentChildren }): JSX.Element {
  const page = usePage();
  const panel = useMemo(
    () => ({ ...page, store: later(page.store, requestAnimationFrame) }),
    [page],
  );
  return (
    <main class="table">
      <div class="table-board">
        <BoardView />
        <Navigation />
      </div>
      <div class="panel">
        <PageContext.Provider value={panel}>{children}</PageContext.Provider>
      </div>
    </main>
  );
}
