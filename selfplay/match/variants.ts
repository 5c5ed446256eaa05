import { fail, ok, type Result } from '../../engine/result.js';
import type { ContestantSpec, MixSpec } from './contestant-spec.js';

/** Whose network, and what is done with it instead of the usual search. */
export interface Variant {
  /** A name without what makes it a variant. */
  readonly base: string;
  /** How a network plays without search: moves drawn from its policy, or the likeliest. */
  readonly pick?: 'drawn' | 'best';
  /** What leaves are judged by beside the network itself. */
  readonly mix?: MixSpec;
}

const SUFFIXES = /^(.+?)((?:\+(?:async|(?:value|rollouts|lambda)(?:=[^+]*)?))+)$/;

/** The λ of a mixture with rollouts where none is given: AlphaGo's. */
const USUAL_LAMBDA = 0.5;

/**
 * Reads what makes a name a variant: `policy:NAME` and `best:NAME` play without search;
 * `NAME+value=FILE+rollouts=POLICY+lambda=L` searches with the value of another network, and the
 * outcomes of rollouts mixed in; with `+async`, that is done by two threads. ERR_CONTESTANT.
 */
export function parseVariant(text: string): Result<Variant> {
  const bare = /^(policy|best):(.+)$/.exec(text);
  if (bare !== null) return ok({ base: bare[2], pick: bare[1] === 'policy' ? 'drawn' : 'best' });
  const mixed = SUFFIXES.exec(text);
  if (mixed === null) return ok({ base: text });
  const parts = new Map(
    mixed[2]
      .slice(1)
      .split('+')
      .map((part) => part.split(/=(.*)/s))
      .map(([name, value = '']) => [name, value] as const),
  );
  const mix = mixOf(parts);
  return mix.ok ? ok({ base: mixed[1], mix: mix.value }) : mix;
}

function mixOf(parts: ReadonlyMap<string, string>): Result<MixSpec> {
  const value = parts.get('value');
  const rollouts = parts.has('rollouts') ? parts.get('rollouts')! || 'uniform' : undefined;
  const told = parts.get('lambda');
  const lambda = told === undefined ? (rollouts === undefined ? 0 : USUAL_LAMBDA) : Number(told);
  if (value === '') return fail('ERR_CONTESTANT', '+value= names no network');
  if (told?.trim() === '' || !(lambda >= 0 && lambda <= 1)) {
    return fail('ERR_CONTESTANT', `+lambda=${told ?? ''}: it must be a number from 0 to 1`);
  }
  if (lambda > 0 && rollouts === undefined) {
    return fail(
      'ERR_CONTESTANT',
      `+lambda=${lambda}: add +rollouts, or there is nothing to mix in`,
    );
  }
  const isAsync = parts.has('async');
  if (isAsync && value === undefined && lambda === 0) {
    return fail(
      'ERR_CONTESTANT',
      '+async: add +value=FILE or +rollouts, or there is one thing to do',
    );
  }
  return ok({
    lambda,
    ...(value !== undefined && { value }),
    ...(rollouts !== undefined && { rollouts }),
    ...(isAsync && { async: true }),
  });
}

/** A contestant as a variant of itself; ERR_CONTESTANT where it is no network. */
export function vary(spec: ContestantSpec, { base, pick, mix }: Variant): Result<ContestantSpec> {
  if (pick === undefined && mix === undefined) return ok(spec);
  if (spec.kind !== 'network') {
    return fail('ERR_CONTESTANT', `${base} is no network: only networks have variants`);
  }
  const { name, file } = spec;
  if (pick !== undefined) {
    return ok({
      kind: 'policy',
      name: `${pick === 'drawn' ? 'policy' : 'best'}:${name}`,
      file,
      pick,
    });
  }
  return ok({ ...spec, name: name + suffixOf(mix!), mix: mix! });
}

function suffixOf({ value, rollouts, lambda, async }: MixSpec): string {
  const v = value === undefined ? '' : `+value=${value}`;
  const z = rollouts === undefined ? '' : `+rollouts=${rollouts}+lambda=${lambda}`;
  return `${v}${z}${async === undefined ? '' : '+async'}`;
}
