import { BLACK, WHITE, type Color } from '../../engine/color.js';
import type { ColorName } from '../messages/common.js';

/** A colour as messages name it. */
export function nameOf(color: Color): ColorName {
  return color === BLACK ? 'black' : 'white';
}

/** The colour of a name. */
export function colorOf(name: ColorName): Color {
  return name === 'black' ? BLACK : WHITE;
}
