/*
 * 3×3 patterns for good shape in a fight, as the first programs with playouts of patterns had them: hane,
 * cuts, and moves at the edge (Gelly, Wang, Munos, Teytaud 2006, "Modification of UCT with Patterns in
 * Monte-Carlo Go", INRIA RR-6062). Rows from the top, the move in the middle; X and O are the players in
 * either colour, x is anything but X, o anything but O, # the edge, ? anything.
 */
const SHAPES: readonly string[] = [
  // Hane.
  'XOX ... ???',
  'XO. ... ?.?',
  'XO? X.. ?.?',
  // A cut that nothing protects, and one between two stones.
  'XO? O.o ?o?',
  '?X? O.O xxx',
  // Along the edge: to chase, to block, to cut, to connect below.
  'X.? O.? ###',
  '?X? O.o ###',
  '?XO x.x ###',
  '?OX X.O ###',
];

/** What each letter stands for, as colours of color.ts with X for black. */
const MEANINGS: Readonly<Record<string, readonly number[]>> = {
  '.': [0],
  X: [1],
  O: [2],
  '#': [3],
  x: [0, 2],
  o: [0, 1],
  '?': [0, 1, 2, 3],
};

/** Where the squares of a pattern are read, row by row without the middle. */
const RING = [0, 1, 2, 3, 5, 6, 7, 8];

/**
 * Colours around a point, two bits each, row by row → 1 where they make one of the shapes, turned, mirrored
 * or with the colours exchanged.
 */
export function makeShapeTable(): Uint8Array {
  const table = new Uint8Array(1 << 16);
  for (const shape of SHAPES) {
    const squares = Array.from(shape.replaceAll(' ', ''));
    for (const view of viewsOf(squares)) {
      mark(
        table,
        RING.map((i) => MEANINGS[view[i]]),
        0,
        0,
      );
    }
  }
  return table;
}

/** Marks every way to choose one colour for each square from the n-th on. */
function mark(
  table: Uint8Array,
  choices: readonly (readonly number[])[],
  n: number,
  code: number,
): void {
  if (n === choices.length) {
    table[code] = 1;
    return;
  }
  for (const color of choices[n]) mark(table, choices, n + 1, code | (color << (2 * n)));
}

const EXCHANGED: Readonly<Record<string, string>> = { X: 'O', O: 'X', x: 'o', o: 'x' };

/** The eight symmetries of nine squares, in both colours. */
function viewsOf(squares: readonly string[]): string[][] {
  const views: string[][] = [];
  let view = [...squares];
  for (let turn = 0; turn < 4; turn++) {
    view = view.map((_, i) => view[3 * (2 - (i % 3)) + Math.floor(i / 3)]);
    const mirrored = view.map((_, i) => view[3 * Math.floor(i / 3) + 2 - (i % 3)]);
    views.push(view, mirrored);
  }
  return [...views, ...views.map((each) => each.map((letter) => EXCHANGED[letter] ?? letter))];
}
