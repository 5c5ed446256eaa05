import type { GameInfo, PositionInfo, StateInfo } from '../../messages/game.js';
import type { LimitsInfo } from '../../messages/from-server.js';
import type { ListedGame, ReplayInfo, RunInfo, RunName } from '../../messages/runs.js';
import type { AnalysisInfo, ReviewInfo, ThinkerInfo } from '../../messages/thinking.js';
import type { Nodes } from '../tree/walk.js';
import { DEFAULTS, type Preferences } from './preferences.js';

/** The pages within the page. */
export type View = 'play' | 'study' | 'learn';

/** `refused`: the server does not take this page, and asking again would not help. */
export type Link = 'connecting' | 'open' | 'lost' | 'refused';

/** The game on the board. */
export interface GameState {
  readonly info: GameInfo;
  readonly root: number;
  readonly nodes: Nodes;
}

/** A short text that is shown for a while. */
export interface Notice {
  readonly key: number;
  readonly kind: 'notice' | 'error';
  readonly text: string;
}

/** Runs, and the one that is watched. */
export interface Learning {
  readonly runs: readonly RunName[];
  readonly run: RunInfo | undefined;
  readonly live: readonly ReplayInfo[];
  /** Recorded games, newest first, as far as they have been asked for. */
  readonly games: readonly ListedGame[];
  readonly more: boolean;
  /** The recorded game that is shown. */
  readonly shown: ReplayInfo | undefined;
}

/** All that the page shows is a function of this. */
export interface PageState {
  readonly link: Link;
  readonly view: View;
  readonly preferences: Preferences;
  readonly limits: LimitsInfo | undefined;
  readonly game: GameState | undefined;
  readonly position: PositionInfo | undefined;
  readonly state: StateInfo | undefined;
  /** When `state` came, on the clock of the page. */
  readonly stateAt: number;
  /** The node that the server has been asked to go to. */
  readonly wanted: number | undefined;
  /** A move that the server has not confirmed yet. */
  readonly pending: number | undefined;
  readonly thinker: ThinkerInfo | undefined;
  readonly analysis: AnalysisInfo | undefined;
  /** The move whose expected line is shown on the board. */
  readonly probe: number | undefined;
  readonly review: ReviewInfo | undefined;
  readonly learning: Learning;
  readonly notices: readonly Notice[];
}

/** Before anything has come. */
export const NOTHING: PageState = {
  link: 'connecting',
  view: 'play',
  preferences: DEFAULTS,
  limits: undefined,
  game: undefined,
  position: undefined,
  state: undefined,
  stateAt: 0,
  wanted: undefined,
  pending: undefined,
  thinker: undefined,
  analysis: undefined,
  probe: undefined,
  review: undefined,
  learning: { runs: [], run: undefined, live: [], games: [], more: false, shown: undefined },
  notices: [],
};
