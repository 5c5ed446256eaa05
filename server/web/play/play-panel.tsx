import type { JSX } from 'preact';
import { ThinkSwitch } from '../think/think-switch.js';
import { NO_NETWORK, Thinking } from '../think/thinking.js';
import { usePreferences, useSelect } from '../app/context.js';
import { Actions } from './actions.js';
import { Ending } from './ending.js';
import { Players } from './players.js';

/** What stands beside the board while one plays. */
export function PlayPanel(): JSX.Element {
  const [{ analysing }] = usePreferences();
  return (
    <>
      <Players />
      <Weakness />
      <Ending />
      <Actions />
      <section class="card" aria-label="What the engine thinks">
        <ThinkSwitch />
        {analysing && <Thinking />}
      </section>
    </>
  );
}

/** Says so where the engine plays without a network. */
function Weakness(): JSX.Element | null {
  const isWeak = useSelect((page) => page.thinker?.network === false);
  const isPlaying = useSelect(
    (page) => page.game !== undefined && page.game.info.people !== 'both',
  );
  return isWeak && isPlaying ? <p class="note">{NO_NETWORK}</p> : null;
}
