import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { Board } from '../../engine/board.js';
import { ok, unwrap, type Result } from '../../engine/result.js';
import { RULE_PRESETS } from '../../engine/rules.js';
import { makeNetworkFile } from '../../network/files/network-file.js';
import { planComparison } from '../../selfplay/command/compare-plan.js';
import { identify, type Player } from '../../selfplay/compare/player.js';
import { rehearse } from '../../selfplay/compare/rehearse.js';
import { RoundRobin, type RoundRobinPlan } from '../../selfplay/compare/round-robin.js';
import { comparisonTable, ratingsOf } from '../../selfplay/compare/table.js';
import {
  usualVariants,
  variantOf,
  type Budget,
  type NamedVariant,
} from '../../selfplay/compare/variants.js';
import { writeWhole } from '../../selfplay/disk/whole-file.js';
import { Crew } from '../../selfplay/loop/crew.js';
import type { ContestantSpec } from '../../selfplay/match/contestant-spec.js';
import type { MatchTask } from '../../selfplay/match/match-task.js';
import { parseContestant, type Searching } from '../../selfplay/match/parse-contestant.js';
import { smallPolicy, type SmallPolicyOptions } from './support/small-policy.js';

const path = mkdtempSync(join(tmpdir(), 'compare-'));
after(() => {
  rmSync(path, { recursive: true });
});

/** Players on 3×3. */
function playersOf(names: readonly string[], budget: Budget): Player[] {
  const variants = names.map((name) => unwrap(variantOf(name, budget, parseContestant)));
  return unwrap(identify(variants, Board.of(3, 3)));
}

/** A file with a new network of 3×3. */
function writeNetwork(name: string, options: Partial<SmallPolicyOptions> = {}): string {
  const file = join(path, name);
  const network = smallPolicy({ side: 3, value: true, ...options });
  unwrap(writeWhole(file, makeNetworkFile(network)));
  return file;
}

describe('the table of a comparison', () => {
  it('has the Elo that a known share of points means', () => {
    // 3 of 4 points in very many games: 400 · log10(3) = 190.8.
    const [first, second] = ratingsOf([
      { player: 'uct:linear', opponent: 'uct', wins: 75_000, draws: 0, losses: 25_000 },
    ]);
    assert.deepEqual([first.player, second.player], ['uct:linear', 'uct']);
    assert.ok(Math.abs(first.elo - 190.85) < 0.1, `${first.elo}`);
    assert.equal(second.elo, 0);
  });

  it('adds up along a chain, and has an interval of the right width', () => {
    const games = { wins: 750, draws: 0, losses: 250 };
    const ratings = ratingsOf([
      { player: 'a', opponent: 'b', ...games },
      { player: 'b', opponent: 'uct', ...games },
    ]);
    const [a, b] = ratings;
    assert.ok(Math.abs(a.elo - 2 * b.elo) < 1e-6);
    // The variance of a share's logit is 1 / (n · p · (1 − p)); 400 / ln 10 Elo for each unit.
    const width = (1.96 * 173.72) / Math.sqrt(1000 * 0.75 * 0.25);
    assert.ok(Math.abs(b.high - b.elo - width) < 0.5);
    assert.ok(Math.abs(a.high - a.elo - Math.SQRT2 * width) < 0.7);
  });

  it('is Markdown: ratings, then the points of each two', () => {
    const table = comparisonTable([{ player: 'x', opponent: 'uct', wins: 3, draws: 2, losses: 5 }]);
    const lines = table.split('\n');
    assert.match(lines[2], /^\| 1 \| `uct` \| 0 \| 0 to 0 \| 10 \| 60\.0 % \|$/);
    assert.match(lines[3], /^\| 2 \| `x` \| −\d+ \| −\d+ to \d+ \| 10 \| 40\.0 % \|$/);
    assert.equal(lines.at(-2), '| 1 | `uct` |  | 60 |');
    assert.equal(lines.at(-1), '| 2 | `x` | 40 |  |');
  });

  it('is empty before the first game', () => {
    assert.deepEqual(ratingsOf([]), []);
    assert.equal(comparisonTable([]).split('\n').length, 5);
  });
});

