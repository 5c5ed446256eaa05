import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { unwrap } from '../../engine/result.js';
import { RULE_PRESETS } from '../../engine/rules.js';
import { makeNetworkFile } from '../../network/files/network-file.js';
import { RoundRobin, type RoundRobinPlan } from '../../selfplay/compare/round-robin.js';
import { comparisonTable, ratingsOf } from '../../selfplay/compare/table.js';
import { usualVariants, variantOf, type NamedVariant } from '../../selfplay/compare/variants.js';
import { writeWhole } from '../../selfplay/disk/whole-file.js';
import { Crew } from '../../selfplay/loop/crew.js';
import { parseContestant } from '../../selfplay/match/parse-contestant.js';
import { smallPolicy } from './support/small-policy.js';

const path = mkdtempSync(join(tmpdir(), 'compare-'));
after(() => {
  rmSync(path, { recursive: true });
});

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
    assert.deepEqual(mix('p.onnx+value=v.onnx'), { lambda: 0, value: 'v.onnx' });
    assert.deepEqual(mix('p.onnx+value=v.onnx+rollouts=linear+lambda=0.25'), {
      lambda: 0.25,
      value: 'v.onnx',
      rollouts: 'linear',
    });
    for (const wrong of [
      'p.onnx+lambda=0.5',
      'p.onnx+rollouts+lambda=2',
      'p.onnx+rollouts+lambda=',
      'p.onnx+value=',
      'best:random',
    ]) {
      const parsed = parseContestant(wrong);
      assert.equal(parsed.ok ? wrong : parsed.error.code, 'ERR_CONTESTANT');
    }
  });
});

describe('a round robin', () => {
  const file = join(path, 'small.onnx');
  unwrap(writeWhole(file, makeNetworkFile(smallPolicy({ side: 3, value: true }))));
  const plan: RoundRobinPlan = {
    board: 3,
    rules: { ...RULE_PRESETS['tromp-taylor'], komi: 3.5 },
    seed: 1,
    device: 'cpu',
    games: 8,
    threads: 1,
    atOnce: 4,
  };
  const named = (...names: string[]): NamedVariant[] =>
    names.map((name) => unwrap(variantOf(name, { visits: 8 }, parseContestant)));

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
    const names = ['random', 'uct', `policy:${file}`, mixed];
    assert.deepEqual(ratings.map(({ player }) => player).sort(), names.sort());
    assert.ok(ratings.every(({ games }) => games === 24));
    await crew.close();
  });

  it('plays by the clock', async () => {
    const crew = new Crew(1);
    const variants = ['uct', file].map((name) =>
      unwrap(variantOf(name, { time: 1 }, parseContestant)),
    );
    const timed = { ...plan, games: 2, atOnce: 1 };
    const contest = unwrap(RoundRobin.open(crew, timed, variants, join(path, 'timed')));
    await contest.play();
    assert.deepEqual(contest.progress, { played: 2, games: 2 });
    await crew.close();
  });
});
