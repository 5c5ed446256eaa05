import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { USUAL_REINFORCE } from '../../selfplay/reinforce/settings.js';
import { USUAL_VALUE } from '../../selfplay/value/settings.js';

// docs/alphago-pipeline.md and the code must say the same.

const PAGE = readFileSync(
  fileURLToPath(new URL('../../../docs/alphago-pipeline.md', import.meta.url)),
  'utf8',
);

/** Names in the first column of the table under a heading of the third level. */
function told(title: string): string[] {
  const section = PAGE.split(/^#+ /m).find((part) => part.startsWith(`${title}\n`));
  assert.ok(section !== undefined, `docs/alphago-pipeline.md has a section ${title}`);
  const cells = [...section.matchAll(/^\| (`[^|]*`) *\|/gm)].map(([, cell]) => cell);
  return cells.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name));
}

describe('docs/alphago-pipeline.md', () => {
  it('has every setting of the policy gradient', () => {
    const { tests, ...others } = USUAL_REINFORCE;
    const names = [...Object.keys(others), ...Object.keys(tests).map((name) => `tests.${name}`)];
    assert.deepEqual(told('Settings of the policy gradient').sort(), names.sort());
  });

  it('has every setting of the value network', () => {
    assert.deepEqual(told('Settings of the value network').sort(), Object.keys(USUAL_VALUE).sort());
  });
});
