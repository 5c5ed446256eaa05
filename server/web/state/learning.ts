import type { Telling } from '../../messages/from-server.js';
import type { GateInfo, RunInfo } from '../../messages/runs.js';
import type { Learning } from './page-state.js';

type AboutLearning = Telling<'run' | 'run-update' | 'run-live' | 'run-games' | 'run-game'>;

/** What the page knows of runs after a message about one; those of runs not watched do not count. */
export function receiveLearning(learning: Learning, message: AboutLearning): Learning {
  const watched = learning.run?.run;
  switch (message.type) {
    case 'run': {
      const isSame = watched === message.run.run;
      return { ...(isSame ? learning : forgetRun(learning)), run: message.run };
    }
    case 'run-update':
      if (learning.run?.run !== message.run.run) return learning;
      return { ...learning, run: updated(learning.run, message.run) };
    case 'run-live':
      return watched === message.run ? { ...learning, live: message.games } : learning;
    case 'run-games':
      if (watched !== message.run) return learning;
      return { ...learning, games: joined(learning.games, message.games), more: message.more };
    case 'run-game':
      return watched === message.run ? { ...learning, shown: message.game } : learning;
  }
}

/** Without a run. */
export function forgetRun({ runs }: Learning): Learning {
  return { runs, run: undefined, live: [], games: [], more: false, shown: undefined };
}

function updated(old: RunInfo, news: RunInfo): RunInfo {
  const metrics = [...old.metrics, ...news.metrics];
  return { ...news, metrics, gates: withGates(old.gates, news.gates) };
}

/** A gate is told from another by its candidate: it changes while it is played. */
function withGates(old: readonly GateInfo[], news: readonly GateInfo[]): GateInfo[] {
  const gates = new Map(old.map((gate) => [gate.candidate, gate]));
  for (const gate of news) gates.set(gate.candidate, gate);
  return [...gates.values()];
}

/** Newest first, each once. */
function joined<T extends { readonly number: number }>(old: readonly T[], news: readonly T[]): T[] {
  const games = new Map([...old, ...news].map((game) => [game.number, game]));
  return [...games.values()].sort((a, b) => b.number - a.number);
}
