import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { gunzipSync, gzipSync } from 'node:zlib';
import { Board } from '../../engine/board.js';
import { PLANE_SETS } from '../../engine/planes/table.js';
import { Random } from '../../engine/random.js';
import { unwrap } from '../../engine/result.js';
import { readRecords } from '../../engine/sgf/read-record.js';
import { symmetryCount, symmetryMap } from '../../engine/symmetry.js';
import type { GameRules } from '../../selfplay/corpus/compact-game.js';
import type { Corpus } from '../../selfplay/corpus/corpus.js';
import { hashGame, HASH_RANGE } from '../../selfplay/corpus/game-hash.js';
import { openCorpus } from '../../selfplay/corpus/open-corpus.js';
import { PositionSet } from '../../selfplay/corpus/positions.js';
import { parseRank } from '../../selfplay/corpus/rank.js';
import type { Reading } from '../../selfplay/corpus/read-corpus.js';
import { Replay } from '../../selfplay/corpus/replay.js';
import { allGames, gamesOfPart, partOf, PARTS } from '../../selfplay/corpus/split.js';
import { BOARD, followingGame, sgfOf, SIDE } from './corpus-games.js';
import { temporaryFolder } from './support/temporary.js';

const ALL: GameRules = { board: BOARD, leastMoves: 4, needsResult: true, leastRank: null };
const SPLIT = { validation: 0.2, test: 0.3 };

/** Different games, and the text of each. */
function games(count: number, seed = 1): string[] {
  const random = new Random(seed);
  const made = new Map<number, string>();
  while (made.size < count) {
    const moves = followingGame(random, 6 + random.below(6));
    made.set(hashGame(BOARD, Int16Array.from(moves)), sgfOf(moves));
  }
  return [...made.values()];
}

async function read(paths: readonly string[], rules = ALL, cache?: string): Promise<Reading> {
  return unwrap(await openCorpus(paths, rules, cache === undefined ? {} : { cache }));
}

async function corpusOf(t: Parameters<typeof temporaryFolder>[0], texts: readonly string[]) {
  const file = join(temporaryFolder(t), 'games.sgf');
  writeFileSync(file, texts.join('\n'));
  return (await read([file])).corpus;
}

function movesOf(corpus: Corpus, game: number): number[] {
  return Array.from({ length: corpus.lengthOf(game) }, (_, ply) => corpus.moveAt(game, ply));
}

