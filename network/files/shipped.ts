import { fileURLToPath } from 'node:url';
import type { Board } from '../spec/layers.js';

/** A network in network/shipped/, and the shortest and longest side of the boards it plays on. */
interface Shipped {
  readonly file: string;
  readonly sides: readonly [least: number, most: number];
}

/** The best for a board comes first. */
const SHIPPED: readonly Shipped[] = [
  { file: 'champion-9x9.onnx', sides: [9, 9] },
  { file: 'human-19x19.onnx', sides: [13, 19] },
];

/** From where this is compiled to, dist/network/files. */
const FOLDER = '../../../network/shipped/';

/** The file of the shipped network that plays on a board; undefined where there is none. */
export function findNetwork({ width, height }: Board): string | undefined {
  const found = SHIPPED.find(({ sides: [least, most] }) =>
    [width, height].every((side) => least <= side && side <= most),
  );
  return found && fileURLToPath(new URL(FOLDER + found.file, import.meta.url));
}
