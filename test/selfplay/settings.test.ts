import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { PUCT_SETTINGS } from '../../engine/search/settings.js';
import { settingsForBoard, usualKomi } from '../../selfplay/settings/for-board.js';
import { applyOverride, mergeSettings, parseOverride } from '../../selfplay/settings/overrides.js';
import { parseSettings } from '../../selfplay/settings/parse-settings.js';
import { PRESETS } from '../../selfplay/settings/presets.js';
import { unwrap } from '../../engine/result.js';
import { TINY } from './support/tiny-settings.js';

const USUAL = PRESETS['laptop-9x9'];

/** The usual settings with changes as `--set` takes them. */
function settingsWith(...texts: readonly string[]): ReturnType<typeof parseSettings> {
  const changed = texts.reduce<unknown>(
    (json, text) => applyOverride(json, unwrap(parseOverride(text))),
    USUAL,
  );
  return parseSettings(changed);
}

function refusalOf(text: string): string {
  const settings = settingsWith(text);
  assert.ok(!settings.ok, text);
  assert.equal(settings.error.code, 'ERR_SETTINGS');
  return settings.error.message;
}

describe('settings', () => {
  for (const [name, preset] of Object.entries({ ...PRESETS, tiny: TINY })) {
    it(`are those of ${name} after they were written and read, in the same order`, () => {
      const read = unwrap(parseSettings(JSON.parse(JSON.stringify(preset))));
      assert.equal(JSON.stringify(read), JSON.stringify(preset));
    });
  }

  const refused: [string, RegExp][] = [
    ['play.visits=1', /^play\.visits must be a whole number from 2 to 1000000, not 1$/],
    ['play.visits=2.5', /^play\.visits must be a whole number/],
    ['play.visits="9"', /^play\.visits must be a whole number .*, not "9"$/],
    ['play.vists=9', /^play\.vists is unknown; known there are: .*\bvisits\b/],
    ['play=9', /^play must be an object with: gamesAtOnce, /],
    ['play.fullShare=0', /^play\.fullShare must be a number above 0, up to 1, not 0$/],
    ['play.noise.alpha=0.1', /^play\.noise\.weight is missing$/],
    ['play.search.method=mcts', /^play\.search\.method must be one of: puct, gumbel, uct/],
    ['play.search.fpuReduction=0', /^play\.search\.fpuReduction is unknown; .*visitOffset/],
    ['board=26', /^board must be a whole number from 2 to 25, not 26$/],
    ['komi.usual=7.3', /^komi\.usual must be a whole number of points, or a half more/],
    ['rules=go', /^rules must be one of: tromp-taylor, chinese/],
    ['gate.threshold=1', /^gate\.threshold must be a number between 0 and 1/],
    ['learning.schedule=[]', /^learning\.schedule must begin with step 0/],
    [
      'learning.schedule=[{"from":0,"rate":1},{"from":0,"rate":2}]',
      /^learning\.schedule must begin with step 0 and rise/,
    ],
    ['rating.anchors.1=""', /^rating\.anchors\.1 must be random, uct:PLAYOUTS/],
    ['network.planes=alphago-zero', /^network\.spec must have as many inputPlanes .*zero 17/],
    ['network.spec.trunk.0.kind=x', /^network\.spec is no network: trunk\[0\]\.kind is unknown/],
  ];
  for (const [text, message] of refused) {
    it(`are refused with ${text}`, () => {
      assert.match(refusalOf(text), message);
    });
  }

  it('are refused with a network that could not guide a search', () => {
    const { spec } = USUAL.network;
    const heads = { policy: spec.heads.policy };
    const network = { ...USUAL.network, spec: { ...spec, heads } };
    const settings = parseSettings({ ...USUAL, network });
    assert.ok(!settings.ok);
    assert.match(settings.error.message, /^network\.spec must have the heads policy and value/);
  });

  it('tell how many more faults there are', () => {
    const settings = settingsWith('play.visits=0', 'board=0', 'seed=-1');
    assert.ok(!settings.ok);
    assert.match(settings.error.message, /\(and 2 more\)$/);
  });

  it('are refused where they are no object', () => {
    for (const json of [null, [], 3, 'x']) assert.ok(!parseSettings(json).ok);
  });
});

describe('changes of settings', () => {
  it('reach every depth, lists among them', () => {
    const settings = unwrap(
      settingsWith(
        'play.visits=32',
        'network.spec.trunk.0.count=7',
        'gate=null',
        'komi={"varied":0}',
      ),
    );
    assert.equal(settings.play.visits, 32);
    assert.equal(settings.network.spec.trunk[0]['count'], 7);
    assert.equal(settings.network.spec.trunk[1].type, USUAL.network.spec.trunk[1].type);
    assert.equal(settings.gate, null);
    assert.deepEqual(settings.komi, { ...USUAL.komi, varied: 0 });
  });

  it('that name another search method begin from its usual settings', () => {
    const { search } = unwrap(
      settingsWith('play.search.method=puct', 'play.search.exploration=2'),
    ).play;
    assert.deepEqual(search, { ...PUCT_SETTINGS, exploration: 2 });
  });

  it('need a path and a value', () => {
    for (const text of ['', '=3', 'play.visits']) assert.ok(!parseOverride(text).ok, text);
  });

  it('leave what they are laid over as it was', () => {
    const before = structuredClone(USUAL);
    mergeSettings(USUAL, { play: { visits: 3 } });
    assert.deepEqual(USUAL, before);
  });
});

describe('the board of settings', () => {
  it('changes with its komi, and noise spread over ten moves', () => {
    const { board, komi, play } = settingsForBoard(PRESETS['alphago-zero'], 9);
    assert.equal(board, 9);
    assert.equal(komi.usual, 7);
    // AlphaZero (Silver et al. 2018) scales alpha with the number of moves; 0.03 is that of 19×19.
    assert.ok(Math.abs(play.noise!.alpha - (0.03 * 361) / 81) < 1e-12);
  });

  it('changes nothing where it is the same', () => {
    assert.equal(settingsForBoard(PRESETS['tiny-5x5'], 5), PRESETS['tiny-5x5']);
  });

  it('has a komi just below the solved value where Black wins the whole board', () => {
    // Van der Werf et al. 2003: 3×3 and 5×5 are won by 9 and 25.
    assert.equal(usualKomi(3), 8.5);
    assert.equal(usualKomi(5), 24.5);
    assert.equal(usualKomi(19), 7.5);
  });
});
