import type { Board } from '../board.js';
import { BLACK, opponent, type Color } from '../color.js';
import type { Batch } from '../evaluator.js';
import { Game } from '../game.js';
import { Position } from '../position.js';
import { score } from '../scoring.js';
import { hopelessStones } from '../benson.js';
import { takeBanned, type Ban } from './bans.js';
import { Leaves, setNode, type Leaf } from './descent.js';
import { noteOwners, noteOwnership } from './ownership.js';
import { Utility, type ScoreUtility } from './score-utility.js';
import type { Selection } from './selection.js';
import { ENDED, FRESH, NONE, OPEN, ROOT, Tree } from './tree.js';

/** How a search chooses: at the root, and below it. */
export interface Chooser {
  readonly root: Selection;
  readonly interior: Selection;
}

/** What a search keeps and counts beyond the plain. */
export interface SearchOptions {
  /** How points count beside winning, if the evaluator tells the margin; not at all unless given. */
  readonly scoreUtility?: ScoreUtility | null;
  /** Whether the tree keeps what the evaluator says of ownership, for {@link meanOwnership}. */
  readonly ownership?: boolean;
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
  /** What must not be played below the root; to be set before the first visit. */
  bans: readonly Ban[] = [];
  private readonly rootPosition: Position;
  private readonly leaves: Leaves;
  /** Where points count beside winning. */
  private readonly utility: Utility | undefined;
  private rootLength = 0;

  /** A search on one board whose tree holds at most `maxNodes` positions. */
  constructor(
    game: Game,
    private readonly chooser: Chooser,
    maxNodes: number,
    { scoreUtility = null, ownership = false }: SearchOptions = {},
  ) {
    this.board = game.board;
    const { area } = game.board;
    this.tree = new Tree(maxNodes, area + 1, ownership ? area : 0);
    this.utility = scoreUtility === null ? undefined : new Utility(scoreUtility, game.board);
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
    if (this.tree.state[ROOT] === ENDED) this.tree.clear(); // a search needs moves to choose from
    this.settleRoot();
    this.recentre();
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
    const { tree, board, leaves } = this;
    const { policy, value, score, ownership } = batch;
    tree.hasScores = score !== undefined;
    tree.hasOwners = ownership !== undefined && tree.ownedPoints > 0;
    for (let i = 0; i < leaves.length; i++) {
      const leaf = leaves.at(i);
      const { row, depth } = leaf;
      const node = leaf.path[depth];
      tree.open(node, leaf.legal, board, policy, row * (board.area + 1));
      this.judge(node, depth, -value[row], score === undefined ? 0 : -score[row]);
      if (tree.hasOwners) noteOwnership(tree, node, ownership!, row, this.moverAt(depth));
      this.release(leaf);
      this.backUp(leaf);
      if (node === ROOT) this.recentre();
    }
    leaves.clear();
  }

  private arrive(leaf: Leaf, node: number, batch: Batch): Visit {
    const { tree, game } = this;
    if (tree.state[node] === FRESH && tree.pending[node] > 0) return 'collision';
    if (tree.state[node] === FRESH && node !== ROOT && game.end !== undefined) {
      this.settle(node, leaf.depth);
    }
    if (tree.state[node] === ENDED) {
      this.backUp(leaf);
      return 'settled';
    }
    game.legalPoints(leaf.legal);
    if (node !== ROOT) takeBanned(this.bans, game.toMove, leaf.depth, leaf.legal);
    leaf.row = batch.add(game);
    for (let i = 0; i <= leaf.depth; i++) tree.pending[leaf.path[i]]++;
    return 'leaf';
  }

  /** Notes the exact result of the game that has ended in a node; without one, it is even. */
  private settle(node: number, depth: number): void {
    const { tree, board, game } = this;
    const { position, rules, handicap } = game;
    const dead = hopelessStones(position, rules.suicide);
    const { margin, counted } = score(position, rules, handicap, dead);
    const forWhite = game.end === 'repetition' ? 0 : margin;
    const forMover = game.toMove === BLACK ? forWhite : -forWhite;
    tree.state[node] = ENDED;
    this.judge(node, depth, Math.sign(forMover), forMover);
    if (tree.hasOwners) noteOwners(tree, node, board, counted);
  }

  /** Notes what a position is worth by itself, for the player who moved into it. */
  private judge(node: number, depth: number, value: number, score: number): void {
    const { tree, utility } = this;
    tree.value[node] = value;
    tree.score[node] = score;
    tree.utility[node] =
      utility !== undefined && tree.hasScores
        ? utility.of(tree.value[node], tree.score[node], depth % 2 === 1 ? 1 : -1)
        : value;
  }

  /** Who is to move so deep below the root, where the game is now. */
  private moverAt(depth: number): Color {
    const { toMove } = this.game;
    return depth % 2 === 0 ? toMove : opponent(toMove);
  }

  /** Lets points count from the margin that the root now expects. */
  private recentre(): void {
    const { tree, utility } = this;
    if (tree.hasScores && tree.visits[ROOT] > 0) utility?.centreOn(tree);
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
