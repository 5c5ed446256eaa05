import type { KoRule } from '../../engine/rules.js';

/** A point's contents: `X` black, `O` white, `.` empty. A board is one such letter a point. */
export type Player = 'X' | 'O';

export function other(player: Player): Player {
  return player === 'X' ? 'O' : 'X';
}

/**
 * The rules of Go, told slowly: a board is a string, chains are flood fills, and superko compares
 * with every earlier board. The engine is checked against this, so it shares no code with it.
 */
export class ReferenceGame {
  readonly width: number;
  readonly height: number;
  readonly ko: KoRule;
  readonly suicide: boolean;
  stones: string;
  toMove: Player;
  /** The point where a ko may not be retaken at once, −1 if there is none. */
  koPoint = -1;
  /** How many stones of each player have left the board. */
  readonly captured = { X: 0, O: 0 };
  /** Every board so far, this one included, with the player whose turn it then was. */
  readonly situations: { stones: string; toMove: Player }[];

  constructor(
    width: number,
    height: number,
    ko: KoRule,
    suicide: boolean,
    stones = '.'.repeat(width * height),
    toMove: Player = 'X',
  ) {
    this.width = width;
    this.height = height;
    this.ko = ko;
    this.suicide = suicide;
    this.stones = stones;
    this.toMove = toMove;
    this.situations = [{ stones, toMove }];
  }

  get points(): number[] {
    return Array.from(this.stones, (_, point) => point);
  }

  get pass(): number {
    return this.stones.length;
  }

  neighbours(point: number): number[] {
    const x = point % this.width;
    const near: number[] = [];
    if (x > 0) near.push(point - 1);
    if (x < this.width - 1) near.push(point + 1);
    if (point >= this.width) near.push(point - this.width);
    if (point + this.width < this.stones.length) near.push(point + this.width);
    return near;
  }

  /** The points that hold the same as this one and are connected to it. */
  chain(stones: string, point: number): Set<number> {
    const chain = new Set([point]);
    for (const member of chain) {
      for (const near of this.neighbours(member)) {
        if (stones[near] === stones[member]) chain.add(near);
      }
    }
    return chain;
  }

  /** The points with such contents next to a chain. */
  borders(stones: string, chain: Set<number>, contents: string): Set<number> {
    const near = [...chain].flatMap((point) => this.neighbours(point));
    return new Set(near.filter((point) => stones[point] === contents));
  }

  isDead(stones: string, point: number): boolean {
    return this.borders(stones, this.chain(stones, point), '.').size === 0;
  }

  /** The board after a stone has been put on an empty point, and how many stones that took off. */
  after(point: number, player: Player): { stones: string; taken: number; ownTaken: number } {
    let stones = replaced(this.stones, [point], player);
    let taken = 0;
    for (const near of this.neighbours(point)) {
      if (stones[near] === other(player) && this.isDead(stones, near)) {
        const dead = [...this.chain(stones, near)];
        stones = replaced(stones, dead, '.');
        taken += dead.length;
      }
    }
    const own = this.isDead(stones, point) ? [...this.chain(stones, point)] : [];
    return { stones: replaced(stones, own, '.'), taken, ownTaken: own.length };
  }

  isLegal(point: number, player: Player = this.toMove): boolean {
    if (point === this.pass) return true;
    if (this.stones[point] !== '.') return false;
    if (point === this.koPoint && player === this.toMove) return false;
    const { stones, ownTaken } = this.after(point, player);
    if (ownTaken === 1 || (ownTaken > 1 && !this.suicide)) return false;
    return !this.isForbiddenRepetition(stones, other(player));
  }

  private isForbiddenRepetition(stones: string, toMove: Player): boolean {
    switch (this.ko) {
      case 'simple':
        return false;
      case 'positional':
        return this.situations.some((earlier) => earlier.stones === stones);
      case 'situational':
        return this.situations.some((s) => s.stones === stones && s.toMove === toMove);
    }
  }

  legalPoints(): number[] {
    return this.points.filter((point) => this.isLegal(point));
  }

  /** Makes a legal move. */
  play(point: number, player: Player = this.toMove): void {
    this.koPoint = -1;
    if (point !== this.pass) {
      const before = this.stones;
      const { stones, taken, ownTaken } = this.after(point, player);
      this.stones = stones;
      this.captured[other(player)] += taken;
      this.captured[player] += ownTaken;
      if (taken === 1 && this.isLoneStoneInAtari(point)) {
        this.koPoint = this.points.find((p) => before[p] !== '.' && stones[p] === '.')!;
      }
    }
    this.toMove = other(player);
    this.situations.push({ stones: this.stones, toMove: this.toMove });
  }

  private isLoneStoneInAtari(point: number): boolean {
    const chain = this.chain(this.stones, point);
    return chain.size === 1 && this.borders(this.stones, chain, '.').size === 1;
  }

  /** Tromp-Taylor area: stones, and the empty points from which only one player's are reached. */
  area(stones = this.stones): string {
    return this.points.map((point) => this.owner(stones, point)).join('');
  }

  private owner(stones: string, point: number): string {
    if (stones[point] !== '.') return stones[point];
    const region = this.chain(stones, point);
    const reachesBlack = this.borders(stones, region, 'X').size > 0;
    const reachesWhite = this.borders(stones, region, 'O').size > 0;
    if (reachesBlack === reachesWhite) return '.';
    return reachesBlack ? 'X' : 'O';
  }

  /** Whether every chain has a liberty. */
  isLegalPosition(): boolean {
    return this.points.every((p) => this.stones[p] === '.' || !this.isDead(this.stones, p));
  }
}

/** The board with those points holding something else. */
export function replaced(stones: string, points: number[], contents: string): string {
  const letters = Array.from(stones);
  for (const point of points) letters[point] = contents;
  return letters.join('');
}
