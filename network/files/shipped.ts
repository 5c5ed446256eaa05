import { fileURLToPath } from 'node:url';
import type { Board } from '../spec/layers.js';

/** A network in network/shipped/, and the side of the square boards it plays on; all where it has none. */
interface Shipped {
  readonly file: string;
  readonly side?: number;
}

/** The best for a board comes first. */
const SHIPPED: readonly Shipped[] = [{ file: 'champion-9x9.onnx', side: 9 }];

/** From where this is compiled to, dist/network/files. */
const FOLDER = '../../../network/shipped/';

/** The file of the shipped network that plays on a board; undefined where there is none. */
export function findNetwork({ width, height }: Board): string | undefined {
  const found = SHIPPED.find(
    ({ side }) => side === undefined || (side === width && side === height),
  );
  return found && fileURLToPath(new URL(FOLDER + found.file, import.meta.url));
}
