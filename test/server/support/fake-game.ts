import { Board } from '../../../engine/board.js';
import { BLACK, WHITE, type Color } from '../../../engine/color.js';
import { Game } from '../../../engine/game.js';
import { Random } from '../../../engine/random.js';
import { RULE_PRESETS } from '../../../engine/rules.js';
import { score } from '../../../engine/scoring.js';
import { hasPoint } from '../../../engine/bits.js';
import type { ColorName } from '../../../server/messages/common.js';
import type { GameInfo, PositionInfo, StateInfo, TreeNode } from '../../../server/messages/game.js';
import type { AnalysisInfo } from '../../../server/messages/thinking.js';

const NAMES: Readonly<Record<Color, ColorName>> = { [BLACK]: 'black', [WHITE]: 'white' };

/** A node while the fake server changes it. */
type Draft = { -readonly [K in keyof TreeNode]: TreeNode[K] };

/** A game of the fake server: its tree, and made-up thoughts that are the same every time. */
export class FakeGame {
  readonly nodes: Draft[] = [];
  current = 0;
  private readonly board: Board;

  constructor(readonly info: GameInfo) {
    this.board = Board.of(info.width, info.height);
    this.nodes.push({
      id: 0,
      parent: null,
      children: [],
      move: null,
      comment: '',
      evaluation: null,
    });
  }

  /** Adds a move after the current node and goes there; false if the rules forbid it. */
  play(point: number): boolean {
    const game = this.replay(this.current);
    const color = NAMES[game.toMove];
    if (!game.tryPlay(point).ok) return false;
    const parent = this.nodes[this.current];
    const known = parent.children.find((id) => this.nodes[id].move?.point === point);
    if (known !== undefined) {
      this.current = known;
      return true;
    }
    const id = this.nodes.length;
    parent.children = [...parent.children, id];
    this.nodes.push({
      id,
      parent: parent.id,
      children: [],
      move: { color, point },
      comment: '',
      evaluation: null,
    });
    this.current = id;
    return true;
  }

  /** The first legal point after one drawn by a seed: a move of a very weak player. */
  someMove(seed: number): number {
    const game = this.replay(this.current);
    const from = new Random(seed).below(this.board.area);
    for (let i = 0; i < this.board.area; i++) {
      const point = (from + i) % this.board.area;
      if (game.isLegal(point)) return point;
    }
    return this.board.pass;
  }

  position(): PositionInfo {
    const game = this.replay(this.current);
    const { position, board } = game;
    const points = Array.from({ length: board.area }, (_, point) => point);
    const node = this.nodes[this.current];
    return {
      node: node.id,
      stones: points.map((point) => signOf(position.color[board.cellOf[point]])),
      toMove: NAMES[game.toMove],
      moveNumber: game.length,
      last: node.move?.point ?? null,
      ko: position.ko < 0 ? null : position.ko,
      legal: points.filter((point) => game.isLegal(point)),
      captured: { black: position.captured(WHITE), white: position.captured(BLACK) },
      marks: [],
      end: game.end === 'passes' ? 'passes' : null,
    };
  }

  state(): StateInfo {
    const game = this.replay(this.current);
    const isOver = game.end === 'passes';
    return {
      phase: isOver ? 'marking' : 'playing',
      thinking: null,
      clocks: null,
      count: isOver ? this.count(game) : null,
      result: null,
    };
  }

  /** Thoughts about the current node: made up, but legal moves. */
  analysis(visits: number): AnalysisInfo {
    const { legal, stones } = this.position();
    const random = new Random(this.current + 1);
    const area = stones.length;
    const order = [...legal].sort((a, b) => this.interest(b) - this.interest(a)).slice(0, 8);
    const winrate = this.winrate(this.current);
    return {
      node: this.current,
      visits,
      winrate,
      score: (winrate - 0.5) * 22,
      moves: order.map((move, i) => ({
        move,
        visits: Math.max(1, Math.round((visits * 0.62) / (i + 1) ** 1.7)),
        winrate: Math.min(1, Math.max(0, winrate - 0.011 * i)),
        score: (winrate - 0.5) * 22 - 0.4 * i,
        prior: 0.4 / (i + 1) ** 1.2,
        line: [move, ...order.filter((other) => other !== move)].slice(0, 7),
      })),
      policy: Array.from({ length: area + 1 }, (_, point) => {
        const rank = order.indexOf(point);
        return rank < 0 ? 0 : Math.round(400 / (rank + 1) ** 1.2);
      }),
      ownership: stones.map((_, point) => this.owner(point, stones, random)),
      final: false,
    };
  }

  /** Black's chance of winning after a node: a walk that now and then jumps. */
  winrate(id: number): number {
    const random = new Random(77);
    let logit = 0;
    for (let i = 0; i <= id; i++) {
      logit += (random.float() - 0.5) * (random.below(24) === 0 ? 4 : 0.35);
      logit *= 0.97;
    }
    return 1 / (1 + Math.exp(-logit));
  }

  /** Fills the evaluations of all nodes in, as a review does. */
  evaluateAll(): void {
    for (const node of this.nodes) {
      const winrate = this.winrate(node.id);
      node.evaluation = { winrate, score: (winrate - 0.5) * 22, visits: 50 };
    }
  }

  private count(game: Game): StateInfo['count'] {
    const { black, white, counted } = score(game.position, game.rules);
    const points = Array.from({ length: this.board.area }, (_, point) => point);
    const owners = points.map((point) =>
      hasPoint(this.board, counted.black, point)
        ? 1
        : hasPoint(this.board, counted.white, point)
          ? -1
          : 0,
    );
    return { dead: [], owners, black, white };
  }

  /** The more stones near a point, the more interesting; ties by a fixed noise. */
  private interest(point: number): number {
    const { board } = this;
    const edge = Math.min(
      board.x(point),
      board.y(point),
      board.width - 1 - board.x(point),
      board.height - 1 - board.y(point),
    );
    return (edge === 2 || edge === 3 ? 1 : 0) + new Random(point * 31 + this.current).float();
  }

  private owner(point: number, stones: readonly number[], random: Random): number {
    const { board } = this;
    let sum = (random.float() - 0.5) * 0.2;
    for (const [other, stone] of stones.entries()) {
      const distance =
        Math.abs(board.x(point) - board.x(other)) + Math.abs(board.y(point) - board.y(other));
      if (distance <= 5) sum += stone / (1 + distance) ** 1.6;
    }
    return Math.round(100 * Math.tanh(1.6 * sum));
  }

  private replay(id: number): Game {
    const moves: number[] = [];
    for (let node = this.nodes[id]; node.parent !== null; node = this.nodes[node.parent]) {
      if (node.move !== null) moves.push(node.move.point);
    }
    const game = new Game(this.board, { ...RULE_PRESETS.chinese, komi: this.info.komi });
    for (const move of moves.reverse()) game.play(move);
    return game;
  }
}

function signOf(color: number): 1 | -1 | 0 {
  return color === BLACK ? 1 : color === WHITE ? -1 : 0;
}
