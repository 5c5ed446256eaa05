import type { DeviceChoice } from '../../network/runtime/device.js';
import type { Evaluation, Report, ThinkRequest } from './engine.js';
import type { GameCopy } from '../../engine/game-copy.js';

/** How the thread thinks, whatever it is asked. */
export interface ThinkingSettings {
  /** File of a network; the shipped one that fits the board where it is not given. */
  readonly network?: string;
  readonly device: DeviceChoice;
  readonly threads: number;
  /** Memory for the search tree. */
  readonly treeBytes: number;
  readonly seed: number;
}

/** What the thread starts with. */
export interface ThinkingStart {
  readonly settings: ThinkingSettings;
  /** One word: the last job that is to be stopped. */
  readonly stopped: Int32Array;
}

/** What is asked of the thread. Jobs count up. */
export type Request =
  | {
      readonly kind: 'prepare';
      readonly job: number;
      readonly width: number;
      readonly height: number;
    }
  | {
      readonly kind: 'think';
      readonly job: number;
      readonly game: GameCopy;
      readonly request: ThinkRequest;
    }
  | {
      readonly kind: 'evaluate';
      readonly job: number;
      readonly game: GameCopy;
      readonly symmetry?: number;
    }
  | { readonly kind: 'forget' }
  | { readonly kind: 'close' };

/** What the thread tells. */
export type Answer =
  | { readonly kind: 'report' | 'done'; readonly job: number; readonly report: Report }
  | { readonly kind: 'ready'; readonly job: number }
  | { readonly kind: 'evaluated'; readonly job: number; readonly evaluation: Evaluation }
  | { readonly kind: 'failed'; readonly job: number; readonly message: string }
  /** Something that the user should know. */
  | { readonly kind: 'notice'; readonly text: string };
