import { addPoint, emptyBits, hasPoint, without, type Bits } from '../../engine/bits.js';
import { EMPTY, opponent, type Color } from '../../engine/color.js';
import { deadIn } from '../../engine/count.js';
import type { Game } from '../../engine/game.js';
import {
  makeOutcome,
  outcomeOfScore,
  UNKNOWN,
  VOID,
  win,
  type Outcome,
} from '../../engine/outcome.js';
import { ok, type Result } from '../../engine/result.js';
import { score } from '../../engine/scoring.js';
import { refusal } from '../messages/errors.js';
import type { Evaluation, StateInfo } from '../messages/game.js';
import type { FromServer } from '../messages/from-server.js';
import type { People, Strength, TimeSystem } from '../messages/settings.js';
import { Analyst } from './analyst.js';
import { Audience } from './audience.js';
import { Clocks } from './clocks.js';
import { describeCount, describeGame, describeNode, describePosition } from './describe.js';
import { EnginePlayer } from './engine-player.js';
import { nameOf } from './names.js';
import { advance, gameAt, moveOf, moveProperties } from './replay.js';
import { Reviewer } from './reviewer.js';
import type { Services } from './services.js';
import { FIRST_GAME, newGame, type OpenedGame } from './setup.js';
import { pathTo, promote, type Node } from './tree.js';

/** How a game is played, beside its rules. */
export interface Chosen {
  people: People;
  strength: Strength;
  time: TimeSystem;
}

/** One person's game: its tree, where in it the page is, and what the engine does about it. */
export class Session {
  readonly audience = new Audience();
  readonly engine: EnginePlayer;
  readonly analyst: Analyst;
  readonly reviewer: Reviewer;
  opened: OpenedGame;
  chosen: Chosen;
  current: Node;
  /** The game at the current node. */
  game: Game;
  phase: StateInfo['phase'] = 'playing';
  outcome: Outcome = UNKNOWN;
  clocks: Clocks;
  /** While dead stones are marked and after. */
  dead: Bits | null = null;
  /** Whether anything has been done that is worth keeping. */
  touched = false;

  constructor(
    /** Counts up: who asks the engine. */
    readonly number: number,
    /** Who has it has the session. */
    readonly token: string,
    readonly services: Services,
  ) {
    const first = newGame(FIRST_GAME, 0);
    if (!first.ok) throw new Error('the first game is none');
    this.opened = first.value;
    this.chosen = { ...FIRST_GAME };
    this.current = first.value.tree.root;
    this.game = gameAt(first.value.table, this.current);
    this.clocks = this.newClocks();
    this.engine = new EnginePlayer(this);
    this.analyst = new Analyst(this);
    this.reviewer = new Reviewer(this);
  }

  /** Takes up another game, at a node of it. */
  open(opened: OpenedGame, chosen: Chosen, at = opened.tree.root): void {
    this.halt();
    this.reviewer.stop();
    this.clocks.stop();
    this.opened = opened;
    this.chosen = chosen;
    this.outcome = opened.outcome;
    this.phase = opened.outcome.kind === 'unknown' ? 'playing' : 'finished';
    this.dead = null;
    this.current = at;
    this.game = gameAt(opened.table, at);
    this.clocks = this.newClocks();
    this.touched = true;
    this.tellAll((message) => {
      this.audience.tell(message);
    });
    this.goOn();
  }

  /** Makes a move at the current node: a child that has it already, or a new one. */
  play(point: number): Result<void> {
    const color = this.game.toMove;
    const { game, current } = this;
    const { board } = game;
    const known = current.children.find(({ properties }) => {
      const move = moveOf(board, properties);
      return move.ok && move.value?.point === point && move.value.color === color;
    });
    if (known === undefined) {
      const legal = game.tryPlay(point);
      if (!legal.ok) return legal;
      game.undo();
      if (this.isTreeFull()) return refusal('ERR_TREE_FULL');
    }
    this.halt();
    if (this.phase === 'playing') this.clocks.press();
    const node = known ?? this.opened.tree.add(current, moveProperties(board, { color, point }));
    const next = advance(game, node.properties);
    if (next.ok) this.game = next.value;
    this.current = node;
    this.touched = true;
    if (known === undefined) this.tellNodes([current, node]);
    this.tellPosition();
    this.arrive();
    return ok(undefined);
  }

  /** Shows another node. */
  go(node: Node): void {
    this.halt();
    this.clocks.stop();
    this.show(node);
    if (this.phase === 'marking') this.leaveMarking();
    this.tellState();
    this.analyst.consider();
  }

  /** Removes a node and what follows; the current one, if it is among that, becomes its parent. */
  remove(node: Node): void {
    this.halt();
    const parent = node.parent!;
    const isShown = pathTo(this.current).includes(node);
    const removed = this.opened.tree.remove(node);
    this.tellNodes([parent], removed);
    if (isShown) this.show(parent);
    if (this.phase === 'marking') this.leaveMarking();
    this.analyst.consider();
  }

  promote(node: Node): void {
    this.tellNodes(promote(node));
  }

  comment(node: Node, text: string): void {
    if (text === '') delete node.properties['C'];
    else node.properties['C'] = [text];
    this.touched = true;
    this.tellNodes([node]);
  }

