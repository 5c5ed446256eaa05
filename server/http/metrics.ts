import type { ThreadUse } from '../thinking/task.js';

/** Upper bounds of the buckets of the engine's answers, in seconds. */
const BUCKETS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

/** What is known at the moment of asking. */
export interface Gauges {
  readonly sessions: number;
  readonly connections: number;
  readonly use: ThreadUse;
  /** Bytes of memory of the whole process. */
  readonly residentBytes: number;
}

/** What the server counts, for Prometheus. */
export class Metrics {
  private readonly counts = new Map<string, number>();
  private readonly buckets = BUCKETS.map(() => 0);
  private answers = 0;
  private answerSeconds = 0;

  /** Counts a message that was heard. */
  heard(): void {
    this.count('tengen_messages_total');
  }

  /** Counts a message that was refused. */
  refused(code: string): void {
    this.count(`tengen_refusals_total{code="${code}"}`);
  }

  /** Counts a connection that was not let in. */
  turnedAway(): void {
    this.count('tengen_turned_away_total');
  }

  /** Counts a move of the engine that took so many milliseconds. */
  moved(ms: number): void {
    this.answers++;
    this.answerSeconds += ms / 1000;
    BUCKETS.forEach((bound, i) => {
      if (ms / 1000 <= bound) this.buckets[i]++;
    });
  }

  /** All as text (https://prometheus.io/docs/instrumenting/exposition_formats/). */
  text(gauges: Gauges): string {
    return [...this.gaugeLines(gauges), ...this.countLines(), ...this.answerLines(), ''].join('\n');
  }

  private gaugeLines({ sessions, connections, use, residentBytes }: Gauges): string[] {
    return [
      ...family('tengen_sessions', 'gauge', 'Sessions that are kept.', sessions),
      ...family('tengen_connections', 'gauge', 'Open connections.', connections),
      ...family('tengen_searches_waiting', 'gauge', 'Searches not done.', use.waiting),
      ...family('tengen_tree_bytes', 'gauge', 'Memory promised to search trees.', use.treeBytes),
      ...family('tengen_resident_bytes', 'gauge', 'Resident memory.', residentBytes),
      ...family('tengen_searches_total', 'counter', 'Searches done.', use.tasks),
      ...family('tengen_visits_total', 'counter', 'Visits made.', use.visits),
      ...family('tengen_batches_total', 'counter', 'Batches evaluated.', use.batches),
      ...family('tengen_positions_total', 'counter', 'Positions evaluated.', use.positions),
    ];
  }

  private countLines(): string[] {
    const families = [
      ['tengen_messages_total', 'Messages heard.'],
      ['tengen_refusals_total', 'Messages refused, by code.'],
      ['tengen_turned_away_total', 'Connections not let in.'],
    ] as const;
    return families.flatMap(([name, help]) => {
      const lines = [...this.counts].filter(([key]) => key.split('{')[0] === name);
      const values = lines.map(([key, value]) => `${key} ${value}`);
      return [`# HELP ${name} ${help}`, `# TYPE ${name} counter`, ...values];
    });
  }

  private answerLines(): string[] {
    const name = 'tengen_move_seconds';
    return [
      `# HELP ${name} How long the engine's moves took.`,
      `# TYPE ${name} histogram`,
      ...BUCKETS.map((bound, i) => `${name}_bucket{le="${bound}"} ${this.buckets[i]}`),
      `${name}_bucket{le="+Inf"} ${this.answers}`,
      `${name}_sum ${this.answerSeconds}`,
      `${name}_count ${this.answers}`,
    ];
  }

  private count(key: string): void {
    this.counts.set(key, (this.counts.get(key) ?? 0) + 1);
  }
}

function family(name: string, type: string, help: string, value: number): string[] {
  return [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`, `${name} ${value}`];
}
