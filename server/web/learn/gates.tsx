import type { JSX } from 'preact';
import type { GateInfo } from '../../messages/runs.js';
import { percent, short } from '../app/numbers.js';

const VERDICTS = { promote: 'champion', reject: 'rejected' } as const;

/** The candidates' matches with the champions, the latest first. */
export function Gates({ gates }: { gates: readonly GateInfo[] }): JSX.Element {
  return (
    <section class="card" aria-label="Gates">
      <h2>Gates</h2>
      {gates.length === 0 && <p class="note">No candidate has been tried yet.</p>}
      <div class="scroll" tabIndex={0} role="group" aria-label="Table of gates">
        <table class="gates" hidden={gates.length === 0}>
          <thead>
            <tr>
              <th scope="col">Candidate</th>
              <th scope="col">Score</th>
              <th scope="col">W–D–L</th>
              <th scope="col">At</th>
              <th scope="col">Verdict</th>
            </tr>
          </thead>
          <tbody>
            {gates.toReversed().map((gate) => (
              <Gate key={gate.candidate} gate={gate} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Gate({ gate }: { gate: GateInfo }): JSX.Element {
  const { candidate, champion, wins, draws, losses, share, games, verdict } = gate;
  return (
    <tr>
      <th scope="row">
        № {candidate} <small>v. {champion}</small>
      </th>
      <td>{percent(share)}</td>
      <td>
        {wins}–{draws}–{losses}
      </td>
      <td>{short(games)}</td>
      <td>
        <span class={`badge is-${verdict ?? 'open'}`}>
          {verdict === undefined ? 'playing' : VERDICTS[verdict]}
        </span>
      </td>
    </tr>
  );
}
