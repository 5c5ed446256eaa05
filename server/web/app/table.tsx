import type { ComponentChildren, JSX } from 'preact';
import { BoardView } from '../board/board-view.js';
import { Navigation } from '../study/navigation.js';

/** The board, and a panel beside it or, where there is little room, below. */
export function Table({ children }: { children: ComponentChildren }): JSX.Element {
  return (
    <main class="table">
      <div class="table-board">
        <BoardView />
        <Navigation />
      </div>
      <div class="panel">{children}</div>
    </main>
  );
}
