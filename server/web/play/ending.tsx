import type { JSX } from 'preact';
import type { CountInfo } from '../../messages/game.js';
import { useCommands, useSelect } from '../app/context.js';
import { resultInWords } from '../app/numbers.js';

/** The end of a game: marking the dead stones, the count, the result. Nothing before. */
export function Ending(): JSX.Element | null {
  const state = useSelect((page) => page.state);
  if (state?.phase === 'marking' && state.count !== null) return <Marking count={state.count} />;
  if (state?.phase !== 'finished' || state.result === null) return null;
  return <Result result={state.result} count={state.count} />;
}

function Marking({ count }: { count: CountInfo }): JSX.Element {
  const commands = useCommands();
  return (
    <section class="card ending" aria-label="Counting">
      <h2>Which stones are dead?</h2>
      <p>Choose a chain on the board to mark it dead, or alive again.</p>
      <Points count={count} />
      <div class="buttons">
        <button
          class="primary"
          onClick={() => {
            commands.acceptCount();
          }}
        >
          Accept the count
        </button>
        <button
          onClick={() => {
            commands.resume();
          }}
        >
          Play on
        </button>
      </div>
    </section>
  );
}

function Result({ result, count }: { result: string; count: CountInfo | null }): JSX.Element {
  const commands = useCommands();
  return (
    <section class="card ending" aria-label="Result">
      <h2>{resultInWords(result)}</h2>
      {count !== null && <Points count={count} />}
      <div class="buttons">
        <a
          class="button primary"
          href="#study"
          onClick={() => {
            commands.review(true);
          }}
        >
          Review the game
        </a>
        <button
          onClick={() => {
            commands.resume();
          }}
        >
          Play on
        </button>
      </div>
    </section>
  );
}

function Points({ count: { black, white } }: { count: CountInfo }): JSX.Element {
  return (
    <dl class="points">
      <div>
        <dt>
          <span class="player-stone is-black" /> Black
        </dt>
        <dd>{black}</dd>
      </div>
      <div>
        <dt>
          <span class="player-stone is-white" /> White
        </dt>
        <dd>{white}</dd>
      </div>
    </dl>
  );
}
