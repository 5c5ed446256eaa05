/** What a network has behind it. Dates are ISO 8601 and passed in; more may stand beside these. */
export interface History {
  /** Steps of training, samples seen in them, games played to make those. */
  readonly steps?: number;
  readonly samples?: number;
  readonly games?: number;
  /** The run that it comes from, when that began, and when the network was written. */
  readonly run?: string;
  readonly started?: string;
  readonly written?: string;
  /** The hash of the network that training began from. */
  readonly parent?: string;
  /** Where a network made by another program comes from. */
  readonly source?: string;
  readonly [more: string]: unknown;
}

const KINDS: Readonly<Record<string, 'number' | 'string'>> = {
  steps: 'number',
  samples: 'number',
  games: 'number',
  run: 'string',
  started: 'string',
  written: 'string',
  parent: 'string',
  source: 'string',
};

/** Reads a history from parsed JSON; undefined if that is no object, or a known field is amiss. */
export function readHistory(json: unknown): History | undefined {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return undefined;
  const fields = json as Record<string, unknown>;
  const known = Object.entries(KINDS).filter(([name]) => fields[name] !== undefined);
  return known.every(([name, kind]) => typeof fields[name] === kind) ? fields : undefined;
}
