import { toomCook, type Complex, type FastConvolution, type Matrix } from './toom-cook.js';

/** The side of the kernels that tiles are made for. */
export const TILE_TAPS = 3;

/** A convolution of a whole line of points, zeros beyond its ends, by equal tiles. */
export interface LineTiles {
  readonly tiles: number;
  /** Products for each tile. */
  readonly products: number;
  /** [products, taps]. */
  readonly kernel: Matrix;
  /** [products · tiles, length]: all tiles of the first product, of the second, and so on. */
  readonly input: Matrix;
  /** [length, products · tiles]. */
  readonly output: Matrix;
}

/** Points at ±x for each real x, and ±x ± iy for each pair, and perhaps at zero. */
interface PointSet {
  readonly zero?: true;
  readonly real: readonly number[];
  readonly complex?: readonly (readonly [number, number])[];
}

/**
 * The points of a tile by its number of outputs. Found by a random search for the least
 * amplification of rounding errors, √(Σ over products of |kernel|² |output|² |input|² / 3 outputs),
 * with as many complex points as bring that near to 2 or below: as exact as the usual tiles of
 * three (1.6) or four (2.2) outputs. Without complex points it is 3 at five outputs and 17 at nine.
 */
const POINTS: Readonly<Record<number, PointSet>> = {
  2: { zero: true, real: [1] },
  3: { real: [0.3823, 1.2795] },
  4: { zero: true, real: [0.6514, 1.5351] },
  5: { real: [0.5079, 1.1955], complex: [[0, 0.987]] },
  6: { zero: true, real: [0.7242, 1.3812], complex: [[0, 1]] },
  7: { real: [0.3398, 0.8799, 1.5864], complex: [[0, 0.9997]] },
  8: { zero: true, real: [0.7666, 1.2902], complex: [[0.4381, 0.9083]] },
  9: { real: [0.377, 0.899, 1.4722], complex: [[0.4096, 0.918]] },
  10: { zero: true, real: [0.6017, 0.9993, 1.6566], complex: [[0.3896, 0.9234]] },
};

/** The numbers of outputs that a tile may have, in rising order. */
export const TILE_OUTPUTS: readonly number[] = Object.keys(POINTS).map(Number);

/**
 * How a line of `length` points is cut: into as few tiles as can be, and those as short as can be.
 * Null for a line of one point.
 */
export function lineTiles(length: number): LineTiles | null {
  if (length < 2) return null;
  const tiles = Math.ceil(length / Math.max(...TILE_OUTPUTS));
  const outputs = TILE_OUTPUTS.find((size) => size * tiles >= length)!;
  return cover(length, tiles, tile(outputs));
}

/** The fast convolution that gives `outputs` points at once; one of TILE_OUTPUTS. */
export function tile(outputs: number): FastConvolution {
  return toomCook(expand(POINTS[outputs]), TILE_TAPS);
}

function expand({ zero, real, complex = [] }: PointSet): Complex[] {
  const onAxis = [...(zero ? [0] : []), ...real.flatMap((x) => [x, -x])];
  const beside = complex.flatMap(([re, im]) => (re === 0 ? [re] : [re, -re]).map((x) => [x, im]));
  return [...onAxis.map((x) => [x, 0]), ...beside].map(([re, im]) => ({ re, im }));
}

/** Tiles side by side; what lies beyond the line is zero on the way in, dropped on the way out. */
function cover(length: number, tiles: number, { kernel, input, output }: FastConvolution) {
  const outputs = output.length;
  const line = [...Array(length).keys()];
  const rows = kernel.flatMap((_, product) =>
    Array.from({ length: tiles }, (_, index) => ({ product, start: index * outputs })),
  );
  return {
    tiles,
    products: kernel.length,
    kernel,
    input: rows.map(({ product, start }) =>
      line.map((point) => input[product][point - start + 1] ?? 0),
    ),
    output: line.map((point) =>
      rows.map(({ product, start }) => output[point - start]?.[product] ?? 0),
    ),
  };
}
