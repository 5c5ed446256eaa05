import { NONE, OPEN, ROOT, type Tree } from './tree.js';

/**
 * Flattens the priors of an evaluated root to P^(1/temperature), so that the search has to confirm
 * them: KataGo's root policy temperature, 1.1 to 1.25 in its self-play, before noise is added.
 */
export function temperPriors(tree: Tree, temperature: number): void {
  if (temperature === 1) return;
  const first = tree.first[ROOT];
  for (let edge = first; edge < first + tree.count[ROOT]; edge++) {
    tree.prior[edge] **= 1 / temperature;
  }
  tree.normalise(ROOT);
}

/**
 * Takes the moves that are not allowed from an evaluated root, with all that is known of them; the
 * priors of the others grow. That lasts until the search turns to another position, or begins anew.
 * Leaves under way must have been collected. Returns false, and changes nothing, where no move would
 * be left.
 */
export function restrictRoot(tree: Tree, allows: (move: number) => boolean): boolean {
  const { move, prior, child } = tree;
  const first = tree.first[ROOT];
  const end = first + tree.count[ROOT];
  if (tree.state[ROOT] !== OPEN || !move.subarray(first, end).some(allows)) return false;
  let kept = first;
  let tried = 0;
  for (let edge = first; edge < end; edge++) {
    if (allows(move[edge])) {
      if (child[edge] !== NONE) tried++;
      move[kept] = move[edge];
      prior[kept] = prior[edge];
      child[kept++] = child[edge];
    } else if (child[edge] !== NONE) {
      takeBack(tree, child[edge]);
    }
  }
  tree.count[ROOT] = kept - first;
  tree.tried[ROOT] = tried;
  tree.normalise(ROOT);
  return true;
}

/** Takes the visits of one of its children from the root. */
function takeBack({ visits, sum, utilitySum, squareSum, scoreSum }: Tree, child: number): void {
  visits[ROOT] -= visits[child];
  sum[ROOT] += sum[child];
  utilitySum[ROOT] += utilitySum[child];
  squareSum[ROOT] -= squareSum[child];
  scoreSum[ROOT] += scoreSum[child];
}
