import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { openDialog } from '../app/dialog.js';
import { useCommands, useSelect } from '../app/context.js';
import { Icon } from '../app/icon.js';

/** Pass, undo and the like. */
export function Actions(): JSX.Element {
  const commands = useCommands();
  const phase = useSelect((page) => page.state?.phase);
  const isThinking = useSelect((page) => (page.state?.thinking ?? null) !== null);
  const isPlaying = phase === 'playing';
  return (
    <section class="actions" aria-label="Play">
      <button
        disabled={!isPlaying || isThinking}
        onClick={() => {
          commands.pass();
        }}
        title="Pass (P)"
      >
        <Icon name="pass" /> Pass
      </button>
      <button
        onClick={() => {
          commands.undo();
        }}
        title="Undo (U)"
      >
        <Icon name="undo" /> Undo
      </button>
      <button
        onClick={() => {
          commands.engineMove();
        }}
        title="Have the engine move (E)"
      >
        <Icon name="bolt" /> {isThinking ? 'Move now' : 'Engine'}
      </button>
      <Resign isDisabled={!isPlaying} />
      <button
        class="primary"
        onClick={() => {
          openDialog('new-game');
        }}
        title="New game (N)"
      >
        <Icon name="plus" /> New game
      </button>
    </section>
  );
}

/** Resigning takes two clicks. */
function Resign({ isDisabled }: { isDisabled: boolean }): JSX.Element {
  const commands = useCommands();
  const [isSure, setSure] = useState(false);
  return (
    <button
      disabled={isDisabled}
      class={isSure ? 'danger' : undefined}
      onClick={() => {
        if (isSure) commands.resign();
        setSure(!isSure);
      }}
      onBlur={() => {
        setSure(false);
      }}
      onMouseLeave={() => {
        setSure(false);
      }}
    >
      <Icon name="flag" /> {isSure ? 'Really?' : 'Resign'}
    </button>
  );
}
