import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { format, resolveConfig } from 'prettier';
import { ENTRY_TABLES, figureName } from '../bench/block-contenders.js';
import { ratesIn, withTables } from '../bench/blocks-page.js';

const PAGE = new URL('../../../docs/blocks.md', import.meta.url);

/** `Wu 2019`, `He et al. 2016b`, `Wu and He 2018`: the first author and the year. */
const CITATION = /(\p{Lu}\p{L}+)(?: et al\.| and \p{Lu}\p{L}+)? (\d{4}b?)/gu;

describe('docs/blocks.md', () => {
  const page = readFileSync(PAGE, 'utf8');

  it('shows the measured speed of every block, normalisation and head that a spec can name', () => {
    const rates = ratesIn(page);
    for (const { kind, entries } of ENTRY_TABLES) {
      for (const type of Object.keys(entries)) {
        const rate = rates.get(figureName(kind, type));
        assert.ok(rate !== undefined && rate > 0, `${kind} ${type} is missing: measure the blocks`);
      }
    }
  });

  it('says what the tables in network/spec say', async () => {
    const config = await resolveConfig(PAGE);
    const anew = await format(withTables(page, ratesIn(page)), { ...config, parser: 'markdown' });
    const remedy = 'measure and write it anew, as the page itself says how';
    assert.ok(anew === page, `docs/blocks.md is out of date: ${remedy}`);
  });

  it('cites in full every paper that an entry names', () => {
    const papers = page.split('\n## Papers\n')[1];
    for (const { entries } of ENTRY_TABLES) {
      for (const { summary } of Object.values(entries)) {
        for (const [, author, year] of summary.matchAll(CITATION))
          assert.match(papers, new RegExp(`^- ${author}[^:]* ${year}:`, 'm'), summary);
      }
    }
  });
});
