import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import type { TestContext } from 'node:test';

const WAITING = ['readFileSync', 'readdirSync', 'statSync', 'openSync'] as const;

/** Notes what this thread waits for the disk for, `readFileSync games/000001.games`, until the test ends. */
export function noteReads(t: TestContext, folder: string): string[] {
  const noted: string[] = [];
  for (const name of WAITING) {
    const real = fs[name] as (...args: unknown[]) => unknown;
    t.mock.method(fs, name, (...args: unknown[]): unknown => {
      const path = String(args[0]);
      if (path.startsWith(folder)) noted.push(`${name} ${path.slice(folder.length + 1)}`);
      return real(...args);
    });
  }
  syncBuiltinESMExports();
  t.after(() => {
    t.mock.restoreAll();
    syncBuiltinESMExports();
  });
  return noted;
}
