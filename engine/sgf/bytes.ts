import { gunzipSync } from 'node:zlib';
import { fail, ok, type Failure, type Result } from '../result.js';
import { decodeText } from './charset.js';
import type { SgfErrorCode } from './errors.js';

/** The most bytes of a file, unpacked, unless the caller says otherwise: 256 MiB. */
export const MAX_BYTES = 1 << 28;

type Read<T> = Result<T, Failure<SgfErrorCode>>;

/**
 * The text of an SGF file's bytes, plain or packed by gzip, in whatever charset: see `decodeText`.
 * `file` is named in errors. `ERR_SGF_GZIP`; `ERR_SGF_TOO_LARGE` beyond `maxBytes`, found out
 * before more memory than that is taken. Needs Node.js; the other files of this folder do not.
 */
export function decodeSgf(bytes: Uint8Array, file: string, maxBytes = MAX_BYTES): Read<string> {
  if (isGzip(bytes)) {
    const plain = unpack(bytes, file, maxBytes);
    return plain.ok ? ok(decodeText(plain.value)) : plain;
  }
  return bytes.length > maxBytes ? tooLarge(file, maxBytes) : ok(decodeText(bytes));
}

function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

function unpack(bytes: Uint8Array, file: string, maxBytes: number): Read<Uint8Array> {
  try {
    return ok(gunzipSync(bytes, { maxOutputLength: maxBytes }));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ERR_BUFFER_TOO_LARGE') return tooLarge(file, maxBytes);
    return fail('ERR_SGF_GZIP', `${file}: cannot be unpacked: ${message}`);
  }
}

function tooLarge(file: string, maxBytes: number): Read<never> {
  return fail('ERR_SGF_TOO_LARGE', `${file}: larger, unpacked, than ${maxBytes} bytes`);
}
