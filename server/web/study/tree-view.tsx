import type { JSX } from 'preact';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { TreeNode } from '../../messages/game.js';
import { useCommands, useSelect } from '../app/context.js';
import { Icon } from '../app/icon.js';
import type { GameState } from '../state/page-state.js';
import { isBlunder } from '../think/series.js';
import { layOut, type Place } from '../tree/layout.js';
import { pathTo, type Nodes } from '../tree/walk.js';

/** The distance between two nodes, in pixels. */
const STEP = 24;

/** The game with its variations. */
export function TreeView(): JSX.Element {
  const game = useSelect((page) => page.game);
  const shown = useSelect((page) => page.wanted ?? page.position?.node);
  if (game === undefined || shown === undefined) return <Empty />;
  return (
    <>
      <Drawing game={game} shown={shown} />
      <Tools game={game} shown={shown} />
    </>
  );
}

/** The room that the tree will take, so that nothing jumps when it comes. */
function Empty(): JSX.Element {
  return (
    <>
      <div class="tree" aria-busy="true" />
      <div class="tree-tools" />
    </>
  );
}

function Drawing({ game, shown }: { game: GameState; shown: number }): JSX.Element {
  const commands = useCommands();
  const frame = useRef<HTMLDivElement>(null);
  const { nodes, root } = game;
  const places = useMemo(() => layOut(nodes, root), [nodes, root]);
  const path = new Set(pathTo(nodes, shown).map(({ id }) => id));
  useEffect(() => {
    keepInSight(frame.current, places.get(shown));
  }, [places, shown]);
  const extent = useMemo(() => extentOf(places), [places]);
  return (
    <div class="tree" ref={frame} tabIndex={0} role="group" aria-label="Game tree: arrow keys walk">
      <svg width={extent.width} height={extent.height}>
        {[...places].map(([id, place]) => (
          <Branch
            key={id}
            {...{ nodes, places, place }}
            node={nodes.get(id)!}
            isOnPath={path.has(id)}
          />
        ))}
        {[...places].map(([id, place]) => (
          <Knot
            key={id}
            node={nodes.get(id)!}
            parent={nodes.get(nodes.get(id)?.parent ?? -1)}
            place={place}
            isShown={id === shown}
            onClick={() => {
              commands.go(id);
            }}
          />
        ))}
      </svg>
    </div>
  );
}

function Knot({
  node,
  parent,
  place,
  isShown,
  onClick,
}: {
  node: TreeNode;
  parent: TreeNode | undefined;
  place: Place;
  isShown: boolean;
  onClick: () => void;
}): JSX.Element {
  const { x, y } = middleOf(place);
  const isBad = parent !== undefined && isBlunder(node, parent);
  const name = `knot is-${node.move?.color ?? 'none'}${isBad ? ' is-bad' : ''}`;
  return (
    <g class={name} onClick={onClick}>
      {isShown && <rect class="knot-shown" x={x - 11} y={y - 11} width={22} height={22} rx={5} />}
      <circle cx={x} cy={y} r={node.move === null ? 4 : 7} />
      {node.comment !== '' && <circle class="knot-comment" cx={x + 6} cy={y - 6} r={3} />}
    </g>
  );
}

/** The line from a node's parent: along the lane, and down to it where it is another. */
function Branch({
  node,
  places,
  place,
  isOnPath,
}: {
  nodes: Nodes;
  node: TreeNode;
  places: ReadonlyMap<number, Place>;
  place: Place;
  isOnPath: boolean;
}): JSX.Element | null {
  const from = places.get(node.parent ?? -1);
  if (from === undefined) return null;
  const [a, b] = [middleOf(from), middleOf(place)];
  const bend = Math.min(STEP, b.y - a.y);
  return (
    <path
      class={`branch${isOnPath ? ' is-on-path' : ''}`}
      d={`M${a.x} ${a.y}V${b.y - bend}L${b.x} ${b.y}`}
    />
  );
}

function middleOf({ depth, lane }: Place): { x: number; y: number } {
  return { x: (depth + 0.5) * STEP, y: (lane + 0.5) * STEP };
}

function extentOf(places: ReadonlyMap<number, Place>): { width: number; height: number } {
  let [depth, lane] = [0, 0];
  for (const place of places.values()) {
    depth = Math.max(depth, place.depth);
    lane = Math.max(lane, place.lane);
  }
  return { width: (depth + 1) * STEP, height: (lane + 1) * STEP };
}

function keepInSight(frame: HTMLElement | null, place: Place | undefined): void {
  if (frame === null || place === undefined) return;
  const { x, y } = middleOf(place);
  const margin = 2 * STEP;
  const { scrollLeft, scrollTop, clientWidth, clientHeight } = frame;
  if (x < scrollLeft + margin || x > scrollLeft + clientWidth - margin) {
    frame.scrollLeft = x - clientWidth / 2;
  }
  if (y < scrollTop || y > scrollTop + clientHeight - STEP) frame.scrollTop = y - clientHeight / 2;
}

function Tools({ game: { root }, shown }: { game: GameState; shown: number }): JSX.Element {
  const commands = useCommands();
  const isRoot = shown === root;
  return (
    <div class="tree-tools">
      <button
        class="quiet"
        title="Previous variation (↑)"
        aria-label="Previous variation"
        onClick={() => {
          commands.turn(-1);
        }}
      >
        <Icon name="up2" />
      </button>
      <button
        class="quiet"
        title="Next variation (↓)"
        aria-label="Next variation"
        onClick={() => {
          commands.turn(1);
        }}
      >
        <Icon name="down2" />
      </button>
      <button
        class="quiet"
        disabled={isRoot}
        title="Make this the main line"
        aria-label="Make this the main line"
        onClick={() => {
          commands.promote(shown);
        }}
      >
        <Icon name="up" />
      </button>
      <button
        class="quiet"
        disabled={isRoot}
        title="Remove this move and all after it"
        aria-label="Remove this move and all after it"
        onClick={() => {
          commands.remove(shown);
        }}
      >
        <Icon name="trash" />
      </button>
    </div>
  );
}
