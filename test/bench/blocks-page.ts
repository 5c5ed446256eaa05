import type { Entry, Parameter } from '../../network/spec/parameters.js';
import {
  costOf,
  ENTRY_TABLES,
  figureName,
  YARDSTICK,
  type EntryTable,
} from './block-contenders.js';

/** Positions a second by the names of their figures. */
export type Rates = ReadonlyMap<string, number>;

const START = '<!-- tables: start -->';
const END = '<!-- tables: end -->';

/** docs/blocks.md with its tables made anew. */
export function withTables(page: string, rates: Rates): string {
  const [start, end] = [page.indexOf(START), page.indexOf(END)];
  if (start < 0 || end < start) throw new Error(`the page lacks ${START} or ${END}`);
  return `${page.slice(0, start + START.length)}\n\n${tables(rates)}\n${page.slice(end)}`;
}

/** The rates that the page's tables show. */
export function ratesIn(page: string): Rates {
  const rates = new Map<string, number>();
  for (const { kind, entries } of ENTRY_TABLES) {
    const section = page.split(`\n## ${title(kind)}\n`)[1]?.split('\n## ')[0] ?? '';
    for (const type of Object.keys(entries)) {
      const row = section.split('\n').find((line) => line.startsWith(`| \`${type}\` `));
      const rate = row?.split('|')[4].replaceAll(',', '').trim();
      if (rate !== undefined) rates.set(figureName(kind, type), Number(rate));
    }
  }
  return rates;
}

function title(kind: string): string {
  return `${kind[0].toUpperCase()}${kind.slice(1)}s`;
}

function tables(rates: Rates): string {
  return ENTRY_TABLES.map((table) => section(table, rates)).join('\n');
}

function section(table: EntryTable, rates: Rates): string {
  const { kind, entries } = table;
  const rows = Object.keys(entries).map((type) => row(table, type, rates));
  const head = ['', 'weights', 'multiply-adds', 'positions/s', 'times `residual`'];
  const lines = [cells(head), cells(['---', '--:', '--:', '--:', '--:']), ...rows];
  const items = Object.entries(entries).map(([type, entry]) => item(type, entry));
  return `## ${title(kind)}\n\n${lines.join('\n')}\n\n${items.join('\n')}`;
}

const cells = (texts: readonly string[]): string => `| ${texts.join(' | ')} |`;

function row({ kind, specOf }: EntryTable, type: string, rates: Rates): string {
  const { weights, multiplyAdds } = costOf(specOf(type));
  const rate = rates.get(figureName(kind, type)) ?? NaN;
  const relative = rate / (rates.get(YARDSTICK) ?? NaN);
  const numbers = [
    weights.toLocaleString('en-US'),
    `${(multiplyAdds / 1e6).toFixed(1)} M`,
    Math.round(rate).toLocaleString('en-US'),
    relative.toFixed(2),
  ];
  return cells([`\`${type}\``, ...numbers]);
}

function item(type: string, { summary, parameters }: Entry): string {
  const lines = Object.entries(parameters).map(
    ([name, parameter]) => `  - \`${name}\`: ${parameter.meaning} ${allowed(parameter)}`,
  );
  return [`- **\`${type}\`**: ${summary}`, ...lines, ''].join('\n');
}

function allowed({ min, max, odd, optional, default: fallback }: Parameter): string {
  const range = `${odd === true ? 'Odd, ' : ''}${min} to ${max}`;
  if (fallback !== undefined) return `${range}; ${fallback} if not given.`;
  return optional === true ? `${range}.` : `${range}; must be given.`;
}
