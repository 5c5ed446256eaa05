import { lowestBit, type Bits } from '../bits.js';
import type { Board } from '../board.js';

/** The node or edge that is not there. */
export const NONE = -1;

/** The first node. */
export const ROOT = 0;

/** How a node's value is known. */
export const FRESH = 0; // made, its evaluation not yet back
export const OPEN = 1; // evaluated, its moves listed
export const ENDED = 2; // the game is over there

/**
 * A search tree in typed arrays. A node is a position reached; its edges are the moves from there, in
 * one run of the edge arrays. Values in a node are those of the player who moved into it, so that the
 * player to move at its parent prefers the child with the highest.
 *
 * Within a node's edges the ones with a child come first, in the order in which they were tried, and
 * right after them stands the best of the others by prior: so a choice looks at the children and one
 * edge more, however many moves there are.
 */
export class Tree {
  /** How many nodes and edges there are. */
  nodes = 0;
  edges = 0;

  /** Node → FRESH, OPEN or ENDED. */
  state: Uint8Array;
  /** Node → visits whose value has come back. */
  visits: Int32Array;
  /** Node → visits under way, which count as losses until then. */
  pending: Int32Array;
  /** Node → sum of the values of its visits, each in [−1, 1], for the player who moved into it. */
  sum: Float64Array;
  /**
   * Node → sum of their utilities, by which moves are chosen, and of the squares of those. Utility is
   * the value, unless points count too (see ScoreUtility).
   */
  utilitySum: Float64Array;
  squareSum: Float64Array;
  /** Node → sum of the expected margins in points, for the player who moved into it. */
  scoreSum: Float64Array;
  /** Node → value, utility and margin of the position alone, for the player who moved into it. */
  value: Float32Array;
  utility: Float32Array;
  score: Float32Array;
  /** Whether the margins are those of an evaluator that tells them. */
  hasScores = false;
  /** Node → the owner of each point in the position, from −127 for White to 127 for Black. */
  owners: Int8Array;
  /** Whether the owners are known: asked for, and told by the evaluator. */
  hasOwners = false;
  /** Node → its first edge, how many it has, and how many of those have a child. */
  first: Int32Array;
  count: Int32Array;
  tried: Int32Array;

  /** Edge → move: a point or pass. */
  move: Int16Array;
  /** Edge → prior probability. The edges of a node add up to 1. */
  prior: Float32Array;
  /** Edge → the node it leads to, NONE if it has not been tried. */
  child: Int32Array;

  private nodeRoom = 0;
  private edgeRoom = 0;

  /**
   * An empty tree that will hold at most `maxNodes` nodes, for boards with that many moves. It keeps
   * the owners of so many points, all or none.
   */
  constructor(
    readonly maxNodes: number,
    readonly movesPerNode: number,
    readonly ownedPoints = 0,
  ) {
    this.state = new Uint8Array(0);
    this.visits = new Int32Array(0);
    this.pending = new Int32Array(0);
    this.sum = new Float64Array(0);
    this.utilitySum = new Float64Array(0);
    this.squareSum = new Float64Array(0);
    this.scoreSum = new Float64Array(0);
    this.value = new Float32Array(0);
    this.utility = new Float32Array(0);
    this.score = new Float32Array(0);
    this.owners = new Int8Array(0);
    this.first = new Int32Array(0);
    this.count = new Int32Array(0);
    this.tried = new Int32Array(0);
    this.move = new Int16Array(0);
    this.prior = new Float32Array(0);
    this.child = new Int32Array(0);
    this.growNodes(Math.min(maxNodes, 256));
    this.growEdges(16 * movesPerNode);
    this.addNode();
  }

  /** Forgets everything but a fresh root. */
  clear(): void {
    this.nodes = 0;
    this.edges = 0;
    this.addNode();
  }

  get isFull(): boolean {
    return this.nodes >= this.maxNodes;
  }

