import type { JSX } from 'preact';
import type { CandidateInfo } from '../../messages/thinking.js';
import { useCommands, usePage, useSelect } from '../app/context.js';
import { percents, scoreSeenBy, seenBy, short, signed } from '../app/numbers.js';
import { pointName } from '../board/names.js';

/** How many moves are listed. */
const MOST = 6;

/** The best moves as a list: a row shows its line on the board, a click plays it. */
export function CandidateTable(): JSX.Element {
  const moves = useSelect((page) => page.analysis?.moves);
  const rows = Array.from({ length: MOST }, (_, i) => moves?.[i]);
  return (
    <table class="candidate-table">
      <thead>
        <tr>
          <th scope="col">Move</th>
          <th scope="col">Win %</th>
          <th scope="col">Lead</th>
          <th scope="col">Visits</th>
          <th scope="col">Prior</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((candidate, i) =>
          candidate === undefined ? (
            <tr key={i} class="is-empty">
              <td colSpan={5}>&nbsp;</td>
            </tr>
          ) : (
            <Row key={i} candidate={candidate} />
          ),
        )}
      </tbody>
    </table>
  );
}

function Row({ candidate }: { candidate: CandidateInfo }): JSX.Element | null {
  const { store } = usePage();
  const commands = useCommands();
  const shape = useSelect((page) => page.game?.info);
  const toMove = useSelect((page) => page.position?.toMove);
  if (shape === undefined || toMove === undefined) return null;
  const { move, winrate, score, visits, prior } = candidate;
  const probe = (next: number | undefined): void => {
    store.update((page) => ({ ...page, probe: next }));
  };
  return (
    <tr
      onMouseEnter={() => {
        probe(move);
      }}
      onMouseLeave={() => {
        probe(undefined);
      }}
    >
      <th scope="row">
        <button
          class="quiet"
          onClick={() => {
            commands.play(move);
          }}
          onFocus={() => {
            probe(move);
          }}
          onBlur={() => {
            probe(undefined);
          }}
        >
          {pointName(shape, move)}
        </button>
      </th>
      <td>{percents(seenBy(toMove, winrate))}</td>
      <td>{score === null ? '–' : signed(scoreSeenBy(toMove, score))}</td>
      <td>{short(visits)}</td>
      <td>{percents(prior)}</td>
    </tr>
  );
}
