const CONTROLS = /[\x00-\x09\x0b-\x1f\x7f]/g;

/** A response to a command: `=` or `?`, its id, the text, and an empty line (GTP 2, 2.6 and 2.7). */
export function makeResponse(id: string, succeeded: boolean, text: string): string {
  const body = tidy(text);
  return `${succeeded ? '=' : '?'}${id}${body === '' ? '' : ` ${body}`}\n\n`;
}

/**
 * A text as it may stand in a response: no control characters but line ends, and no empty line, with
 * which the response would end.
 */
export function tidy(text: string): string {
  return text.replaceAll('\t', ' ').replace(CONTROLS, '').trimEnd().replace(/\n+/g, '\n');
}