  /** Adds a node without edges; NONE if the tree is full. */
  addNode(): number {
    if (this.isFull) return NONE;
    if (this.nodes === this.nodeRoom) this.growNodes(Math.min(2 * this.nodeRoom, this.maxNodes));
    const node = this.nodes++;
    this.state[node] = FRESH;
    this.visits[node] = 0;
    this.pending[node] = 0;
    this.sum[node] = 0;
    this.utilitySum[node] = 0;
    this.squareSum[node] = 0;
    this.scoreSum[node] = 0;
    this.value[node] = 0;
    this.utility[node] = 0;
    this.score[node] = 0;
    this.first[node] = this.edges;
    this.count[node] = 0;
    this.tried[node] = 0;
    return node;
  }

  /**
   * Lists the moves of a node: the legal points, then pass. The priors are in proportion to a policy,
   * [area + 1], that begins at `at`.
   */
  open(
    node: number,
    legal: Bits,
    { width, height, pass }: Board,
    policy: Float32Array,
    at: number,
  ): void {
    if (this.edges + this.movesPerNode > this.edgeRoom) this.growEdges(2 * this.edgeRoom);
    const { move, prior } = this;
    const first = this.edges;
    let edge = first;
    for (let y = 0; y < height; y++) {
      for (let bits = legal[y]; bits !== 0; bits &= bits - 1) {
        const point = y * width + lowestBit(bits);
        move[edge] = point;
        prior[edge++] = policy[at + point];
      }
    }
    move[edge] = pass;
    prior[edge++] = policy[at + pass];
    this.child.fill(NONE, first, edge);
    this.edges = edge;
    this.first[node] = first;
    this.count[node] = edge - first;
    this.tried[node] = 0;
    this.state[node] = OPEN;
    this.normalise(node);
  }

  /** Makes the priors of a node's edges add up to 1, in their proportions; all alike if they are 0. */
  normalise(node: number): void {
    const { prior } = this;
    const first = this.first[node];
    const end = first + this.count[node];
    let total = 0;
    for (let edge = first; edge < end; edge++) total += prior[edge];
    const scale = 1 / total;
    if (total > 0) for (let edge = first; edge < end; edge++) prior[edge] *= scale;
    else prior.fill(1 / (end - first), first, end);
    this.advance(node);
  }

  /** Puts the untried edge with the highest prior, the earliest of equals, right after the tried ones. */
  advance(node: number): void {
    const start = this.first[node] + this.tried[node];
    const end = this.first[node] + this.count[node];
    let best = start;
    for (let edge = start + 1; edge < end; edge++) {
      if (this.prior[edge] > this.prior[best]) best = edge;
    }
    if (best !== start) this.swapEdges(start, best);
  }

  /** Gives the best untried edge of a node, or another of its untried ones, its child. NONE if full. */
  expand(node: number, edge = this.first[node] + this.tried[node]): number {
    const child = this.addNode();
    if (child === NONE) return NONE;
    const next = this.first[node] + this.tried[node];
    if (edge !== next) this.swapEdges(next, edge);
    this.child[next] = child;
    this.tried[node]++;
    this.advance(node);
    return child;
  }

  /**
   * Makes a node the root and forgets all that does not lie below it. Nodes and edges keep their order,
   * so that each moves to a smaller number and nothing is overwritten before it has been moved.
   */
  reroot(root: number): void {
    const moved = this.mark(root);
    let nodes = 0;
    let edges = 0;
    for (let node = root; node < this.nodes; node++) {
      if (moved[node] === NONE) continue;
      moved[node] = nodes;
      this.moveNode(node, nodes++);
    }
    const order = Array.from({ length: nodes }, (_, node) => node);
    order.sort((a, b) => this.first[a] - this.first[b]);
    for (const node of order) {
      const from = this.first[node];
      this.first[node] = edges;
      for (let edge = from; edge < from + this.count[node]; edge++, edges++) {
        this.move[edges] = this.move[edge];
        this.prior[edges] = this.prior[edge];
        const child = this.child[edge];
        this.child[edges] = child === NONE ? NONE : moved[child];
      }
    }
    this.nodes = nodes;
    this.edges = edges;
  }

