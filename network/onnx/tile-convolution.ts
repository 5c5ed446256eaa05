import { boardTransform, matmul, reduceSum, reshape, transpose } from '../graph/expressions.js';
import type { Graph, Value } from '../graph/graph.js';
import { elementCount, staticDim } from '../graph/shape.js';
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
    const kernels = this.spreadKernels(transpose(byTap(weight), [2, 0, 1]), tiles);
    return this.gather(matmul(kernels, this.spread(x, tiles, 'input')), tiles, 'output');
  }

  /** The gradient by the planes, given that by the result, `g`. */
  inputGradient(g: Value, weight: Value, tiles: BoardTiles): Value {
    // Kernels turned before their transform, as a product with its left side turned is slow.
    const kernels = this.spreadKernels(transpose(byTap(weight), [2, 1, 0]), tiles);
    return this.gather(matmul(kernels, this.spread(g, tiles, 'output')), tiles, 'input');
  }

  /** The gradient by the weights, given planes `x` and the gradient by the result, `g`. */
  weightGradient(x: Value, g: Value, tiles: BoardTiles): Value {
    const [filters, channels] = [staticDim(g.shape, 1), staticDim(x.shape, 1)];
    const [planes, gradient] = [this.spread(x, tiles, 'input'), this.spread(g, tiles, 'output')];
    const products = matmul(gradient, planes, { transposeRight: true });
    const { rows, columns } = tiles;
    const sum = rows.tiles * columns.tiles === 1 ? products : reduceSum(products, [1, 3]);
    const flat = reshape(sum, [rows.products * columns.products, filters, channels]);
    const [turnedRows, turnedColumns] = this.lineMatrices(tiles, 'kernel').map(turned);
    const taps = boardTransform(flat, turnedRows, turnedColumns);
    return reshape(transpose(taps, [1, 2, 0]), [filters, channels, TILE_TAPS, TILE_TAPS]);
  }

  /** Kernels [9, out, in], or [9, in, out], transformed: [n, 1, n, 1, out, in]. */
  private spreadKernels(taps: Value, tiles: BoardTiles): Value {
    const transformed = boardTransform(taps, ...this.lineMatrices(tiles, 'kernel'));
    const places = [tiles.rows.products, 1, tiles.columns.products, 1];
    return reshape(transformed, [...places, ...taps.shape.slice(1)]);
  }

  /** Planes by the input's transform, or a gradient by the adjoint of the output's. */
  private spread(x: Value, tiles: BoardTiles, side: 'input' | 'output'): Value {
    const matrices = this.lineMatrices(tiles, side);
    const [rows, columns] = side === 'input' ? matrices : matrices.map(turned);
    const transformed = boardTransform(x, rows, columns);
    const places = [tiles.rows, tiles.columns].flatMap((line) => [line.products, line.tiles]);
    return reshape(transformed, [...places, ...x.shape.slice(1)]);
  }

  /** Products by the output's transform, or by the adjoint of the input's. */
  private gather(products: Value, tiles: BoardTiles, side: 'input' | 'output'): Value {
    const matrices = this.lineMatrices(tiles, side);
    const [rows, columns] = side === 'output' ? matrices : matrices.map(turned);
    const places = elementCount(products.shape.slice(0, 4));
    const flat = reshape(products, [places, ...products.shape.slice(4)]);
    return boardTransform(flat, rows, columns);
  }

  private lineMatrices(tiles: BoardTiles, side: Side): [Value, Value] {
    return [this.lineMatrix(tiles.rows, side), this.lineMatrix(tiles.columns, side)];
  }

  private lineMatrix(line: LineTiles, side: Side): Value {
    return this.constant(`tiles.${side}.${line.output.length}`, line[side]);
  }

  private constant(name: string, rows: Matrix): Value {
    const known = this.matrices.get(name);
    if (known !== undefined) return known.weight;
    const weight = this.graph.weight(name, [rows.length, rows[0].length]);
    this.matrices.set(name, { weight, data: Float32Array.from(rows.flat()) });
    return weight;
  }
}

type Side = 'kernel' | 'input' | 'output';

const turned = (matrix: Value): Value => transpose(matrix, [1, 0]);

/** Kernels [out, in, 3, 3] as [out, in, 9]. */
function byTap(weight: Value): Value {
  return reshape(weight, [...weight.shape.slice(0, 2), TILE_TAPS ** 2]);
}

/** How a board is cut into tiles: its height, so that rows are mixed, and its width. */
export interface BoardTiles {
  readonly rows: LineTiles;
  readonly columns: LineTiles;
}

/** How a board is cut into tiles; null where its size is not one for tiles. */
export function boardTiles(height: number, width: number): BoardTiles | null {
  const [rows, columns] = [lineTiles(height), lineTiles(width)];
  return rows === null || columns === null ? null : { rows, columns };
}
