import type { JSX } from 'preact';
import { useCommands, usePreferences, useSelect } from '../app/context.js';
import { lead, percent, short } from '../app/numbers.js';

/** Turns the thinking that one sees on and off. */
export function ThinkSwitch(): JSX.Element {
  const commands = useCommands();
  const [{ analysing }, change] = usePreferences();
  return (
    <div class="think-switch">
      <button
        role="switch"
        aria-checked={analysing}
        class="switch"
        title="Show what the engine thinks (A)"
        onClick={() => {
          change({ analysing: !analysing });
          commands.analyse(!analysing);
        }}
      >
        <i /> Thinking
      </button>
      {analysing && <Verdict />}
    </div>
  );
}

/** Who is ahead, in one line. */
function Verdict(): JSX.Element {
  const analysis = useSelect((page) => page.analysis);
  if (analysis === undefined) return <span class="verdict">…</span>;
  const { winrate, score, visits } = analysis;
  const who = winrate >= 0.5 ? 'Black' : 'White';
  return (
    <span class="verdict">
      <b>
        {who} {percent(Math.max(winrate, 1 - winrate))}
      </b>
      {score !== null && <span> {lead(score)}</span>}
      <small> {short(visits)} visits</small>
    </span>
  );
}
