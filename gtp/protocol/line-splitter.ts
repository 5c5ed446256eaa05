import { StringDecoder } from 'node:string_decoder';

/** A line of input, without its end. */
export interface RawLine {
  /** Its beginning, if `cut`. */
  readonly text: string;
  /** Whether the line was longer than lines may be. */
  readonly cut: boolean;
}

/** The longest line that is read, in characters. */
export const LONGEST_LINE = 1 << 16;

/**
 * Cuts bytes into lines at LF. A line longer than `longest` is cut: its beginning is kept, and memory
 * with it bounded, whatever comes before the next line end.
 */
export class LineSplitter {
  private readonly decoder = new StringDecoder('utf8');
  private text = '';
  private cut = false;

  constructor(private readonly longest = LONGEST_LINE) {}

  /** Takes the next bytes; the lines that end in them. */
  push(bytes: Uint8Array): RawLine[] {
    const parts = this.decoder.write(bytes).split('\n');
    const lines: RawLine[] = [];
    for (const part of parts.slice(0, -1)) {
      this.append(part);
      lines.push(this.take());
    }
    this.append(parts[parts.length - 1]);
    return lines;
  }

  /** The last line, where the input ends without a line end. */
  end(): RawLine[] {
    this.append(this.decoder.end());
    return this.text === '' ? [] : [this.take()];
  }

  private append(part: string): void {
    const room = this.longest - this.text.length;
    if (part.length > room) this.cut = true;
    this.text += part.slice(0, room);
  }

  private take(): RawLine {
    const line = { text: this.text, cut: this.cut };
    this.text = '';
    this.cut = false;
    return line;
  }
}
