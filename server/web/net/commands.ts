import type { ColorName } from '../../messages/common.js';
import type { GameSettings, People, Strength } from '../../messages/settings.js';
import { withNotice } from '../state/notices.js';
import { forgetRun } from '../state/learning.js';
import type { PageState } from '../state/page-state.js';
import type { Store } from '../state/store.js';
import { back, forward, sibling, type Nodes } from '../tree/walk.js';
import type { Connection, Unnumbered } from './connection.js';

/** All that a person can ask the server for. */
export class Commands {
  constructor(
    private readonly store: Store<PageState>,
    private readonly connection: Pick<Connection, 'send'>,
  ) {}

  newGame(settings: GameSettings): void {
    this.send({ type: 'new-game', settings });
  }

  /** A move, which is shown before the server has confirmed it; or a pass. */
  play(move: number): void {
    const node = this.shownNode();
    if (node === undefined) return;
    if (this.send({ type: 'play', node, move })) {
      this.store.update((page) => ({ ...page, pending: move }));
    }
  }

  pass(): void {
    const { position } = this.store.get();
    if (position !== undefined) this.play(position.stones.length);
  }

  undo(): void {
    this.send({ type: 'undo' });
  }

  resign(): void {
    this.send({ type: 'resign' });
  }

  /** Has the engine move, or end its thinking where it is at it. */
  engineMove(): void {
    const node = this.shownNode();
    if (this.store.get().state?.thinking !== null) this.send({ type: 'move-now' });
    else if (node !== undefined) this.send({ type: 'engine-move', node });
  }

  change(change: { people?: People; strength?: Strength }): void {
    this.send({ type: 'change', ...change });
  }

  toggleDead(point: number): void {
    this.send({ type: 'toggle-dead', point });
  }

  acceptCount(): void {
    this.send({ type: 'accept-count' });
  }

  resume(): void {
    this.send({ type: 'resume' });
  }

  claimTime(color: ColorName): void {
    this.send({ type: 'claim-time', color });
  }

  /** Shows another node. */
  go(node: number): void {
    const { position, wanted } = this.store.get();
    if (node === (wanted ?? position?.node)) return;
    if (this.send({ type: 'go', node })) this.store.update((page) => ({ ...page, wanted: node }));
  }

  /** Moves on along the line, or back where `by` is negative. */
  step(by: number): void {
    const at = this.walking();
    if (at === undefined) return;
    this.go(by < 0 ? back(at.nodes, at.id, -by) : forward(at.nodes, at.id, by));
  }

  /** Shows the next variation, or the one before. */
  turn(by: 1 | -1): void {
    const at = this.walking();
    if (at !== undefined) this.go(sibling(at.nodes, at.id, by));
  }

  comment(node: number, text: string): void {
    this.send({ type: 'comment', node, text });
  }

  remove(node: number): void {
    this.send({ type: 'remove', node });
  }

  promote(node: number): void {
    this.send({ type: 'promote', node });
  }

  loadSgf(text: string): void {
    this.send({ type: 'load-sgf', text });
  }

  saveSgf(): void {
    this.send({ type: 'save-sgf' });
  }

  analyse(on: boolean): void {
    this.send({ type: 'analyse', on });
    if (!on) this.store.update((page) => ({ ...page, analysis: undefined }));
  }

  looking(looking: boolean): void {
    this.send({ type: 'looking', looking });
  }

  review(on: boolean): void {
    this.send({ type: 'review', on });
  }

  watchRun(run: number | null): void {
    this.send({ type: 'watch-run', run });
    if (run !== null) this.send({ type: 'list-games', run });
    if (run === null) {
      this.store.update((page) => ({ ...page, learning: forgetRun(page.learning) }));
    }
  }

  /** Asks for the next older games of the run that is watched. */
  olderGames(): void {
    const { run, games } = this.store.get().learning;
    const before = games.at(-1)?.number;
    if (run === undefined) return;
    this.send({ type: 'list-games', run: run.run, ...(before === undefined ? {} : { before }) });
  }

  showGame(number: number): void {
    const { run } = this.store.get().learning;
    if (run !== undefined) this.send({ type: 'show-game', run: run.run, number });
  }

  /** Whether it went out. */
  private send(message: Unnumbered): boolean {
    if (this.connection.send(message) !== undefined) return true;
    this.store.update((page) => withNotice(page, 'error', 'Not connected: try again in a moment'));
    return false;
  }

  private shownNode(): number | undefined {
    return this.store.get().position?.node;
  }

  private walking(): { nodes: Nodes; id: number } | undefined {
    const { game, position, wanted } = this.store.get();
    const id = wanted ?? position?.node;
    if (game === undefined || id === undefined) return undefined;
    return { nodes: game.nodes, id };
  }
}
