import jschardet from '@sabaki/sgf/src/jschardet.js';

/** How far into a file its charset may be declared. */
const HEAD_BYTES = 1 << 16;

/** How many bytes a guess looks at, from the first that is not ASCII on. */
const SAMPLE_BYTES = 1 << 14;

/** Guesses that are less sure than this are no better than the standard's default. */
const MIN_CONFIDENCE = 0.4;

/** The standard's default, Latin-1, as WHATWG has it: with windows-1252's marks for controls. */
const DEFAULT_CHARSET = 'latin1';

/** Names found in files that TextDecoder does not know. */
const ALIASES: Readonly<Record<string, string>> = {
  cp932: 'shift_jis',
  cp936: 'gbk',
  cp949: 'euc-kr',
  cp950: 'big5',
  eucjp: 'euc-jp',
  euckr: 'euc-kr',
  gb: 'gb18030',
};

/**
 * Decodes the bytes of an SGF file. The charset is that of a byte order mark; else the first that a
 * game declares (CA), by the names of https://encoding.spec.whatwg.org; else UTF-8 if the bytes are
 * valid; else a guess from their statistics; else Latin-1, the standard's default. A collection is
 * taken to have one charset. Bytes that the charset lacks become U+FFFD. Never fails.
 */
export function decodeText(bytes: Uint8Array): string {
  const declared = markedCharset(bytes) ?? declaredCharset(bytes);
  if (declared !== undefined) return decoder(declared)!.decode(bytes);
  const unicode = decodeStrictly('utf-8', bytes);
  if (unicode !== undefined) return unicode;
  const guess = guessCharset(bytes);
  const guessed = guess === undefined ? undefined : decodeStrictly(guess, bytes);
  return guessed ?? decoder(DEFAULT_CHARSET)!.decode(bytes);
}

/** UTF-16 and UTF-8 by their byte order mark; UTF-16 without one by the zeros beside the `(`. */
function markedCharset(bytes: Uint8Array): string | undefined {
  const [a, b, c] = bytes;
  if (a === 0xef && b === 0xbb && c === 0xbf) return 'utf-8';
  if ((a === 0xff && b === 0xfe) || (a === 0x28 && b === 0)) return 'utf-16le';
  if ((a === 0xfe && b === 0xff) || (a === 0 && b === 0x28)) return 'utf-16be';
  return undefined;
}

/** The first declared charset, if it is one that can be decoded. */
function declaredCharset(bytes: Uint8Array): string | undefined {
  const head = decoder(DEFAULT_CHARSET)!.decode(bytes.subarray(0, HEAD_BYTES));
  const match = /(?:^|[^A-Za-z])CA\s*\[\s*([\w.:-]+)\s*\]/.exec(head);
  if (match === null) return undefined;
  const name = match[1].toLowerCase();
  const charset = Object.hasOwn(ALIASES, name) ? ALIASES[name] : name;
  return decoder(charset) === undefined ? undefined : charset;
}

/** A guess at the charset of bytes that are not UTF-8. */
function guessCharset(bytes: Uint8Array): string | undefined {
  const first = bytes.findIndex((byte) => byte > 0x7f);
  // The library wants Node's Buffer or a string of bytes; the latter is everywhere.
  const sample = bytes.subarray(first, first + SAMPLE_BYTES);
  try {
    const { encoding, confidence = 0 } = jschardet.detect(byteString(sample));
    return encoding === null || confidence < MIN_CONFIDENCE ? undefined : encoding;
  } catch {
    return undefined; // a guess is not worth failing for
  }
}

function byteString(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
}

/** The text, if the charset is known and every byte is valid in it. */
function decodeStrictly(charset: string, bytes: Uint8Array): string | undefined {
  try {
    return decoder(charset, true)?.decode(bytes);
  } catch {
    return undefined;
  }
}

function decoder(charset: string, fatal = false): InstanceType<typeof TextDecoder> | undefined {
  try {
    return new TextDecoder(charset, { fatal });
  } catch {
    return undefined; // not a charset that TextDecoder knows
  }
}
