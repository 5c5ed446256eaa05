import { escapeHtml, scriptJson } from './escape.js';
import { makeReplay, type Replay } from './replay.js';
import type { ReportGame } from './report-data.js';

/** The list of games, and the board on which the script shows them. */
export function makeGamesSection(games: readonly ReportGame[]): string {
  if (games.length === 0) return '';
  const replays = games.map(makeReplay);
  return `<section aria-labelledby="games-title" id="viewer">
<h2 id="games-title">Games</h2>
<noscript><p>Scripts are off: the board cannot be shown.</p></noscript>
<div class="games">
<div class="board">
<p class="game-title"><b></b> <span></span></p>
<svg class="goban" role="img" aria-label="The board"></svg>
<div class="controls">
${button('first', 'To the beginning', 'M5 4v12M15 4l-7 6 7 6z')}
${button('back', 'One move back', 'M13 4l-7 6 7 6z')}
<input type="range" min="0" value="0" aria-label="Move">
${button('forward', 'One move forward', 'M7 4l7 6-7 6z')}
${button('last', 'To the end', 'M15 4v12M5 4l7 6-7 6z')}
</div>
<p class="ply" aria-live="polite"></p>
<figure><figcaption>Value for Black</figcaption><svg class="values" viewBox="0 0 1000 1000" preserveAspectRatio="none" role="img" aria-label="Value for Black, move by move"></svg></figure>
</div>
<ol class="list">${replays.map(item).join('\n')}</ol>
</div>
<script type="application/json" id="replays">${scriptJson(replays)}</script>
</section>`;
}

/** A button with a drawing of 20 by 20. */
function button(go: string, name: string, drawing: string): string {
  return `<button type="button" data-go="${go}" aria-label="${name}"><svg viewBox="0 0 20 20" aria-hidden="true"><path d="${drawing}"/></svg></button>`;
}

function item({ title, result, moves, width, height }: Replay, i: number): string {
  const size = `${width}×${height}, ${moves.length} moves`;
  return `<li><button type="button" data-game="${i}"><span>${escapeHtml(title)}</span><b>${escapeHtml(result)}</b><small>${size}</small></button></li>`;
}