describe('variants', () => {
  it('of the usual kinds are those of the networks that there are', () => {
    const rollouts = ['uct', 'uct:patterns', 'uct:linear', 'uct:tree'];
    assert.deepEqual(usualVariants({ champion: 'c.onnx' }), [
      'c.onnx',
      'best:c.onnx',
      'c.onnx+rollouts+lambda=1',
      'c.onnx+rollouts',
      ...rollouts,
    ]);
    assert.deepEqual(usualVariants({ policy: 'p.onnx', value: 'v.onnx' }), [
      'best:p.onnx',
      'p.onnx+rollouts+lambda=1',
      'p.onnx+value=v.onnx',
      'p.onnx+value=v.onnx+rollouts',
      ...rollouts,
    ]);
  });

  it('all get the same visits, or the same time', () => {
    const visits = (name: string): unknown =>
      unwrap(variantOf(name, { visits: 50 }, parseContestant)).spec;
    const network = unwrap(parseContestant('c.onnx')) as object;
    assert.deepEqual(visits('c.onnx'), { ...network, visits: 50 });
    assert.deepEqual(visits('uct'), { kind: 'uct', playouts: 50 });
    assert.deepEqual(visits('uct:linear'), { kind: 'uct', playouts: 50, policy: 'linear' });
    assert.deepEqual(visits('uct:7'), { kind: 'uct', playouts: 7 });
    const timed = unwrap(variantOf('uct:linear', { time: 20 }, parseContestant)).spec;
    assert.equal('time' in timed && timed.time, 20);
  });

  it('are read with what is mixed in, and refused where that cannot be', () => {
    const read = (text: string): unknown => unwrap(parseContestant(text));
    assert.deepEqual(read('policy:p.onnx'), {
      kind: 'policy',
      name: 'policy:p.onnx',
      file: 'p.onnx',
      pick: 'drawn',
    });
    const mix = (text: string): unknown => (read(text) as { mix: unknown }).mix;
    assert.deepEqual(mix('p.onnx+rollouts'), { lambda: 0.5, rollouts: 'uniform' });
    assert.deepEqual(mix('p.onnx+async+value=v.onnx'), { lambda: 0, value: 'v.onnx', async: true });
    assert.deepEqual(mix('p.onnx+value=v.onnx'), { lambda: 0, value: 'v.onnx' });
    assert.deepEqual(mix('p.onnx+value=v.onnx+rollouts=linear+lambda=0.25'), {
      lambda: 0.25,
      value: 'v.onnx',
      rollouts: 'linear',
    });
    const nameOf = (text: string): unknown => (read(text) as { name: unknown }).name;
    assert.equal(nameOf('p.onnx+async+value=v.onnx'), 'p.onnx+value=v.onnx+async');
    for (const wrong of [
      'p.onnx+lambda=0.5',
      'p.onnx+rollouts+lambda=2',
      'p.onnx+rollouts+lambda=',
      'p.onnx+value=',
      'p.onnx+async',
      'p.onnx+rollouts+lambda=0+async',
      'best:random',
    ]) {
      const parsed = parseContestant(wrong);
      assert.equal(parsed.ok ? wrong : parsed.error.code, 'ERR_CONTESTANT');
    }
  });
});

describe('a rehearsal', () => {
  const plan = planComparison({ board: 3, games: 2, device: 'cpu', seed: 1 }, 1, '');
  const rehearsed = async (name: string): Promise<string> => {
    const players = playersOf(['random', name], { visits: 8 });
    const result = await rehearse(players, plan);
    return result.ok ? 'ready' : result.error.code;
  };

  it('finds what cannot play before the first game', async () => {
    const policy = writeNetwork('policy.onnx', { value: false });
    const large = writeNetwork('large.onnx', { side: 5 });
    const damaged = join(path, 'damaged.onnx');
    unwrap(writeWhole(damaged, 'no network'));
    assert.equal(await rehearsed(`best:${policy}`), 'ready');
    assert.equal(await rehearsed(`${policy}+rollouts`), 'ERR_NETWORK_CONTENT');
    assert.equal(await rehearsed(`best:${policy}`), 'ready');
    assert.equal(await rehearsed(`${large}+value=${damaged}`), 'ERR_NETWORK_CORRUPT');
    assert.equal(await rehearsed(`uct:${damaged}`), 'ERR_ROLLOUT_FORMAT');
    assert.equal(await rehearsed('no-such-program --gtp'), 'ERR_PROGRAM_MISSING');
  });
});

describe('games at once in a thread', () => {
  const program: ContestantSpec = { kind: 'program', command: 'gnugo --mode gtp' };
  const options = { board: 9, games: 20, device: 'cpu', seed: 1 } as const;

  it('are as in a match, or one by the clock, or as many as was said', () => {
    const atOnce = (more: { time?: number; atOnce?: number }, ...specs: ContestantSpec[]): number =>
      planComparison({ ...options, ...more }, 1, '').atOnceFor(specs);
    assert.equal(atOnce({}, { kind: 'random' }, { kind: 'random' }), 16);
    assert.equal(atOnce({}, { kind: 'random' }, program), 2);
    assert.equal(atOnce({ time: 100 }, { kind: 'random' }, { kind: 'random' }), 1);
    assert.equal(atOnce({ atOnce: 3 }, program, program), 3);
  });

  it('are chosen for each two players', async () => {
    const tasks: MatchTask[] = [];
    const crew = {
      do: (_: string, task: MatchTask) => Promise.resolve(void tasks.push(task)),
    } as unknown as Crew;
    const players = ['a', 'b', 'c'].map((key): Player => {
      return { key, name: key, spec: key === 'c' ? program : { kind: 'random' } };
    });
    const plan = planComparison(options, 1, '');
    const contest = unwrap(RoundRobin.open(crew, plan, players, join(path, 'at-once')));
    await contest.play();
    const met = tasks.map(({ a, b, atOnce }) => [a.kind, b.kind, atOnce]);
    assert.deepEqual(met, [
      ['random', 'random', 16],
      ['random', 'program', 2],
      ['random', 'program', 2],
    ]);
  });
});

