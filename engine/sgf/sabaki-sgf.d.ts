// What we use of the library, which ships no types. These two of its files, unlike its main one,
// need nothing of Node; `iconv-lite` and `jschardet`, optional there, may be left out of a bundle.

declare module '@sabaki/sgf/src/tokenize.js' {
  export interface Token {
    readonly type: 'parenthesis' | 'semicolon' | 'prop_ident' | 'c_value_type' | 'invalid';
    /** The text of the token, brackets and escapes included. */
    readonly value: string;
    /** Line of its beginning, from 0. */
    readonly row: number;
    /** Column of its beginning, from 0. */
    readonly col: number;
  }
  export function tokenizeIter(contents: string): Iterable<Token>;
}

declare module '@sabaki/sgf/src/helper.js' {
  export function escapeString(text: string): string;
  export function unescapeString(text: string): string;
}

declare module '@sabaki/sgf/src/jschardet.js' {
  /** `jschardet`; where that is not installed, a stand-in whose guess is always UTF-8. */
  const jschardet: {
    detect(bytes: string): { readonly encoding: string | null; readonly confidence?: number };
  };
  export default jschardet;
}
