import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import type { ReplayInfo } from '../../messages/runs.js';
import { useSelect } from '../app/context.js';
import { percent } from '../app/numbers.js';
import { MiniBoard } from './mini-board.js';
import { lastPoint, stonesAt } from './replay.js';

/** Games of self-play as they are played. */
export function LiveGames(): JSX.Element | null {
  const games = useSelect((page) => page.learning.live);
  if (games.length === 0) return null;
  return (
    <section class="card" aria-label="Games under way">
      <h2>Games under way</h2>
      <ul class="live">
        {games.map((game) => (
          <LiveGame key={game.number} game={game} />
        ))}
      </ul>
    </section>
  );
}

function LiveGame({ game }: { game: ReplayInfo }): JSX.Element {
  const ply = game.moves.length;
  const stones = useMemo(() => stonesAt(game, ply), [game]);
  const value = game.values.findLast((known) => known !== null) ?? null;
  return (
    <li>
      <MiniBoard {...game} stones={stones} last={lastPoint(game, ply)} />
      <small>
        move {ply}
        {value === null ? '' : `, Black ${percent((value + 100) / 200)}`}
      </small>
    </li>
  );
}