describe('players', () => {
  const net = writeNetwork('net.onnx');
  const other = writeNetwork('other.onnx', { seed: 2 });
  const weights = join(path, 'weights.bin');
  unwrap(writeWhole(weights, 'some weights'));
  const keyOf = (name: string): string => playersOf([name], { visits: 8 })[0].key;

  it('are told apart by the contents of all their files', () => {
    const names = [`${net}+value=${other}+rollouts=${weights}`, `best:${net}`, `uct:${weights}`];
    const before = names.map(keyOf);
    assert.deepEqual(names.map(keyOf), before);
    for (const [file, changed] of [
      [net, [true, true, false]],
      [other, [true, false, false]],
      [weights, [true, false, true]],
    ] as const) {
      const content = readFileSync(file);
      unwrap(writeWhole(file, 'something else'));
      const now = names.map(keyOf);
      assert.deepEqual(
        now.map((key, i) => key !== before[i]),
        changed,
      );
      unwrap(writeWhole(file, content));
    }
  });

  it('count once by whatever names, and have the names of the networks that play', () => {
    const run = 'runs/laptop-9x9';
    const resolve = (text: string, searching: Searching): Result<ContestantSpec> =>
      text.startsWith(run)
        ? ok({ kind: 'network', name: 'laptop-9x9:17', file: net, ...searching })
        : parseContestant(text, searching);
    const variants = [run, `${run}:17`, net, 'uct', 'uct'].map((name) =>
      unwrap(variantOf(name, { visits: 8 }, resolve)),
    );
    const players = unwrap(identify(variants, Board.of(3, 3)));
    assert.deepEqual(
      players.map(({ name }) => name),
      ['laptop-9x9:17', 'uct'],
    );
  });

  it('who differ may not have the same name, and their files must be there', () => {
    const named = (file: string): NamedVariant => ({
      name: 'laptop-9x9:17',
      spec: { kind: 'policy', name: 'laptop-9x9:17', file, pick: 'best' },
    });
    const refused = (...files: string[]): string => {
      const players = identify(files.map(named), Board.of(3, 3));
      return players.ok ? 'none' : players.error.code;
    };
    assert.equal(refused(net, other), 'ERR_CONTESTANT');
    assert.equal(refused(join(path, 'nowhere.onnx')), 'ERR_CONTESTANT');
  });
});

describe('a round robin', () => {
  const file = writeNetwork('small.onnx');
  const plan: RoundRobinPlan = {
    board: 3,
    rules: { ...RULE_PRESETS['tromp-taylor'], komi: 3.5 },
    seed: 1,
    device: 'cpu',
    games: 8,
    threads: 1,
    atOnceFor: () => 4,
  };
  const named = (...names: string[]): Player[] => playersOf(names, { visits: 8 });

  it('plays every two, goes on where it was, and takes in who comes later', async () => {
    const crew = new Crew(1);
    const folder = join(path, 'games');
    const open = (names: string[], games: number): RoundRobin =>
      unwrap(RoundRobin.open(crew, { ...plan, games }, named(...names), folder));
    const first = open(['random', 'uct', `policy:${file}`], 4);
    await first.play();
    assert.deepEqual(first.progress, { played: 12, games: 12 });
    // The same variants in another order, more games, and one that is new.
    const mixed = `${file}+rollouts`;
    const second = open([mixed, `policy:${file}`, 'uct', 'random'], 8);
    assert.deepEqual(second.progress, { played: 12, games: 48 });
    await second.play();
    assert.deepEqual(second.progress, { played: 48, games: 48 });
    assert.equal(readdirSync(folder).length, 6);
    assert.equal(second.pairings.length, 6);
    const ratings = ratingsOf(second.pairings);
    const names = ['random', 'uct', `policy:${file}`, `${file}+rollouts=uniform+lambda=0.5`];
    assert.deepEqual(ratings.map(({ player }) => player).sort(), names.sort());
    assert.ok(ratings.every(({ games }) => games === 24));
    await crew.close();
  });

  it('counts no game of another network that had the same name', async () => {
    const crew = new Crew(1);
    const folder = join(path, 'learnt-anew');
    const net = writeNetwork('latest.onnx');
    const open = (): RoundRobin =>
      unwrap(RoundRobin.open(crew, { ...plan, games: 2 }, named('random', `best:${net}`), folder));
    await open().play();
    assert.deepEqual(open().progress, { played: 2, games: 2 });
    writeNetwork('latest.onnx', { seed: 2 });
    assert.deepEqual(open().progress, { played: 0, games: 2 });
    assert.deepEqual(open().pairings, []);
    writeNetwork('latest.onnx');
    assert.equal(open().progress.played, 2);
    await crew.close();
  });

  it('plays by the clock', async () => {
    const crew = new Crew(1);
    const variants = playersOf(['uct', file], { time: 1 });
    const timed = { ...plan, games: 2, atOnceFor: () => 1 };
    const contest = unwrap(RoundRobin.open(crew, timed, variants, join(path, 'timed')));
    await contest.play();
    assert.deepEqual(contest.progress, { played: 2, games: 2 });
    await crew.close();
  });
});
