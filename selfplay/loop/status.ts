/** What a run is doing and how far it is, for a person to see. Times in seconds. */
export interface RunStatus {
  /** Games recorded, of those wanted; positions searched in them. */
  readonly games: number;
  readonly wanted: number;
  readonly positions: number;
  /** Since this process began, over the last minute or so; 0 until there is something to tell. */
  readonly gamesPerSecond: number;
  readonly positionsPerSecond: number;
  /** Share of the playing threads' time that went into the network, in [0, 1]. */
  readonly networkShare: number;
  readonly elapsed: number;
  /** Until the last game, at this pace; undefined while that cannot be told. */
  readonly left: number | undefined;
  /** The champion's number and its rating, with half its 95 % interval, where it has been rated. */
  readonly champion: number;
  readonly elo: { readonly rating: number; readonly interval: number } | undefined;
  /** The latest means of the losses, by head; `loss` for their weighted sum. */
  readonly losses: Readonly<Record<string, number>>;
  /** What is done beside playing. */
  readonly bench: Bench | undefined;
}

/** Work beside playing: making a candidate, or matches. */
export interface Bench {
  readonly kind: 'learning' | 'gate' | 'rating';
  /** The network it is about. */
  readonly network: number;
  readonly done: number;
  readonly total: number;
  /** Of matches: the points so far. */
  readonly points?: number;
}

/** Something that happened, worth a line of its own. */
export type RunEvent =
  | { readonly kind: 'note'; readonly text: string }
  | { readonly kind: 'warning'; readonly code: string; readonly text: string };
