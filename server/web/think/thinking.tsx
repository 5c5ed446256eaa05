import type { JSX } from 'preact';
import { usePreferences, useSelect } from '../app/context.js';
import { Choice } from '../app/fields.js';
import { CandidateTable } from './candidate-table.js';
import { Graph } from './graph.js';

const OVERLAYS = [
  { value: 'moves', name: 'Moves' },
  { value: 'policy', name: 'Policy' },
  { value: 'ownership', name: 'Owners' },
  { value: 'none', name: 'None' },
] as const;

/** What is told of boards on which no network plays. */
export const NO_NETWORK =
  'No network has learnt this board yet: the engine plays by playouts, which is weaker.';

/** What the engine thinks: on the board, as a list, and over the game. */
export function Thinking(): JSX.Element {
  const [{ overlay }, change] = usePreferences();
  const thinker = useSelect((page) => page.thinker);
  return (
    <>
      <Choice
        label="On the board"
        isSlim
        options={OVERLAYS}
        value={overlay}
        onChange={(chosen) => {
          change({ overlay: chosen });
        }}
      />
      <Graph />
      <CandidateTable />
      {thinker !== undefined && (
        <p class="note" title={thinker.description}>
          {thinker.network ? thinker.description : NO_NETWORK}
        </p>
      )}
    </>
  );
}
