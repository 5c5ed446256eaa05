import type { Board } from '../../engine/board.js';
import type { Game } from '../../engine/game.js';
import { unwrap } from '../../engine/result.js';
import type { Rules } from '../../engine/rules.js';
import { meanOwnership } from '../../engine/search/ownership.js';
import { Thinker } from '../../engine/search/thinker.js';
import { nodesWithin } from '../../engine/search/tree-memory.js';
import type { Tree } from '../../engine/search/tree.js';
import type { Device } from '../../network/runtime/device.js';
import type { Evaluation, Report, ThinkRequest } from './engine.js';
import { restoreGame, type GameCopy } from '../../engine/game-copy.js';
import type { Judge } from './judge.js';
import type { ThinkingSettings } from './messages.js';
import { openJudge } from './open-judge.js';
import { reportOf } from './report.js';
import { think } from './think.js';

/** All that thinks about one game: the judge for its board, and the tree that is kept between moves. */
export class ThinkingDesk {
  private opening: { readonly board: Board; readonly judge: Promise<Judge> } | undefined;
  private thinker: Thinker | undefined;
  private rules: Rules | undefined;
  private device: Device | undefined;

  constructor(
    private readonly settings: ThinkingSettings,
    private readonly notice: (text: string) => void,
  ) {}

  /** Opens the judge for a board, if it is not the one that is open. */
  async prepare(board: Board): Promise<Judge> {
    if (this.opening?.board !== board) {
      await this.close();
      this.opening = { board, judge: this.open(board) };
    }
    return this.opening.judge;
  }

  /** Devices are compared for the first board; the same one serves the others. */
  private async open(board: Board): Promise<Judge> {
    const device = this.device ?? this.settings.device;
    const judge = unwrap(await openJudge(board, { ...this.settings, device }, this.notice));
    this.device = judge.device ?? this.device;
    return judge;
  }

  /** Searches; `onReport` hears of it at the interval asked for. */
  async think(
    copy: GameCopy,
    request: ThinkRequest,
    stopped: () => boolean,
    onReport: (report: Report) => void,
  ): Promise<Report> {
    const game = this.restore(copy);
    const judge = await this.prepare(game.board);
    // Of a tree from which moves are taken nothing is kept, before or after.
    if (request.bans.length > 0) this.forget();
    const thinker = (this.thinker ??= this.newThinker(game, judge));
    thinker.begin(game, { visits: request.visits });
    const owners = request.ownership ? await judge.evaluate(game) : undefined;
    const report = (): Report => {
      const { tree } = thinker.search;
      return reportOf(tree, judge.search, owners && ownersOf(tree, game, owners.ownership));
    };
    const tell = (): void => {
      onReport(report());
    };
    try {
      await think(thinker, judge.batch, request, { stopped, report: tell });
    } catch (error) {
      // Leaves are left under way, and the judge may be broken: both are made anew next time.
      await this.close();
      throw error;
    }
    const last = report();
    if (request.bans.length > 0) this.forget();
    return last;
  }

  async evaluate(copy: GameCopy, symmetry?: number): Promise<Evaluation> {
    const game = this.restore(copy);
    return (await this.prepare(game.board)).evaluate(game, symmetry);
  }

  forget(): void {
    this.thinker = undefined;
  }

  async close(): Promise<void> {
    const { opening } = this;
    this.opening = undefined;
    this.forget();
    const judge = await opening?.judge.catch(() => undefined);
    await judge?.close();
  }

  /** Equal rules are one object, so that the tree is kept from move to move. */
  private restore(copy: GameCopy): Game {
    if (this.rules === undefined || !sameRules(this.rules, copy.rules)) this.rules = copy.rules;
    return restoreGame({ ...copy, rules: this.rules });
  }

  private newThinker(game: Game, { search, batch }: Judge): Thinker {
    const { board } = game;
    const tellsOwners = batch.ownership !== undefined;
    const nodes = nodesWithin(this.settings.treeBytes, board, tellsOwners ? board.area : 0);
    return new Thinker(game, search, nodes, tellsOwners);
  }
}

/** Who owns the points in the mean over the tree or, where it does not tell, at its root. */
function ownersOf(tree: Tree, { board, toMove }: Game, atRoot: Float32Array): Float32Array {
  const owners = new Float32Array(board.area);
  return meanOwnership(tree, toMove, owners) ? owners : atRoot;
}

function sameRules(a: Rules, b: Rules): boolean {
  return (
    a.ko === b.ko &&
    a.suicide === b.suicide &&
    a.scoring === b.scoring &&
    a.komi === b.komi &&
    a.handicapCompensation === b.handicapCompensation
  );
}
