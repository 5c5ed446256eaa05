import type { JSX } from 'preact';
import { useCommands, useSelect } from '../app/context.js';
import { ReplayPlayer } from './replay-player.js';

/** The recorded games of a run, newest first, and the one that is looked at. */
export function GameBrowser(): JSX.Element | null {
  const commands = useCommands();
  const games = useSelect((page) => page.learning.games);
  const more = useSelect((page) => page.learning.more);
  const shown = useSelect((page) => page.learning.shown);
  if (games.length === 0) return null;
  return (
    <section class="card" aria-label="Recorded games">
      <h2>Recorded games</h2>
      <div class="browser">
        <ul class="game-list" tabIndex={0} aria-label="Games">
          {games.map(({ number, moves, result, champion }) => (
            <li key={number}>
              <button
                class="quiet"
                aria-current={number === shown?.number ? 'true' : undefined}
                onClick={() => {
                  commands.showGame(number);
                }}
              >
                <b>№ {number}</b> <span>{result}</span>
                <small>
                  {moves} moves, network {champion}
                </small>
              </button>
            </li>
          ))}
          {more && (
            <li>
              <button
                onClick={() => {
                  commands.olderGames();
                }}
              >
                Older games
              </button>
            </li>
          )}
        </ul>
        {shown === undefined ? (
          <p class="browser-empty">Choose a game to look at it.</p>
        ) : (
          <ReplayPlayer key={shown.number} game={shown} />
        )}
      </div>
    </section>
  );
}
