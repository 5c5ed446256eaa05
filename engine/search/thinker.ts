import { opponent } from '../color.js';
import type { Batch } from '../evaluator.js';
import type { Game } from '../game.js';
import type { Random } from '../random.js';
import { forcedPlayouts, prunedVisitPolicy } from './forced.js';
import { gumbelInterior, GumbelRoot, improvedPolicy } from './gumbel.js';
import { surestMove } from './lower-bound.js';
import { addNoise, type RootNoise } from './noise.js';
import { puct } from './puct.js';
import { candidates, drawFrom, rootValue, visitPolicy } from './result.js';
import { restrictRoot, temperPriors } from './root.js';
import { Search, type Chooser, type Visit } from './search.js';
import type { Selection } from './selection.js';
import { usefulMoves } from './settled.js';
import type { PuctSettings, SearchSettings } from './settings.js';
import { ROOT } from './tree.js';
import { uct } from './uct.js';

/** How hard to think about one move. */
export interface Effort {
  /** Visits of the root, those kept from earlier thinking among them. */
  readonly visits: number;
  /** Where self-play explores: Gumbel noise, or that noise on the priors. Without it, none. */
  readonly explore?: { readonly random: Random; readonly noise: RootNoise | null } | undefined;
}

/**
 * A player's thinking about the moves of a game, one after the other: a search with settings, its
 * root made ready, so many visits, and a decision. Like a search it does not evaluate: `descend` and
 * `collect` share batches with others.
 */
export class Thinker {
  readonly search: Search;
  private readonly gumbelRoot: GumbelRoot | undefined;
  private effort: Effort = { visits: 0 };
  private prepared = false;
  private full = false;
  /** The game's length where priors or moves of the root are no longer the evaluator's. */
  private changedAt: number | undefined;

  constructor(
    game: Game,
    private readonly settings: SearchSettings,
    maxNodes: number,
    /** Whether the tree keeps who owns the points, if the evaluator tells; see meanOwnership. */
    ownership = false,
  ) {
    this.gumbelRoot = settings.method === 'gumbel' ? new GumbelRoot(settings) : undefined;
    const { scoreUtility } = settings;
    this.search = new Search(game, this.chooser(), maxNodes, { scoreUtility, ownership });
  }

  /**
   * Turns to the position that a game is in. What the tree knows of it is kept where the game went on
   * from the last one; Gumbel's comparison of moves starts from none visited.
   */
  begin(game: Game, effort: Effort): void {
    const isChanged = this.changedAt === game.length;
    if (this.gumbelRoot !== undefined || isChanged) this.search.begin(game);
    else follow(this.search, game);
    this.changedAt = undefined;
    this.effort = effort;
    this.prepared = false;
    this.full = false;
    if (this.search.isOpen) this.prepare();
  }

  /** Whether there have been visits enough, or there is no room for more. */
  get isDone(): boolean {
    return this.full || (this.prepared && this.search.tree.visits[ROOT] >= this.effort.visits);
  }

  /** One visit as far as it goes without an evaluation; see {@link Search.descend}. */
  descend(batch: Batch): Visit {
    const visit = this.search.descend(batch);
    if (visit === 'full') this.full = true;
    return visit;
  }

  /** Takes the evaluations of its leaves in. */
  collect(batch: Batch): void {
    this.search.collect(batch);
    if (!this.prepared && this.search.isOpen) this.prepare();
  }

  /** The value of the position for the side to move, in [−1, 1]. */
  get value(): number {
    return rootValue(this.search.tree);
  }

  /** Visits of the root. */
  get visits(): number {
    return this.search.tree.visits[ROOT];
  }

  /** Writes what the search would have the policy be, [area + 1], pass last: its training target. */
  writePolicy(out: Float32Array): void {
    const { settings } = this;
    const { tree } = this.search;
    if (settings.method === 'gumbel') improvedPolicy(tree, settings, out);
    else if (settings.method === 'puct' && this.isForcing(settings)) {
      prunedVisitPolicy(tree, settings.forcedPlayouts!, settings, out);
    } else visitPolicy(tree, out);
  }

