/*
 * Rewrites the tables of docs/blocks.md with the figures on standard input:
 * npm run --silent bench -- blocks --json | node dist/test/bench/write-blocks-page.js
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { withTables } from './blocks-page.js';
import type { Figure } from './report.js';

const PAGE = new URL('../../../docs/blocks.md', import.meta.url);

const lines = (await text(process.stdin)).trim().split('\n');
const figures = lines.map((line) => JSON.parse(line) as Figure);
const rates = figures.filter(({ unit }) => unit === 'positions/s');
const page = withTables(
  readFileSync(PAGE, 'utf8'),
  new Map(rates.map(({ name, value }) => [name, value])),
);
writeFileSync(PAGE, page);
