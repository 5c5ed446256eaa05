import { useRef, useState } from 'preact/hooks';
import type { JSX } from 'preact';
import type { PositionInfo } from '../../messages/game.js';
import { useCommands, usePreferences, useSelect } from '../app/context.js';
import { detailAt } from './candidate-layer.js';
import { CursorLayer } from './cursor-layer.js';
import { middle, moveCursor } from './cursor.js';
import { Fitted } from './fitted.js';
import type { Shape } from './maps.js';
import { pointName, pointTitle } from './names.js';
import { Layers } from './layers.js';
import { Pointing } from './pointing.js';
import { Stones } from './stones.js';

/** Where lines are closer than that, in pixels, a finger misses. */
const FINGER = 30;

/** The board: what stands on it, what is thought about it, and how one plays on it. */
export function BoardView(): JSX.Element {
  const position = useSelect((page) => page.position);
  const info = useSelect((page) => page.game?.info);
  if (position === undefined || info === undefined)
    return <div class="board-fit" aria-busy="true" />;
  // A board of another size is another board.
  return <OneBoard key={`${info.width}:${info.height}`} shape={info} position={position} />;
}

function OneBoard({ shape, position }: { shape: Shape; position: PositionInfo }): JSX.Element {
  const [{ coordinates }] = usePreferences();
  const count = useSelect((page) => page.state?.count ?? null);
  const act = usePointAction(position);
  const { cursor, isShown, ...keyboard } = useCursor(shape, act);
  const label = `Go board, ${shape.width} by ${shape.height}. Arrow keys move, Enter plays.`;
  return (
    <div
      class="board-fit"
      role="application"
      aria-label={label}
      tabIndex={0}
      id="board"
      {...keyboard}
    >
      <Fitted shape={shape} coordinates={coordinates}>
        {(size) => (
          <>
            <Stones {...{ shape, position, count, coordinates, size }} />
            <svg
              class="layers"
              viewBox={`0 0 ${shape.width * 100} ${shape.height * 100}`}
              aria-hidden="true"
            >
              <Layers shape={shape} position={position} detail={detailAt(size)} />
              {isShown && <CursorLayer shape={shape} point={cursor} />}
              <Pointing {...{ shape, position, act }} isFine={size < FINGER} />
            </svg>
          </>
        )}
      </Fitted>
      <p class="unseen" aria-live="polite">
        {isShown ? pointTitle(shape, position, cursor) : lastMove(shape, position)}
      </p>
    </div>
  );
}

/** Plays on a point or, at the end of the game, marks the stones there. */
function usePointAction(position: PositionInfo): (point: number) => void {
  const commands = useCommands();
  const isMarking = useSelect((page) => page.state?.phase === 'marking');
  return (point) => {
    if (!isMarking) commands.play(point);
    else if (position.stones[point] !== 0) commands.toggleDead(point);
  };
}

/** The cursor, which is there while the board has the focus, and the handlers that move it. */
function useCursor(
  shape: Shape,
  act: (point: number) => void,
): {
  cursor: number;
  isShown: boolean;
  onKeyDown: (event: KeyboardEvent) => void;
  onFocus: () => void;
  onBlur: () => void;
} {
  const [cursor, setCursor] = useState(() => middle(shape));
  const [isShown, setShown] = useState(false);
  // Keys may come faster than frames, in which alone the state becomes another.
  const at = useRef(cursor);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const next = moveCursor(shape, at.current, event.key);
    if (next !== undefined) setCursor((at.current = next));
    else if (event.key === 'Enter' || event.key === ' ') act(at.current);
    else if (event.key === 'Escape') (event.currentTarget as HTMLElement).blur();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return {
    cursor,
    isShown,
    onKeyDown,
    onFocus: () => {
      setShown(true);
    },
    onBlur: () => {
      setShown(false);
    },
  };
}

/** The last move, for those who hear the board. */
function lastMove(shape: Shape, { last, toMove, moveNumber }: PositionInfo): string {
  if (last === null) return '';
  const player = toMove === 'black' ? 'White' : 'Black';
  return `Move ${moveNumber}: ${player} ${pointName(shape, last)}`;
}
