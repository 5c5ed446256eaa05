import type { ReplayInfo } from '../../messages/runs.js';

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';

/** A recorded game as SGF, to be studied like any other. */
export function replaySgf({ number, width, height, komi, result, moves }: ReplayInfo): string {
  const size = width === height ? `${width}` : `${width}:${height}`;
  const head = `;GM[1]FF[4]SZ[${size}]KM[${komi}]GN[Game ${number}]RE[${result}]`;
  const played = moves.map((move, i) => {
    const point =
      move >= width * height ? '' : LETTERS[move % width] + LETTERS[Math.floor(move / width)];
    return `;${i % 2 === 0 ? 'B' : 'W'}[${point}]`;
  });
  return `(${head}${played.join('')})`;
}
