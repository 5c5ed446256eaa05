import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import type { RunInfo } from '../../messages/runs.js';
import { useCommands, useSelect } from '../app/context.js';
import { Select } from '../app/fields.js';
import { short } from '../app/numbers.js';
import { Charts } from './charts.js';
import { GameBrowser } from './game-browser.js';
import { Gates } from './gates.js';
import { Ladder } from './ladder.js';
import { LiveGames } from './live-games.js';

/** A run as it learns. */
export function LearnView(): JSX.Element {
  const runs = useSelect((page) => page.learning.runs);
  const run = useSelect((page) => page.learning.run);
  const isOpen = useSelect((page) => page.link === 'open');
  const commands = useCommands();
  const first = runs.at(0)?.run;
  useEffect(() => {
    if (isOpen && run === undefined && first !== undefined) commands.watchRun(first);
  }, [isOpen, first]);
  if (runs.length === 0) return <NoRuns />;
  return (
    <main class="learn">
      <div class="learn-head">
        <h1>{run?.name ?? 'Learning'}</h1>
        {runs.length > 1 && (
          <Select
            label="Run"
            value={String(run?.run ?? first)}
            options={runs.map((known) => ({ value: String(known.run), name: known.name }))}
            onChange={(chosen) => {
              commands.watchRun(Number(chosen));
            }}
          />
        )}
      </div>
      {run !== undefined && <Run run={run} />}
    </main>
  );
}

function NoRuns(): JSX.Element {
  return (
    <main class="learn is-empty">
      <h1>No run to watch</h1>
      <p>
        Start the server with the folder of a run, <code>tengen-web --run FOLDER</code>, and its
        learning is shown here as it goes on.
      </p>
    </main>
  );
}

function Run({ run }: { run: RunInfo }): JSX.Element {
  return (
    <>
      <Tiles run={run} />
      <Charts run={run} />
      <div class="learn-columns">
        <Ladder ratings={run.ratings} />
        <Gates gates={run.gates} />
      </div>
      <LiveGames />
      <GameBrowser />
      <details class="card">
        <summary>Settings of the run</summary>
        <pre>{run.settings}</pre>
      </details>
    </>
  );
}

/** What a run does, beside playing, in words. */
const PHASES: Readonly<Record<string, string | undefined>> = {
  learn: 'learning',
  gate: 'trying a candidate',
  rate: 'rating',
  done: 'playing',
};

function Tiles({ run }: { run: RunInfo }): JSX.Element {
  const last = run.metrics.at(-1);
  const tiles: [string, string][] = [
    ['Now', run.live ? (PHASES[run.phase] ?? run.phase) : 'not running'],
    ['Board', `${run.width} × ${run.height}`],
    ['Games', short(run.games)],
    ['Hours', last === undefined ? '–' : last.hours.toFixed(1)],
    ['Positions', short(last?.positions ?? 0)],
    ['Champion', `№ ${run.champion}`],
    ['Newest network', `№ ${run.newest}`],
  ];
  return (
    <dl class="tiles">
      {tiles.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
