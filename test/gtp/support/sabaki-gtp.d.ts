/** The parts of the Sabaki project's GTP client that tests use. */
declare module '@sabaki/gtp' {
  import type { EventEmitter } from 'node:events';
  import type { SpawnOptions } from 'node:child_process';

  export interface Command {
    readonly name: string;
    readonly args?: readonly string[];
  }

  export interface Response {
    readonly id: number | null;
    readonly content: string;
    readonly error: boolean;
  }

  export interface Received {
    readonly line: string;
    readonly end: boolean;
  }

  export class Controller extends EventEmitter {
    constructor(path: string, args?: readonly string[], options?: SpawnOptions);
    start(): void;
    stop(timeout?: number): Promise<{ readonly signal: number }>;
    kill(): Promise<unknown>;
    sendCommand(command: Command, subscriber?: (received: Received) => void): Promise<Response>;
  }

  export interface State {
    readonly komi?: number;
    readonly boardsize?: readonly [number, number];
    readonly history?: readonly Command[];
  }

  export class ControllerStateTracker {
    constructor(controller: Controller);
    sync(state: State): Promise<void>;
  }
}