describe('reading games', () => {
  it('finds them in files, in folders and below, packed or not, many in a file or a line', async (t) => {
    const folder = temporaryFolder(t);
    const [a, b, c, d, e, f] = games(6);
    mkdirSync(join(folder, 'games', 'deep'), { recursive: true });
    writeFileSync(join(folder, 'games', 'one.sgf'), a);
    writeFileSync(join(folder, 'games', 'deep', 'two.SGF.gz'), gzipSync(`${b}${c}\n${d}`));
    writeFileSync(join(folder, 'games', 'notes.txt'), 'no game');
    writeFileSync(join(folder, 'named-otherwise'), `${e}\n\n${f}\n`);
    const { corpus, skips } = await read([join(folder, 'games'), join(folder, 'named-otherwise')]);
    assert.equal(skips.total, 0);
    const expected = [b, c, d, a, e, f].map((text) => {
      const [record] = readRecords(text, 'text');
      return unwrap(record).moves.map(({ point }) => point);
    });
    const found = Array.from({ length: corpus.games }, (_, game) => movesOf(corpus, game));
    assert.deepEqual(found.sort(), expected.sort());
    assert.equal(corpus.positions, expected.flat().length);
  });

  it('keeps result, margin, komi and rules', async (t) => {
    const text = [
      sgfOf([0, 1, 2, 3], `SZ[${SIDE}]KM[3.5]RE[W+2.5]RU[Chinese]`),
      sgfOf([0, 1, 2, 4], `SZ[${SIDE}]KM[0]RE[0]`),
      sgfOf([0, 1, 2, 5], `SZ[${SIDE}]RE[B+T]`),
    ];
    const corpus = await corpusOf(t, text);
    assert.deepEqual([...corpus.data.results], [-1, 0, 1]);
    assert.deepEqual([...corpus.data.margins], [2.5, 0, NaN]);
    const [first, second] = [corpus.rulesOf(0), corpus.rulesOf(1)];
    assert.deepEqual([first.komi, first.scoring], [3.5, 'area']);
    assert.deepEqual([second.komi, second.scoring], [0, 'territory']);
    // White has won the first: good for White, who moves at odd plies.
    assert.deepEqual([corpus.resultAt(0, 0), corpus.resultAt(0, 1)], [-1, 1]);
  });

  it('has the two passes that end a game that was counted, recorded or not', async (t) => {
    const { pass } = BOARD;
    const of = (moves: readonly number[], result: string): string =>
      sgfOf(moves, `SZ[${SIDE}]KM[0.5]RE[${result}]`);
    const corpus = await corpusOf(t, [
      of([0, 1, 2, 3], 'B+3.5'),
      of([0, 1, 2, 4, pass], 'W+0.5'),
      of([0, 1, 2, 5, pass, pass], 'Draw'),
      of([0, 1, 2, 6], 'B+R'),
    ]);
    assert.deepEqual(
      Array.from({ length: 4 }, (_, game) => movesOf(corpus, game).slice(4)),
      [[pass, pass], [pass, pass], [pass, pass], []],
    );
  });

  it('counts what is of no use, with the reason, and goes on', async (t) => {
    const folder = temporaryFolder(t);
    const [good, copied] = games(2);
    const root = `SZ[${SIDE}]KM[0.5]RE[B+R]`;
    const bad: [reason: string, text: string][] = [
      ['unreadable', `(;GM[1]${root};B[aa];W[zz])`],
      ['unreadable', `(;GM[2]${root};B[aa])`],
      ['board', sgfOf([0, 1, 2, 3], 'SZ[9]RE[B+R]')],
      ['board', sgfOf([0, 1, 2, 3], 'SZ[5:7]RE[B+R]')],
      ['handicap', `(;GM[1]${root}HA[2]AB[aa][bb];W[cc];B[dd];W[ac];B[ad])`],
      ['handicap', `(;GM[1]${root}AW[aa];B[cc];W[dd];B[ac];W[ad])`],
      ['turns', `(;GM[1]${root};B[aa];B[bb];W[cc];B[dd])`],
      ['turns', `(;GM[1]${root};W[aa];B[bb];W[cc];B[dd])`],
      ['illegal', sgfOf([0, 1, 0, 3])],
      // Black b1, a2 surround the corner: White may not play there. Points 1 and 5, then 0.
      ['illegal', sgfOf([1, 20, 5, 0])],
      ['short', sgfOf([0, 1, 2])],
      ['result', sgfOf([0, 1, 2, 3], `SZ[${SIDE}]RE[Void]`)],
      ['result', sgfOf([0, 1, 2, 3], `SZ[${SIDE}]`)],
      ['duplicate', copied],
    ];
    writeFileSync(
      join(folder, 'all.sgf'),
      [good, copied, ...bad.map(([, text]) => text)].join('\n'),
    );
    writeFileSync(join(folder, 'broken.sgf.gz'), gzipSync(good).subarray(0, 20));
    symlinkSync(join(folder, 'nowhere'), join(folder, 'link.sgf'));
    const { corpus, skips } = await read([folder]);
    assert.equal(corpus.games, 2);
    const expected = new Map<string, number>([['file', 2]]);
    for (const [reason] of bad) expected.set(reason, (expected.get(reason) ?? 0) + 1);
    const counted = skips.counts.map(({ reason, games }) => [reason, games] as const);
    assert.deepEqual(new Map(counted), expected);
    const illegal = skips.counts.find(({ reason }) => reason === 'illegal');
    assert.match(illegal!.example, /all\.sgf, game 11: move 3: there is a stone on that point/);
  });

  it('needs no result where nothing learns from it, and ranks where they are asked for', async (t) => {
    const file = join(temporaryFolder(t), 'games.sgf');
    const ranked = (black: string, white: string) => `SZ[${SIDE}]BR[${black}]WR[${white}]`;
    const texts = [
      sgfOf([0, 1, 2, 3], ranked('6d', '1p')),
      sgfOf([0, 1, 2, 4], ranked('5d', '9d')),
      sgfOf([0, 1, 2, 5], `SZ[${SIDE}]`),
    ];
    writeFileSync(file, texts.join(''));
    assert.equal((await read([file], { ...ALL, needsResult: false })).corpus.games, 3);
    const strong = await read([file], { ...ALL, needsResult: false, leastRank: 6 });
    assert.equal(strong.corpus.games, 1);
    assert.deepEqual(
      strong.skips.counts.map(({ reason, games }) => [reason, games]),
      [['rank', 2]],
    );
  });

  it('fails where there is nothing to read, and says why', async (t) => {
    const folder = temporaryFolder(t);
    const failureOf = async (path: string) => {
      const opened = await openCorpus([path], ALL);
      assert.ok(!opened.ok);
      return opened.error;
    };
    assert.equal((await failureOf(join(folder, 'nowhere'))).code, 'ERR_GAMES_MISSING');
    assert.equal((await failureOf(folder)).code, 'ERR_GAMES_MISSING');
    writeFileSync(join(folder, 'short.sgf'), sgfOf([0]));
    const { code, message } = await failureOf(folder);
    assert.equal(code, 'ERR_GAMES_NONE');
    assert.match(message, /1 game left out: too few moves/);
  });

  it('keeps games in compact form, until files or rules change or the copy is damaged', async (t) => {
    const folder = temporaryFolder(t);
    const [file, cache] = [join(folder, 'a.sgf'), join(folder, 'games.corpus')];
    writeFileSync(file, [...games(5), sgfOf([0])].join(''));
    const first = await read([file], ALL, cache);
    const made = readFileSync(cache);
    const again = await read([file], ALL, cache);
    assert.deepEqual(again.corpus.data, first.corpus.data);
    assert.deepEqual(again.skips.counts, first.skips.counts);
    // What is there is really taken: a copy of the same files with one result turned.
    first.corpus.data.results[0] *= -1;
    assert.equal((await read([file], { ...ALL, leastMoves: 1 }, cache)).corpus.games, 6);
    writeFileSync(cache, made);
    made[made.length - 3] ^= 1;
    writeFileSync(cache, made);
    assert.deepEqual((await read([file], ALL, cache)).corpus.data, again.corpus.data);
    writeFileSync(file, games(7, 2).join(''));
    assert.equal((await read([file], ALL, cache)).corpus.games, 7);
  });

  it('reads games of strong players without a loss', async (t) => {
    const path = fileURLToPath(
      new URL('../../../../shared/data/human-9d-19x19.sgf.gz', import.meta.url),
    );
    if (!existsSync(path)) {
      t.skip(`${path} is not there`);
      return;
    }
    const file = join(temporaryFolder(t), 'some.sgf');
    const lines = gunzipSync(readFileSync(path)).toString('latin1').split('\n', 150);
    writeFileSync(file, lines.join('\n'));
    const { corpus, skips } = await read([file], { ...ALL, board: Board.of(19), leastMoves: 30 });
    assert.equal(skips.total, 0);
    assert.equal(corpus.games, 150);
    const recorded = lines.join('').match(/;[BW]\[/g)!.length;
    const counted = corpus.data.margins.filter((margin) => !Number.isNaN(margin)).length;
    assert.equal(corpus.positions, recorded + 2 * counted); // in the first of them nobody recorded a pass
    assert.ok(corpus.data.komis.every((komi) => komi === 6.5));
  });
});

describe('the hash of a game', () => {
  it('is the same under every symmetry, and of other moves another one', () => {
    const moves = Int16Array.from(followingGame(new Random(3)));
    const hash = hashGame(BOARD, moves);
    for (let symmetry = 0; symmetry < symmetryCount(BOARD); symmetry++) {
      const map = symmetryMap(BOARD, symmetry);
      assert.equal(
        hashGame(
          BOARD,
          moves.map((move) => map[move]),
        ),
        hash,
      );
    }
    const swapped = moves.slice();
    [swapped[2], swapped[4]] = [swapped[4], swapped[2]];
    assert.notEqual(hashGame(BOARD, swapped), hash);
    assert.notEqual(hashGame(BOARD, moves.subarray(0, -1)), hash);
    const { pass } = BOARD;
    assert.equal(hashGame(BOARD, Int16Array.of(...moves, pass, pass)), hash);
    assert.notEqual(hashGame(BOARD, Int16Array.of(...moves, pass, moves[0])), hash);
    assert.ok(Number.isSafeInteger(hash) && hash >= 0 && hash < HASH_RANGE);
  });
});

describe('the split of games', () => {
  it('gives each part its share', () => {
    const random = new Random(5);
    const counts = { training: 0, validation: 0, test: 0 };
    for (let i = 0; i < 4000; i++) {
      const moves = Int16Array.from({ length: 30 }, () => random.below(BOARD.area));
      counts[partOf(hashGame(BOARD, moves), SPLIT)]++;
    }
    // Within four standard deviations.
    assert.ok(Math.abs(counts.test - 1200) < 116, String(counts.test));
    assert.ok(Math.abs(counts.validation - 800) < 101, String(counts.validation));
  });

  it('leaves games where they are when others come, and takes reflections along', async (t) => {
    const texts = games(40);
    const few = await corpusOf(t, texts);
    const many = await corpusOf(t, [...games(60, 9), ...texts]);
    const partsIn = (corpus: Corpus) =>
      new Map(
        PARTS.flatMap((part) =>
          [...gamesOfPart(corpus, part, SPLIT)].map((game) => [corpus.data.hashes[game], part]),
        ),
      );
    const [before, after] = [partsIn(few), partsIn(many)];
    assert.equal(before.size, few.games);
    for (const [hash, part] of before) assert.equal(after.get(hash), part);
    const mirror = symmetryMap(BOARD, 1);
    const mirrored = await corpusOf(
      t,
      Array.from({ length: few.games }, (_, game) =>
        sgfOf(movesOf(few, game).map((move) => mirror[move])),
      ),
    );
    assert.deepEqual(partsIn(mirrored), before);
    assert.equal((await corpusOf(t, [...texts, sgfOf(movesOf(mirrored, 0))])).games, few.games);
  });
});

describe('positions of a corpus', () => {
  it('are drawn from the games given and no others, each as often', async (t) => {
    const corpus = await corpusOf(t, games(6));
    const set = new PositionSet(corpus, Uint32Array.of(1, 4));
    assert.equal(set.size, corpus.lengthOf(1) + corpus.lengthOf(4));
    const seen = new Map<string, number>();
    const draws = 400 * set.size;
    const drawn = set.draw(draws, new Random(1));
    for (const [i, game] of drawn.games.entries()) {
      const name = `${game}:${drawn.plies[i]}`;
      seen.set(name, (seen.get(name) ?? 0) + 1);
    }
    assert.equal(seen.size, set.size);
    for (const [name, count] of seen) {
      const [game, ply] = name.split(':').map(Number);
      assert.ok((game === 1 || game === 4) && ply < corpus.lengthOf(game), name);
      assert.ok(Math.abs(count - 400) < 100, `${name}: ${count}`);
    }
    assert.throws(() => new PositionSet(corpus, new Uint32Array(0)).draw(1, new Random(1)));
  });

  it('are one of each game, or spread over all', async (t) => {
    const corpus = await corpusOf(t, games(6));
    const set = new PositionSet(corpus, allGames(corpus));
    const one = set.drawOneEach(new Random(2));
    assert.deepEqual([...one.games], [0, 1, 2, 3, 4, 5]);
    assert.ok(one.plies.every((ply, i) => ply < corpus.lengthOf(i)));
    const all = set.spread();
    assert.equal(all.games.length, corpus.positions);
    assert.equal(
      new Set([...all.games].map((game, i) => `${game}:${all.plies[i]}`)).size,
      set.size,
    );
    assert.equal(set.spread(7).games.length, 7);
  });

  it('are those that playing the moves leads to', async (t) => {
    const corpus = await corpusOf(t, games(4));
    const replay = new Replay(corpus);
    const { planes } = PLANE_SETS.tengen;
    const writer = PLANE_SETS.tengen.writer(BOARD);
    const seen = (from: Replay, game: number, ply: number): Float32Array => {
      const out = new Float32Array(planes * BOARD.area);
      writer.write(from.at(game, ply), 0, out, 0);
      return out;
    };
    // Forward, back, and over to another game.
    for (const [game, ply] of [
      [0, 3],
      [0, 5],
      [0, 2],
      [2, 4],
      [2, 4],
      [1, 0],
      [0, 5],
    ]) {
      assert.deepEqual(seen(replay, game, ply), seen(new Replay(corpus), game, ply));
    }
    assert.equal(replay.at(0, 5).moveAt(4), corpus.moveAt(0, 4));
  });
});

describe('ranks', () => {
  it('stand on one scale', () => {
    const rising = ['30k', '2 kyu', '1k', '1d', '6 dan', '9d', '1p', '9p'].map(parseRank);
    assert.deepEqual(rising, [-29, -1, 0, 1, 6, 9, 11, 19]);
    for (const text of ['', '?', 'd', 'strong', '100d']) assert.equal(parseRank(text), undefined);
  });
});
