import type { JSX } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import type { ReplayInfo } from '../../messages/runs.js';
import { useCommands } from '../app/context.js';
import { percent, resultInWords } from '../app/numbers.js';
import { MiniBoard } from './mini-board.js';
import { lastPoint, stonesAt } from './replay.js';
import { replaySgf } from './replay-sgf.js';

/** A recorded game to be played through. */
export function ReplayPlayer({ game }: { game: ReplayInfo }): JSX.Element {
  const commands = useCommands();
  const [ply, setPly] = useState(game.moves.length);
  const stones = useMemo(() => stonesAt(game, ply), [game, ply]);
  const value = game.values.at(ply) ?? null;
  return (
    <div class="replay">
      <MiniBoard {...game} stones={stones} last={lastPoint(game, ply)} />
      <label class="replay-ply">
        <span class="unseen">Move</span>
        <input
          type="range"
          min={0}
          max={game.moves.length}
          value={ply}
          onInput={(event) => {
            setPly(Number(event.currentTarget.value));
          }}
        />
        <output>{ply}</output>
      </label>
      <p>
        {resultInWords(game.result)}
        {value === null ? '' : ` · here Black ${percent((value + 100) / 200)}`}
      </p>
      <button
        onClick={() => {
          commands.loadSgf(replaySgf(game));
          location.hash = '#study';
        }}
      >
        Study this game
      </button>
    </div>
  );
}
