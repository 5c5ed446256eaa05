/** Professional grades stand above every amateur one. */
const PROFESSIONAL = 10;

/**
 * A rank as SGF's BR and WR write it, on one scale: `30k` −29, `1k` 0, `1d` 1, `9d` 9, `1p` 11, `9p`
 * 19. Words such as `5 dan` and `3kyu` will do. Undefined for anything else.
 */
export function parseRank(text: string): number | undefined {
  const match = /^(\d{1,2})\s*(k|kyu|d|dan|p|pro)\b/i.exec(text.trim());
  if (match === null) return undefined;
  const grade = Number(match[1]);
  switch (match[2][0].toLowerCase()) {
    case 'k':
      return 1 - grade;
    case 'd':
      return grade;
    default:
      return PROFESSIONAL + grade;
  }
}
