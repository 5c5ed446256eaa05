import { Random } from '../../../engine/random.js';
import type { ReplayInfo, RunInfo } from '../../../server/messages/runs.js';

/** A run as a server would tell of one, made up. */
export function fakeRun(): RunInfo {
  const random = new Random(5);
  const metrics = Array.from({ length: 160 }, (_, i) => {
    const hours = i / 20;
    const fade = Math.exp(-hours / 2.5);
    const noise = (): number => (random.float() - 0.5) * 0.05;
    const [policy, value] = [1.9 + 2.3 * fade + noise(), 0.55 + 0.42 * fade + noise()];
    return {
      hours,
      games: Math.round(620 * hours),
      positions: Math.round(620 * 55 * hours),
      steps: Math.round(300 * hours),
      losses: { loss: policy + value, policy, value },
      gameLength: 58 + 22 * fade + 40 * noise(),
    };
  });
  const champions = Array.from({ length: 9 }, (_, i) => ({
    player: `champion ${i * 3}`,
    elo: 1150 * (1 - Math.exp(-i / 3)) + 20 * (random.float() - 0.5),
    games: 240,
    since: i * 540,
  }));
  const anchors = [
    { player: 'GNU Go level 1', elo: 905, games: 400, since: null },
    { player: 'random', elo: -160, games: 400, since: null },
  ];
  return {
    run: 0,
    name: 'laptop-9x9',
    width: 9,
    height: 9,
    settings: '{\n  "preset": "laptop-9x9"\n}',
    games: 4933,
    champion: 24,
    newest: 26,
    phase: 'learning',
    live: true,
    metrics,
    gates: Array.from({ length: 26 }, (_, i) => {
      const share = 0.42 + 0.26 * random.float();
      const wins = Math.round(80 * share);
      const gate = {
        candidate: i + 1,
        champion: i - (i % 3),
        games: 180 * i,
        wins,
        draws: 0,
        losses: 80 - wins,
        share,
      };
      return i === 25
        ? gate
        : { ...gate, verdict: share >= 0.55 ? ('promote' as const) : ('reject' as const) };
    }),
    ratings: [...champions, ...anchors]
      .map((player) => ({ ...player, low: player.elo - 44, high: player.elo + 48 }))
      .sort((a, b) => b.elo - a.elo),
  };
}

/** A game of that run, so many moves long; without captures. */
export function fakeReplay(number: number, length: number): ReplayInfo {
  const random = new Random(number);
  const points = Array.from({ length: 81 }, (_, point) => point);
  const moves = Array.from({ length }, () => points.splice(random.below(points.length), 1)[0]);
  return {
    number,
    width: 9,
    height: 9,
    komi: 7,
    result: length < 40 ? '?' : 'B+4',
    moves,
    captures: {},
    values: [...moves.map((_, i) => Math.round(70 * Math.sin(i / 9))), null],
  };
}
