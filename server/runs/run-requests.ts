import type { Result } from '../../engine/result.js';
import type { ListedGame, ReplayInfo, RunInfo } from '../messages/runs.js';

/** A run as it was looked at. */
export interface RunLook {
  /** How it stands; undefined if that has not changed since the look before. */
  readonly info: RunInfo | undefined;
  /** Games under way; undefined if those have not changed. */
  readonly live: readonly ReplayInfo[] | undefined;
}

export interface GameList {
  readonly games: ListedGame[];
  readonly more: boolean;
}

/** What is asked of the thread that reads runs, and what it answers. */
export interface RunQuestions {
  /** `anew`: all of it, whether or not it has changed. */
  look: [ask: { readonly anew: boolean }, answer: RunLook];
  list: [ask: { readonly before: number | undefined }, answer: GameList];
  show: [ask: { readonly number: number }, answer: ReplayInfo];
}

export type RunQuestion = keyof RunQuestions;

/** A question about a run, under a number of its own. */
export type RunRequest = {
  [K in RunQuestion]: { readonly id: number; readonly run: number; readonly kind: K } & {
    readonly ask: RunQuestions[K][0];
  };
}[RunQuestion];

/** The answer to the request of that number. */
export interface RunAnswer {
  readonly id: number;
  readonly result: Result<RunQuestions[RunQuestion][1]>;
}

/** What the thread starts with: the folders of the runs and what they are called. */
export interface RunThreadStart {
  readonly runs: readonly { readonly path: string; readonly name: string }[];
}
