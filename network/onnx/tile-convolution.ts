import { boardTransform, matmul, reduceSum, reshape, transpose } from '../graph/expressions.js';
import type { Graph, Value } from '../graph/graph.js';
import { staticDim } from '../graph/shape.js';
import { lineTiles, TILE_TAPS, type LineTiles } from './line-tiles.js';
import type { Matrix } from './toom-cook.js';

/** A matrix that a lowered graph reads as a weight. */
export interface ConstantMatrix {
  readonly weight: Value<'weight'>;
  readonly data: Float32Array;
}

/**
 * 3×3 convolutions and their gradients as products in transformed space, over planes that lie
 * board first: [height · width, channels, batch]. A whole line of the board, or an even part of a
 * long one, is one tile, so that no tiles have to be cut out and put together: the transforms are
 * products of whole matrices (boardTransform), and so is what lies between them, one for each
 * pair of a row's and a column's products. The gradients are the adjoints of the same maps. As a
 * graph keeps equal values once, the transformed planes and kernels of the forward pass, and the
 * transformed gradient, are there for whatever needs them again.
 */
export class TileConvolutions {
  private readonly matrices = new Map<string, ConstantMatrix>();

  constructor(private readonly graph: Graph) {}

  /** The matrices used so far. */
  get constants(): readonly ConstantMatrix[] {
    return [...this.matrices.values()];
  }

  /** The convolution of `x` by `weight` [out, in, 3, 3] on the board that `tiles` cover. */
  convolution(x: Value, weight: Value, tiles: BoardTiles): Value {
    const products = matmul(this.kernel(weight, tiles), this.spread(x, tiles, 'input'));
    return this.gather(products, tiles, 'output');
  }

  /** The gradient by the planes, given that by the result, `g`. */
  inputGradient(g: Value, weight: Value, tiles: BoardTiles): Value {
    const turned = transpose(weight, [1, 0, 2, 3]);
    const products = matmul(this.kernel(turned, tiles), this.spread(g, tiles, 'output'));
    return this.gather(products, tiles, 'input');
  }

  /** The gradient by the weights, given planes `x` and the gradient by the result, `g`. */
  weightGradient(x: Value, g: Value, tiles: BoardTiles): Value {
    const [filters, channels] = [staticDim(g.shape, 1), staticDim(x.shape, 1)];
    const [planes, gradient] = [this.spread(x, tiles, 'input'), this.spread(g, tiles, 'output')];
    const products = matmul(gradient, planes, { transposeRight: true });
    const sum =
      tiles.rows.tiles * tiles.columns.tiles === 1 ? products : reduceSum(products, [1, 3]);
    const transformed = reshape(sum, [kernelSize(tiles), filters * channels]);
    const taps = matmul(this.kernelMatrix(tiles), transformed, { transposeLeft: true });
    // With the taps as an axis before the others: were they turned as a matrix, ONNX Runtime would
    // take the turn into the product, which is far slower that way round.
    const byTap = reshape(taps, [TILE_TAPS ** 2, filters, channels]);
    return reshape(transpose(byTap, [1, 2, 0]), [filters, channels, TILE_TAPS, TILE_TAPS]);
  }

  /** Kernels [out, in, 3, 3] transformed: [n, 1, n, 1, out, in]. */
  private kernel(weight: Value, tiles: BoardTiles): Value {
    const [filters, channels] = [staticDim(weight.shape, 0), staticDim(weight.shape, 1)];
    const taps = reshape(weight, [filters * channels, TILE_TAPS ** 2]);
    const transformed = matmul(this.kernelMatrix(tiles), taps, { transposeRight: true });
    const { rows, columns } = tiles;
    return reshape(transformed, [rows.products, 1, columns.products, 1, filters, channels]);
  }

  /** Planes by the input's transform, or a gradient by the output's adjoint, tile by tile. */
  private spread(x: Value, tiles: BoardTiles, side: 'input' | 'output'): Value {
    const [rows, columns] = this.lineMatrices(tiles, side);
    const turn = (matrix: Value) => (side === 'input' ? matrix : transpose(matrix, [1, 0]));
    const transformed = boardTransform(x, turn(rows), turn(columns));
    const grid = [tiles.rows, tiles.columns].flatMap((line) => [line.products, line.tiles]);
    return reshape(transformed, [...grid, x.shape[1], x.shape[2]]);
  }

  /** The way back from products: to the result, or to the gradient by the planes. */
  private gather(products: Value, tiles: BoardTiles, side: 'input' | 'output'): Value {
    const [rows, columns] = this.lineMatrices(tiles, side);
    const turn = (matrix: Value) => (side === 'output' ? matrix : transpose(matrix, [1, 0]));
    const places = kernelSize(tiles) * tiles.rows.tiles * tiles.columns.tiles;
    const flat = reshape(products, [places, ...products.shape.slice(-2)]);
    return boardTransform(flat, turn(rows), turn(columns));
  }

  private lineMatrices({ rows, columns }: BoardTiles, side: 'input' | 'output'): [Value, Value] {
    return [this.lineMatrix(rows, side), this.lineMatrix(columns, side)];
  }

  private lineMatrix(line: LineTiles, side: 'input' | 'output'): Value {
    return this.constant(`tiles.${side}.${line.output.length}`, () => line[side]);
  }

  /** Both sides of the kernels' transform as one matrix: [n · n, 9]. */
  private kernelMatrix({ rows, columns }: BoardTiles): Value {
    const name = `tiles.kernel.${rows.output.length}x${columns.output.length}`;
    return this.constant(name, () =>
      rows.kernel.flatMap((a) => columns.kernel.map((b) => a.flatMap((x) => b.map((y) => x * y)))),
    );
  }

  private constant(name: string, rowsOf: () => Matrix): Value {
    const known = this.matrices.get(name);
    if (known !== undefined) return known.weight;
    const rows = rowsOf();
    const weight = this.graph.weight(name, [rows.length, rows[0].length]);
    this.matrices.set(name, { weight, data: Float32Array.from(rows.flat()) });
    return weight;
  }
}

/** The tiles of a board's columns, which are `height` points long, and of its rows. */
export interface BoardTiles {
  readonly rows: LineTiles;
  readonly columns: LineTiles;
}

/** How a board is cut into tiles; null where its size is not one for tiles. */
export function boardTiles(height: number, width: number): BoardTiles | null {
  const [rows, columns] = [lineTiles(height), lineTiles(width)];
  return rows === null || columns === null ? null : { rows, columns };
}

function kernelSize({ rows, columns }: BoardTiles): number {
  return rows.products * columns.products;
}