  /** Writes the priors of the moves, [area + 1], pass last, illegal ones 0. */
  writePriors(out: Float32Array): void {
    const { first, count, move, prior } = this.search.tree;
    out.fill(0);
    for (let edge = first[ROOT]; edge < first[ROOT] + count[ROOT]; edge++) {
      out[move[edge]] = prior[edge];
    }
  }

  /** The move to play: the best by the search's own lights. */
  bestMove(): number {
    const { settings, gumbelRoot } = this;
    const { tree } = this.search;
    if (gumbelRoot !== undefined) return tree.move[gumbelRoot.chosen(tree)];
    if (settings.method === 'puct' && settings.lowerBound !== null) {
      const sure = surestMove(tree, settings.lowerBound);
      if (sure !== -1) return sure;
    }
    return candidates(tree)[0]?.move ?? tree.move[tree.first[ROOT]];
  }

  /** A move drawn in proportion to the search's policy^(1/temperature). */
  drawMove(temperature: number, random: Random): number {
    const policy = new Float32Array(this.search.board.area + 1);
    this.writePolicy(policy);
    return policy.some((share) => share > 0)
      ? drawFrom(policy, temperature, random)
      : this.bestMove();
  }

  /** Makes an evaluated root ready: which moves count, and how it is explored. */
  private prepare(): void {
    const { visits, explore } = this.effort;
    const { settings, search } = this;
    const { tree } = search;
    this.prepared = true;
    if (settings.pruneUseless || explore !== undefined) this.changedAt = search.game.length;
    if (settings.pruneUseless) restrictRoot(tree, usefulMoves(search.game));
    if (this.gumbelRoot !== undefined) {
      this.gumbelRoot.begin(tree, explore?.random, Math.max(1, visits - tree.visits[ROOT]));
    } else if (explore !== undefined) {
      if (settings.method === 'puct') temperPriors(tree, settings.rootTemperature);
      if (explore.noise !== null) addNoise(tree, explore.noise, explore.random);
    }
  }

  private chooser(): Chooser {
    const { settings, gumbelRoot } = this;
    switch (settings.method) {
      case 'puct':
        return this.puctChooser(settings);
      case 'gumbel':
        return { root: (tree) => gumbelRoot!.next(tree), interior: gumbelInterior(settings) };
      case 'uct':
        return { root: uct(settings.exploration), interior: uct(settings.exploration) };
    }
  }

  private puctChooser(settings: PuctSettings): Chooser {
    const interior = puct(settings);
    const { forcedPlayouts: k } = settings;
    if (k === null) return { root: interior, interior };
    const forced = forcedPlayouts(k, interior);
    const root: Selection = (tree, node) =>
      this.isForcing(settings) ? forced(tree, node) : interior(tree, node);
    return { root, interior };
  }

  /** Whether visits are forced, which is where self-play explores. */
  private isForcing({ forcedPlayouts: k }: PuctSettings): boolean {
    return k !== null && this.effort.explore !== undefined;
  }
}

/** Brings a search to the position of a game, by its moves since where they can be followed. */
function follow(search: Search, game: Game): void {
  const own = search.game;
  if (!wentOn(own, game)) {
    search.begin(game);
    return;
  }
  while (own.length < game.length) search.advance(game.moveAt(own.length));
}

/** Whether a game has the moves of an earlier one, and then more, in turns. */
function wentOn(own: Game, game: Game): boolean {
  if (own.length > game.length || own.rules !== game.rules) return false;
  for (let ply = 0; ply < own.length; ply++) {
    if (own.moveAt(ply) !== game.moveAt(ply) || own.colorAt(ply) !== game.colorAt(ply))
      return false;
  }
  for (let ply = own.length, color = own.toMove; ply < game.length; ply++) {
    if (game.colorAt(ply) !== color) return false;
    color = opponent(color);
  }
  return true;
}
