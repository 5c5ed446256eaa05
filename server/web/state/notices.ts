import type { Notice, PageState } from './page-state.js';

/** How many notices are shown at once. */
const MOST = 3;

/** Adds a notice, in place of one that says the same; the oldest goes where there are too many. */
export function withNotice(page: PageState, kind: Notice['kind'], text: string): PageState {
  const others = page.notices.filter((notice) => notice.text !== text);
  const key = 1 + Math.max(0, ...page.notices.map((notice) => notice.key));
  return { ...page, notices: [...others, { key, kind, text }].slice(-MOST) };
}

/** Takes a notice away. */
export function withoutNotice(page: PageState, key: number): PageState {
  return { ...page, notices: page.notices.filter((notice) => notice.key !== key) };
}
