import type { ComponentChildren, JSX } from 'preact';
import type { TreeNode } from '../../messages/game.js';
import { useCommands, useSelect } from '../app/context.js';
import { Icon } from '../app/icon.js';
import { isBlunder } from '../think/series.js';
import { nextWhere, type Nodes } from '../tree/walk.js';

/** Walks through the game. */
export function Navigation(): JSX.Element {
  const commands = useCommands();
  const step = (by: number) => (): void => {
    commands.step(by);
  };
  return (
    <nav class="navigation" aria-label="Moves">
      <Button label="First move" onClick={step(-Infinity)}>
        <Icon name="first" />
      </Button>
      <Button label="Back" onClick={step(-1)}>
        <Icon name="back" />
      </Button>
      <MoveNumber />
      <Button label="Forward" onClick={step(1)}>
        <Icon name="forward" />
      </Button>
      <Button label="Last move" onClick={step(Infinity)}>
        <Icon name="last" />
      </Button>
      <Blunders />
    </nav>
  );
}

function MoveNumber(): JSX.Element {
  const number = useSelect((page) => page.position?.moveNumber ?? 0);
  return (
    <output class="move-number" aria-label="Move number">
      {number}
    </output>
  );
}

/** Goes to the blunder before and after, where any are known. */
function Blunders(): JSX.Element | null {
  const commands = useCommands();
  const nodes = useSelect((page) => page.game?.nodes);
  const shown = useSelect((page) => page.wanted ?? page.position?.node);
  if (nodes === undefined || shown === undefined) return null;
  const before = nextBlunder(nodes, shown, -1);
  const after = nextBlunder(nodes, shown, 1);
  const isKnown = before !== undefined || after !== undefined || isBad(nodes, nodes.get(shown));
  if (!isKnown) return null;
  return (
    <span class="blunders">
      <Button
        label="Blunder before"
        isDisabled={before === undefined}
        onClick={() => {
          if (before !== undefined) commands.go(before);
        }}
      >
        <Icon name="back" />
      </Button>
      <small>blunder</small>
      <Button
        label="Next blunder"
        isDisabled={after === undefined}
        onClick={() => {
          if (after !== undefined) commands.go(after);
        }}
      >
        <Icon name="forward" />
      </Button>
    </span>
  );
}

function nextBlunder(nodes: Nodes, from: number, by: 1 | -1): number | undefined {
  return nextWhere(nodes, from, by, (node) => isBad(nodes, node));
}

function isBad(nodes: Nodes, node: TreeNode | undefined): boolean {
  const parent = nodes.get(node?.parent ?? -1);
  return node !== undefined && parent !== undefined && isBlunder(node, parent);
}

function Button({
  label,
  onClick,
  isDisabled = false,
  children,
}: {
  label: string;
  onClick: () => void;
  isDisabled?: boolean;
  children: ComponentChildren;
}): JSX.Element {
  return (
    <button class="quiet" aria-label={label} title={label} disabled={isDisabled} onClick={onClick}>
      {children}
    </button>
  );
}
