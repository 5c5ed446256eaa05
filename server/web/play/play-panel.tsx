import type { JSX } from 'preact';
import { ThinkSwitch } from '../think/think-switch.js';
import { Thinking } from '../think/thinking.js';
import { usePreferences } from '../app/context.js';
import { Actions } from './actions.js';
import { Ending } from './ending.js';
import { Players } from './players.js';

/** What stands beside the board while one plays. */
export function PlayPanel(): JSX.Element {
  const [{ analysing }] = usePreferences();
  return (
    <>
      <Players />
      <Ending />
      <Actions />
      <section class="card" aria-label="What the engine thinks">
        <ThinkSwitch />
        {analysing && <Thinking />}
      </section>
    </>
  );
}
