import type { SearchSettings } from '../../engine/search/settings.js';

/** Who plays in a match, as data that goes to another thread. */
export type ContestantSpec =
  | {
      readonly kind: 'network';
      readonly name: string;
      /** Path of a network file of any format that can be read. */
      readonly file: string;
      readonly visits: number;
      readonly search: SearchSettings;
    }
  | { readonly kind: 'uct'; readonly playouts: number }
  | { readonly kind: 'random' }
  | { readonly kind: 'program'; readonly command: string };
