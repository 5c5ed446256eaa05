import { BLACK } from '../../engine/color.js';
import type { Outcome } from '../../engine/outcome.js';
import { RULE_PRESETS, type Rules } from '../../engine/rules.js';
import type { PlayedGame, SearchedTurn } from '../records/played-game.js';

/** What a share of 1 is kept as. */
const WHOLE = 65535;

/** What is learnt from one game, in little memory: of its turns, those with a policy to learn. */
export interface StoredGame {
  readonly rules: Rules;
  readonly moves: Uint16Array;
  /** 1 if Black won, −1 if White did, 0 if neither. */
  readonly result: number;
  /** White's points less Black's. */
  readonly margin: number;
  /** [area]: 1 Black's, −1 White's, 0 neither's. */
  readonly owners: Int8Array;
  /** [turns]: how many moves had been made. */
  readonly plies: Uint16Array;
  /** [turns]: the root's value for the side to move, in [−1, 1]. */
  readonly values: Float32Array;
  /** [turns + 1]: where each turn's policy begins, and the last one's ends, in the next two. */
  readonly starts: Uint32Array;
  readonly policyMoves: Uint16Array;
  /** In proportion to the moves' shares; a turn's add up to about 65,535. */
  readonly policyShares: Uint16Array;
}

export function storeGame(game: PlayedGame): StoredGame {
  const turns = game.turns.filter(({ full }) => full);
  const { moves, margin, owners } = game;
  return {
    rules: { ...RULE_PRESETS[game.rules], komi: game.komi },
    moves: moves.slice(),
    result: resultForBlack(game.outcome),
    margin,
    owners: owners.slice(),
    plies: Uint16Array.from(turns, ({ ply }) => ply),
    values: Float32Array.from(turns, ({ value }) => value),
    ...storePolicies(turns),
  };
}

function resultForBlack(outcome: Outcome): number {
  if (outcome.kind !== 'win') return 0;
  return outcome.winner === BLACK ? 1 : -1;
}

function storePolicies(turns: readonly SearchedTurn[]) {
  const starts = new Uint32Array(turns.length + 1);
  for (const [i, { moves }] of turns.entries()) starts[i + 1] = starts[i] + moves.length;
  const policyMoves = new Uint16Array(starts[turns.length]);
  const policyShares = new Uint16Array(starts[turns.length]);
  for (const [i, { moves, shares }] of turns.entries()) {
    policyMoves.set(moves, starts[i]);
    policyShares.set(
      shares.map((share) => Math.round(share * WHOLE)),
      starts[i],
    );
  }
  return { starts, policyMoves, policyShares };
}
