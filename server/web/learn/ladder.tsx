import type { JSX } from 'preact';
import type { RatingInfo } from '../../messages/runs.js';
import { short } from '../app/numbers.js';

/** Champions and anchors, strongest first, each with the interval that its rating lies in. */
export function Ladder({ ratings }: { ratings: readonly RatingInfo[] }): JSX.Element {
  const low = Math.min(...ratings.map((rating) => rating.low));
  const high = Math.max(...ratings.map((rating) => rating.high));
  const place = (elo: number): number => (100 * (elo - low)) / Math.max(1, high - low);
  return (
    <section class="card" aria-label="Ladder">
      <h2>Ladder</h2>
      {ratings.length === 0 && <p class="note">Nobody has been rated yet.</p>}
      <ol class="ladder">
        {ratings.map(({ player, elo, low: from, high: to, games, since }) => (
          <li key={player} class={since === null ? 'is-anchor' : undefined}>
            <span class="ladder-name">{player}</span>
            <svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
              <rect x={place(from)} y={2} width={Math.max(1, place(to) - place(from))} height={4} />
              <rect class="ladder-elo" x={place(elo) - 0.6} y={0} width={1.2} height={8} />
            </svg>
            <b>{Math.round(elo)}</b>
            <small title="Half the width of the interval that it lies in at 95 %">
              ±{Math.round((to - from) / 2)}
            </small>
            <small>{short(games)} games</small>
          </li>
        ))}
      </ol>
    </section>
  );
}
