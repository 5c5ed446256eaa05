import { fail, ok, type Failure, type Result } from '../../engine/result.js';

/** A program's answer to a command. */
export interface GtpResponse {
  readonly success: boolean;
  /** The number of the command; undefined from a program that leaves it out. */
  readonly id: number | undefined;
  /** Its lines, without the blanks around them. */
  readonly text: string;
}

/** The longest response, and the longest line outside of one, in characters. */
const MAX_LENGTH = 1 << 20;

/**
 * Reads responses from a program's output as it comes, in pieces of any size. Control characters go,
 * tabs are blanks; comment lines, and whatever else stands before a response, are passed over; an
 * empty line ends it. (https://www.lysator.liu.se/~gunnar/gtp/gtp2-spec-draft2/gtp2-spec.html, 2)
 */
export class GtpResponses {
  /** The line that has not ended yet. */
  private rest = '';
  /** The response that has not ended yet: its head, and its lines. */
  private open: { readonly head: RegExpExecArray; readonly lines: string[] } | undefined;
  /** Characters of that response. */
  private length = 0;

  /** The responses that end in this piece of output. `ERR_GTP_PROTOCOL` if there is no end of one. */
  push(piece: string): Result<GtpResponse[], Failure<'ERR_GTP_PROTOCOL'>> {
    const lines = (this.rest + piece).split('\n');
    this.rest = lines.pop()!;
    const responses: GtpResponse[] = [];
    for (const line of lines) {
      const response = this.line(clean(line));
      if (response !== undefined) responses.push(response);
    }
    if (this.length + this.rest.length <= MAX_LENGTH) return ok(responses);
    return fail('ERR_GTP_PROTOCOL', 'the program writes and writes, but no response of GTP');
  }

  /** Takes a line in; the response if it ended one. */
  private line(line: string): GtpResponse | undefined {
    if (line.startsWith('#')) return undefined;
    if (this.open === undefined) {
      const head = /^([=?])(\d*) *(.*)$/.exec(line);
      if (head !== null) this.open = { head, lines: [head[3]] };
    } else if (line.trim() === '') {
      return this.end(this.open.head, this.open.lines);
    } else {
      this.open.lines.push(line);
      this.length += line.length;
    }
    return undefined;
  }

  private end([, sign, id]: RegExpExecArray, lines: string[]): GtpResponse {
    this.open = undefined;
    this.length = 0;
    return {
      success: sign === '=',
      id: id === '' ? undefined : Number(id),
      text: lines.join('\n').trim(),
    };
  }
}

function clean(line: string): string {
  return line.replaceAll('\t', ' ').replace(/[\x00-\x1f\x7f]/g, '');
}
