/** One whole-number setting of a block, normalisation or head: what is allowed and what it is. */
export interface Parameter {
  readonly min: number;
  readonly max: number;
  /** Used where the spec says nothing; without it the parameter must be given. */
  readonly default?: number;
  /** Stays undefined where the spec says nothing; the entry then knows what to do. */
  readonly optional?: true;
  /** Only odd numbers are allowed. */
  readonly odd?: boolean;
  readonly meaning: string;
}

export type Parameters = Readonly<Record<string, Parameter>>;

/** The numbers given for `P`. */
export type Values<P extends Parameters> = {
  readonly [Name in keyof P]: P[Name] extends { readonly optional: true }
    ? number | undefined
    : number;
};

/** An entry of a table that specs choose from by name. */
export interface Entry<P extends Parameters = Parameters> {
  /** What it is, in a line, with its paper. */
  readonly summary: string;
  readonly parameters: P;
}

/** A choice from a table as it stands in a spec: `{"type": NAME, PARAMETER: NUMBER, …}`. */
export interface Choice {
  readonly type: string;
  readonly [parameter: string]: string | number;
}

const MOST_FILTERS = 4096;

/** A number of planes, filters or units. */
export function width(meaning: string, fallback?: number): Parameter {
  const range = { min: 1, max: MOST_FILTERS, meaning };
  return fallback === undefined ? range : { ...range, default: fallback };
}

/** Filters between the two convolutions of a block, where they are not as many as its planes. */
export const INNER = {
  min: 1,
  max: MOST_FILTERS,
  optional: true,
  meaning: 'Filters of the first convolution; as many as the block has planes, if not given.',
} as const satisfies Parameter;

/** The side of a square kernel. */
export function kernelSize(meaning: string, fallback: number): Parameter {
  return { min: 1, max: 19, odd: true, default: fallback, meaning };
}
