import type { Board } from '../board.js';
import { lowestBit } from '../bits.js';
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
    for (let i = 0; i < this.leaves.length; i++) {
      const leaf = this.leaves.at(i);
      const node = leaf.path[leaf.depth];
      this.open(node, leaf, batch);
      this.tree.value[node] = -batch.value[leaf.row];
      this.release(leaf);
      this.backUp(leaf, this.tree.value[node]);
    }
    this.leaves.clear();
  }

  private arrive(leaf: Leaf, node: number, batch: Batch): Visit {
    const { tree, game } = this;
    if (tree.state[node] === FRESH && tree.pending[node] > 0) return 'collision';
    if (tree.state[node] === FRESH && node !== ROOT && game.end !== undefined) {
      tree.state[node] = ENDED;
      tree.value[node] = this.finalValue(game);
    }
    if (tree.state[node] === ENDED) {
      this.backUp(leaf, tree.value[node]);
      return 'settled';
    }
    game.legalPoints(leaf.legal);
    leaf.row = batch.add(game);
    for (let i = 0; i <= leaf.depth; i++) tree.pending[leaf.path[i]]++;
    return 'leaf';
  }

  /** The value of an ended game, for the player who moved last: won, lost or neither. */
  private finalValue(game: Game): number {
    if (game.end === 'repetition') return 0;
    const { position, rules } = game;
    const dead = hopelessStones(position, rules.suicide);
    const { margin } = score(position, rules, game.handicap, dead);
    return Math.sign(game.toMove === BLACK ? margin : -margin);
  }

  /** Lists a leaf's moves with their priors, the evaluator's over the legal ones. */
  private open(node: number, { legal, row }: Leaf, batch: Batch): void {
    const { tree, board } = this;
    const at = row * (board.area + 1);
    const { policy } = batch;
    let total = policy[at + board.pass];
    let moves = 1;
    for (let y = 0; y < board.height; y++) {
      for (let bits = legal[y]; bits !== 0; bits &= bits - 1) {
        total += policy[at + y * board.width + lowestBit(bits)];
        moves++;
      }
    }
    const [scale, base] = total > 0 ? [1 / total, 0] : [0, 1 / moves];
    tree.beginEdges(node);
    for (let y = 0; y < board.height; y++) {
      for (let bits = legal[y]; bits !== 0; bits &= bits - 1) {
        const point = y * board.width + lowestBit(bits);
        tree.addEdge(node, point, policy[at + point] * scale + base);
      }
    }
    tree.addEdge(node, board.pass, policy[at + board.pass] * scale + base);
    tree.advance(node);
  }

  private release({ path, depth }: Leaf): void {
    for (let i = 0; i <= depth; i++) this.tree.pending[path[i]]--;
  }

  /** Adds a visit along a path, of the value that its last node has for the player who moved there. */
  private backUp({ path, depth }: Leaf, value: number): void {
    const { visits, sum } = this.tree;
    let worth = value;
    for (let i = depth; i >= 0; i--) {
      visits[path[i]]++;
      sum[path[i]] += worth;
      worth = -worth;
    }
  }

  private settleRoot(): void {
    this.rootLength = this.game.length;
    this.rootPosition.copyFrom(this.game.position);
    this.leaves.clear();
  }
}