  /** Notes what the engine thinks of a node, if it is the best known. */
  evaluate(node: Node, { winrate, score, visits }: Evaluation): void {
    if (this.opened.tree.find(node.id) !== node) return;
    if (visits < (node.evaluation?.visits ?? 0)) return;
    node.evaluation = { winrate, score, visits };
    this.tellNodes([node]);
  }

  /** Ends the game. */
  finish(outcome: Outcome): void {
    this.halt();
    this.clocks.stop();
    this.phase = 'finished';
    this.outcome = outcome;
    this.tellState();
    this.analyst.consider();
  }

  /** Goes on playing from the current node. */
  resume(): void {
    this.phase = 'playing';
    this.outcome = UNKNOWN;
    this.dead = null;
    this.goOn();
  }

  /** Lets the game go on: the clock runs, and the engine moves if it is its turn. */
  goOn(): void {
    if (this.phase === 'playing' && this.audience.size > 0) this.clocks.run(this.game.toMove);
    this.engine.consider();
    this.tellState();
    this.analyst.consider();
  }

  /** Marks a chain as dead, or as alive again. ERR_NO_STONE. */
  toggleDead(point: number): Result<void> {
    const { position, board } = this.game;
    const cell = point < board.area ? board.cellOf[point] : -1;
    if (cell < 0 || position.color[cell] === EMPTY) return refusal('ERR_NO_STONE');
    const chain = emptyBits(board);
    for (let each = 0; each < board.area; each++) {
      const other = board.cellOf[each];
      if (position.color[other] !== EMPTY && position.head[other] === position.head[cell]) {
        addPoint(board, chain, each);
      }
    }
    const dead = this.dead ?? emptyBits(board);
    this.dead = hasPoint(board, dead, point)
      ? without(dead, chain)
      : dead.map((row, y) => row | chain[y]);
    this.tellState();
    return ok(undefined);
  }

  /** Ends the game with the count of the dead stones that are marked. */
  acceptCount(): void {
    const { position, rules, handicap } = this.game;
    const { margin } = score(position, rules, handicap, this.dead ?? undefined);
    this.finish(outcomeOfScore(margin));
  }

  /** Tells all there is to know of the game. */
  tellAll(send: (message: FromServer) => void): void {
    const { tree } = this.opened;
    const nodes = [...tree.all()].map((node) => describeNode(node, this.game));
    const info = describeGame(this.opened, this.chosen);
    send({ type: 'game', info, root: tree.root.id, nodes });
    send({ type: 'position', position: describePosition(this.current, this.game) });
    send({ type: 'state', state: this.describeState() });
    send({ type: 'review', review: this.reviewer.describe() });
  }

  tellInfo(): void {
    this.audience.tell({ type: 'info', info: describeGame(this.opened, this.chosen) });
  }

  tellState(): void {
    this.audience.tell({ type: 'state', state: this.describeState() });
  }

  /** Nobody shows it any more: clocks and analysis rest. */
  rest(): void {
    this.clocks.stop();
    this.analyst.consider();
  }

  /** Somebody shows it again. */
  wake(): void {
    if (this.phase === 'playing') this.clocks.run(this.game.toMove);
    this.analyst.consider();
  }

  /** Ends everything that goes on. */
  close(): void {
    this.halt();
    this.reviewer.stop();
    this.clocks.stop();
    this.analyst.close();
  }

  isTreeFull(): boolean {
    return this.opened.tree.size >= this.services.limits.nodes;
  }

  private show(node: Node): void {
    this.current = node;
    this.game = gameAt(this.opened.table, node);
    this.tellPosition();
  }

  /** A move has been made: what follows by the rules. */
  private arrive(): void {
    if (this.phase === 'playing' && this.game.end === 'repetition') this.finish(VOID);
    else if (this.phase === 'playing' && this.game.end === 'passes') this.beginMarking();
    else this.goOn();
  }

  private beginMarking(): void {
    this.phase = 'marking';
    this.dead = deadIn(this.game);
    this.tellState();
    this.analyst.consider();
  }

  private leaveMarking(): void {
    this.phase = 'playing';
    this.dead = null;
    this.tellState();
  }

  /** Ends the engine's thinking about a move. */
  private halt(): void {
    this.engine.cancel();
  }

  private tellNodes(changed: readonly Node[], removed: number[] = []): void {
    const nodes = changed.map((node) => describeNode(node, this.game));
    this.audience.tell({ type: 'nodes', changed: nodes, removed });
  }

  private tellPosition(): void {
    const position = describePosition(this.current, this.game);
    this.audience.tell({ type: 'position', position });
  }

  private describeState(): StateInfo {
    const { phase, dead, outcome, game } = this;
    const thinking = this.engine.isThinking ? nameOf(game.toMove) : null;
    return {
      phase,
      thinking,
      clocks: this.clocks.info(),
      count: dead === null ? null : describeCount(game, dead),
      result: outcome.kind === 'unknown' ? null : makeOutcome(outcome),
    };
  }

  private newClocks(): Clocks {
    return new Clocks(this.chosen.time, this.services.now, (color: Color) => {
      if (this.phase === 'playing') this.finish(win(opponent(color), 'time'));
    });
  }
}