  /** Node → 0 if it lies below a node or is it, NONE if not. A child's number is above its parent's. */
  private mark(root: number): Int32Array {
    const marks = new Int32Array(this.nodes).fill(NONE);
    marks[root] = 0;
    for (let node = root; node < this.nodes; node++) {
      if (marks[node] === NONE) continue;
      const first = this.first[node];
      for (let edge = first; edge < first + this.tried[node]; edge++) marks[this.child[edge]] = 0;
    }
    return marks;
  }

  private moveNode(from: number, to: number): void {
    const { ownedPoints: owned } = this;
    this.state[to] = this.state[from];
    this.visits[to] = this.visits[from];
    this.pending[to] = this.pending[from];
    this.sum[to] = this.sum[from];
    this.utilitySum[to] = this.utilitySum[from];
    this.squareSum[to] = this.squareSum[from];
    this.scoreSum[to] = this.scoreSum[from];
    this.value[to] = this.value[from];
    this.utility[to] = this.utility[from];
    this.score[to] = this.score[from];
    this.owners.copyWithin(to * owned, from * owned, (from + 1) * owned);
    this.first[to] = this.first[from];
    this.count[to] = this.count[from];
    this.tried[to] = this.tried[from];
  }

  /** The mean value of a node's visits for the player who moved into it, those under way as losses. */
  mean(node: number): number {
    return this.meanOf(this.sum, node);
  }

  /** The mean utility of a node's visits, likewise: what moves are chosen by. */
  meanUtility(node: number): number {
    return this.meanOf(this.utilitySum, node);
  }

  /** The mean of the expected margins in points, for the player who moved into the node. */
  meanScore(node: number): number {
    const visits = this.visits[node];
    return visits === 0 ? 0 : this.scoreSum[node] / visits;
  }

  /** The edge of a node that makes that move, NONE if there is none. */
  edgeOf(node: number, move: number): number {
    const end = this.first[node] + this.count[node];
    for (let edge = this.first[node]; edge < end; edge++) if (this.move[edge] === move) return edge;
    return NONE;
  }

  private meanOf(sum: Float64Array, node: number): number {
    const pending = this.pending[node];
    const visits = this.visits[node] + pending;
    return visits === 0 ? 0 : (sum[node] - pending) / visits;
  }

  private swapEdges(a: number, b: number): void {
    const { move, prior, child } = this;
    const [m, p, c] = [move[a], prior[a], child[a]];
    move[a] = move[b];
    prior[a] = prior[b];
    child[a] = child[b];
    move[b] = m;
    prior[b] = p;
    child[b] = c;
  }

  private growNodes(room: number): void {
    this.nodeRoom = room;
    this.state = enlarged(this.state, new Uint8Array(room));
    this.visits = enlarged(this.visits, new Int32Array(room));
    this.pending = enlarged(this.pending, new Int32Array(room));
    this.sum = enlarged(this.sum, new Float64Array(room));
    this.utilitySum = enlarged(this.utilitySum, new Float64Array(room));
    this.squareSum = enlarged(this.squareSum, new Float64Array(room));
    this.scoreSum = enlarged(this.scoreSum, new Float64Array(room));
    this.value = enlarged(this.value, new Float32Array(room));
    this.utility = enlarged(this.utility, new Float32Array(room));
    this.score = enlarged(this.score, new Float32Array(room));
    this.owners = enlarged(this.owners, new Int8Array(room * this.ownedPoints));
    this.first = enlarged(this.first, new Int32Array(room));
    this.count = enlarged(this.count, new Int32Array(room));
    this.tried = enlarged(this.tried, new Int32Array(room));
  }

  private growEdges(room: number): void {
    this.edgeRoom = room;
    this.move = enlarged(this.move, new Int16Array(room));
    this.prior = enlarged(this.prior, new Float32Array(room));
    this.child = enlarged(this.child, new Int32Array(room));
  }
}

/** `to` with the beginning of it filled from a shorter array of its kind. */
function enlarged<A extends { set(from: A): void }>(from: A, to: A): A {
  to.set(from);
  return to;
}
