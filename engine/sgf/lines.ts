/** A place in a text, as editors count: line and column from 1. */
export interface LinePlace {
  readonly line: number;
  readonly column: number;
}

/** Turns the offsets of a text into lines and columns, in linear time over all calls. */
export class LineCounter {
  private line = 1;
  private lineStart = 0;
  private lineEnd: number;

  constructor(private readonly text: string) {
    this.lineEnd = this.endOfLine();
  }

  /** The place of an offset that is not before the line of the last one asked for. */
  at(offset: number): LinePlace {
    while (this.lineEnd < offset) {
      this.line++;
      this.lineStart = this.lineEnd + 1;
      this.lineEnd = this.endOfLine();
    }
    return { line: this.line, column: offset - this.lineStart + 1 };
  }

  private endOfLine(): number {
    const end = this.text.indexOf('\n', this.lineStart);
    return end < 0 ? this.text.length : end;
  }
}

/** Every kind of line end that SGF knows (LF, CR, CRLF, LFCR) as `\n`. */
export function normaliseLines(text: string): string {
  return text.includes('\r') ? text.replace(/\r\n?|\n\r/g, '\n') : text;
}
