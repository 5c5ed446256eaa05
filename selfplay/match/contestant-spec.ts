import type { SearchSettings } from '../../engine/search/settings.js';

/** What a network's leaves are judged by beside itself: see mixedEvaluator. */
export interface MixSpec {
  /** Path of the network whose value counts. */
  readonly value?: string;
  /** By which policy rollouts are played: see openRolloutPolicy. */
  readonly rollouts?: string;
  readonly lambda: number;
  /** Whether the network that values leaves is evaluated in a thread of its own. */
  readonly async?: true;
}

/** Who plays in a match, as data that goes to another thread. */
export type ContestantSpec =
  | {
      readonly kind: 'network';
      readonly name: string;
      /** Path of a network file of any format that can be read. */
      readonly file: string;
      readonly visits: number;
      readonly search: SearchSettings;
      readonly mix?: MixSpec;
      /** Milliseconds for each move, instead of visits. */
      readonly time?: number;
    }
  | {
      /** A network without search. */
      readonly kind: 'policy';
      readonly name: string;
      readonly file: string;
      readonly pick: 'drawn' | 'best';
    }
  | {
      readonly kind: 'uct';
      readonly playouts: number;
      /** The policy of its playouts: a name, or a file of weights; uniform where it is not given. */
      readonly policy?: string;
      /** Milliseconds for each move, instead of playouts. */
      readonly time?: number;
    }
  | { readonly kind: 'random' }
  | { readonly kind: 'program'; readonly command: string };
