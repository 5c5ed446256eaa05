/** The largest file that is looked at, in bytes; the server takes a million characters. */
const MOST_BYTES = 4_000_000;

/** Offers a text to be saved as a file. */
export function saveText(text: string, name: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/x-go-sgf' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}

/** The text of an SGF file, whatever its charset; undefined if it is far too large for one. */
export async function readSgfFile(file: File): Promise<string | undefined> {
  if (file.size > MOST_BYTES) return undefined;
  const bytes = new Uint8Array(await file.arrayBuffer());
  // Old files are in many charsets, but few people open any: the decoder comes when it is needed.
  const { decodeText } = await import('../../../engine/sgf/charset.js');
  return decodeText(bytes);
}

/** Whether a text that was pasted looks like a game. */
export function looksLikeSgf(text: string): boolean {
  return /^\s*\(\s*;/.test(text);
}
