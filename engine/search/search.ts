import type { Board } from '../board.js';
import { BLACK } from '../color.js';
import type { Batch } from '../evaluator.js';
import { Game } from '../game.js';
import { Position } from '../position.js';
import { score } from '../scoring.js';
import { hopelessStones } from '../benson.js';
import { Leaves, setNode, type Leaf } from './descent.js';
import type { Selection } from './selection.js';
import { ENDED, FRESH, NONE, OPEN, ROOT, Tree } from './tree.js';

/** How a search chooses: at the root, and below it. */
export interface Chooser {
  readonly root: Selection;
  readonly interior: Selection;
}

/** What one attempt to visit came to. */
export type Visit = 'leaf' | 'settled' | 'collision' | 'full';

/**
 * Monte-Carlo tree search from one position. It does not evaluate: `descend` adds leaves to a batch,
 * which somebody evaluates, and `collect` takes the results in. So many searches can share a batch,
 * and one search can fill one.
 */
export class Search {
  readonly board: Board;
  readonly tree: Tree;
  /** The game from whose position the search starts. The search's own copy. */
  readonly game: Game;
  private readonly rootPosition: Position;
  private readonly leaves: Leaves;
  private rootLength = 0;

  /** A search on one board whose tree holds at most `maxNodes` positions. */
  constructor(
    game: Game,
    private readonly chooser: Chooser,
    maxNodes: number,
  ) {
    this.board = game.board;
    this.tree = new Tree(maxNodes, game.board.area + 1);
    this.game = new Game(game.board, game.rules);
    this.rootPosition = new Position(game.board);
    this.leaves = new Leaves(game.board);
    this.begin(game);
  }

  /** Starts afresh from the position a game is in. */
  begin(game: Game): void {
    this.game.copyFrom(game);
    this.tree.clear();
    this.settleRoot();
  }

  /**
   * Makes a move at the root, and keeps what is known of the position after it. Leaves under way must
   * have been collected.
   */
  advance(move: number): void {
    const edge = this.tree.edgeOf(ROOT, move);
    const child = edge === NONE ? NONE : this.tree.child[edge];
    this.game.play(move);
    if (child === NONE) this.tree.clear();
    else this.tree.reroot(child);
    this.settleRoot();
  }

  /** Whether the root has been evaluated, so that there are moves to choose from. */
  get isOpen(): boolean {
    return this.tree.state[ROOT] === OPEN;
  }

  /** How many leaves wait for their evaluation. */
  get waiting(): number {
    return this.leaves.length;
  }

  /**
   * Makes one visit as far as it goes without an evaluation: to a leaf, which is added to the batch
   * (`leaf`), or to the end of the game, whose value is known (`settled`). Nothing is left of one that
   * runs into a leaf under way (`collision`) or finds no room in the tree (`full`).
   */
  descend(batch: Batch): Visit {
    const leaf = this.leaves.add();
    const { tree, game } = this;
    let node = ROOT;
    let depth = 0;
    let visit: Visit | undefined;
    setNode(leaf, 0, ROOT);
    while (tree.state[node] === OPEN) {
      const edge =
        node === ROOT ? this.chooser.root(tree, node) : this.chooser.interior(tree, node);
      const move = tree.move[edge];
      let child = tree.child[edge];
      if (child === NONE) child = tree.expand(node, edge);
      if (child === NONE) {
        visit = 'full';
        break;
      }
      game.play(move);
      node = child;
      setNode(leaf, ++depth, node);
    }
    visit ??= this.arrive(leaf, node, batch);
    if (visit !== 'leaf') this.leaves.drop();
    game.rewind(this.rootLength, this.rootPosition);
    return visit;
  }

  /** Takes the evaluations of all leaves of this search in. The batch is the caller's to clear. */
  collect(batch: Batch): void {
    const { tree, board } = this;
    for (let i = 0; i < this.leaves.length; i++) {
      const leaf = this.leaves.at(i);
      const node = leaf.path[leaf.depth];
      tree.open(node, leaf.legal, board, batch.policy, leaf.row * (board.area + 1));
      this.judge(node, -batch.value[leaf.row], -(batch.score?.[leaf.row] ?? 0));
      this.release(leaf);
      this.backUp(leaf);
    }
    this.leaves.clear();
  }

  private arrive(leaf: Leaf, node: number, batch: Batch): Visit {
    const { tree, game } = this;
    if (tree.state[node] === FRESH && tree.pending[node] > 0) return 'collision';
    if (tree.state[node] === FRESH && node !== ROOT && game.end !== undefined) {
      tree.state[node] = ENDED;
      const margin = this.finalMargin(game);
      this.judge(node, Math.sign(margin), margin);
    }
    if (tree.state[node] === ENDED) {
      this.backUp(leaf);
      return 'settled';
    }
    game.legalPoints(leaf.legal);
    leaf.row = batch.add(game);
    for (let i = 0; i <= leaf.depth; i++) tree.pending[leaf.path[i]]++;
    return 'leaf';
  }

  /** Notes what a position is worth by itself, for the player who moved last. */
  private judge(node: number, value: number, score: number): void {
    const { tree } = this;
    tree.value[node] = value;
    tree.utility[node] = value;
    tree.score[node] = score;
  }

  /** The margin of an ended game, for the player who moved last; 0 where it is without result. */
  private finalMargin(game: Game): number {
    if (game.end === 'repetition') return 0;
    const { position, rules } = game;
    const dead = hopelessStones(position, rules.suicide);
    const { margin } = score(position, rules, game.handicap, dead);
    return game.toMove === BLACK ? margin : -margin;
  }

  private release({ path, depth }: Leaf): void {
    for (let i = 0; i <= depth; i++) this.tree.pending[path[i]]--;
  }

  /** Adds a visit along a path, worth what its last node is by itself. */
  private backUp({ path, depth }: Leaf): void {
    const { tree } = this;
    const { visits, sum, utilitySum, squareSum, scoreSum } = tree;
    const last = path[depth];
    let value = tree.value[last];
    let utility = tree.utility[last];
    let score = tree.score[last];
    const square = utility * utility;
    for (let i = depth; i >= 0; i--) {
      const node = path[i];
      visits[node]++;
      sum[node] += value;
      utilitySum[node] += utility;
      squareSum[node] += square;
      scoreSum[node] += score;
      value = -value;
      utility = -utility;
      score = -score;
    }
  }

  private settleRoot(): void {
    this.rootLength = this.game.length;
    this.rootPosition.copyFrom(this.game.position);
    this.leaves.clear();
  }
}
