import type { DeviceChoice, Device } from '../../network/runtime/device.js';
import type { RuntimeConnection } from '../../network/runtime/shared/client.js';
import type { Form } from '../../selfplay/play/open-evaluator.js';
import type { AnalysisInfo, ThinkerInfo } from '../messages/thinking.js';
import type { GameCopy } from '../../engine/game-copy.js';

/** How a move is chosen from what a search has found. */
export interface Choosing {
  /** 0 for the best move; above, a move is drawn in proportion to its share^(1/temperature). */
  readonly temperature: number;
  /** Share of the moves that are noticed, drawn at random: the others are overlooked. */
  readonly noticed: number;
}

/** Something to think about. */
export interface SearchTask {
  /** On whose behalf: sessions share the time equally. */
  readonly owner: number;
  readonly line: GameCopy;
  readonly visits: number;
  /** Milliseconds after which it ends, from its first visit on; Infinity for no limit. */
  readonly time: number;
  /** Milliseconds between reports; Infinity for none before the last. */
  readonly interval: number;
  /** Whether reports tell who owns the points. */
  readonly ownership: boolean;
  /** How to choose a move; null where none is to be made. */
  readonly choosing: Choosing | null;
}

/** What has been found out, seen by Black. */
export interface Report extends Omit<AnalysisInfo, 'node' | 'final'> {
  /** Of the last report, where a move was to be chosen. */
  readonly choice: number | null;
}

/** What the threads think with. */
export interface ThinkingSettings {
  /** Files of networks: the first that can play on a board plays there, before the shipped one. */
  readonly networks: readonly string[];
  readonly device: DeviceChoice;
  readonly threads: number;
  /** Memory for search trees, of one task and of all together. */
  readonly taskBytes: number;
  readonly treeBytes: number;
  readonly seed: number;
}

/** What a thread starts with. */
export interface ThreadStart {
  readonly networks: readonly string[];
  readonly device: Device;
  readonly form: Form;
  /** The thread that computes for this one, unless it does so itself. */
  readonly connection?: RuntimeConnection | undefined;
  readonly taskBytes: number;
  readonly treeBytes: number;
  readonly seed: number;
}

/** What is asked of a thread. */
export type ThreadRequest =
  | { readonly kind: 'search'; readonly job: number; readonly task: SearchTask }
  | { readonly kind: 'stop'; readonly job: number }
  | { readonly kind: 'end' }
  | {
      readonly kind: 'describe';
      readonly job: number;
      readonly width: number;
      readonly height: number;
    };

/** What a thread tells. */
export type ThreadAnswer =
  | { readonly kind: 'report' | 'done'; readonly job: number; readonly report: Report }
  | { readonly kind: 'described'; readonly job: number; readonly thinker: ThinkerInfo }
  | { readonly kind: 'failed'; readonly job: number; readonly message: string }
  | { readonly kind: 'use'; readonly use: ThreadUse };

/** What a thread has done since it began. */
export interface ThreadUse {
  /** Batches evaluated, and positions in them. */
  readonly batches: number;
  readonly positions: number;
  readonly visits: number;
  readonly tasks: number;
  /** Tasks that wait or are being thought about, and the bytes their trees may take. */
  readonly waiting: number;
  readonly treeBytes: number;
}
