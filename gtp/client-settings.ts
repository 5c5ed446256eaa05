import { fileURLToPath } from 'node:url';

/** How to enter the engine in Sabaki and GoGui: what to paste where, for this machine and others. */
export function clientSettings(): string {
  const node = quoted(process.execPath);
  const script = quoted(fileURLToPath(new URL('./main.js', import.meta.url)));
  return `Settings for clients. On this machine the engine is started by
  ${node} ${script}
and, where it was installed with npm install -g, by tengen-gtp alone.

Sabaki (Engines > Show Engines Sidebar > Attach Engine > Manage Engines > Add):
  Linux, macOS   Path       ${process.platform === 'win32' ? '/usr/bin/node' : process.execPath}
                 Arguments  ${process.platform === 'win32' ? '/path/to/tengen/dist/gtp/main.js' : script}
  Windows        Path       ${process.platform === 'win32' ? process.execPath : 'C:\\Program Files\\nodejs\\node.exe'}
                 Arguments  ${process.platform === 'win32' ? script : '"C:\\path\\to\\tengen\\dist\\gtp\\main.js"'}
  Initial Commands may stay empty, or set rules: kata-set-rules chinese
  Sabaki sets no clock: a move takes --time seconds.

GoGui (Program > New Program), Command:
  Linux, macOS   ${process.platform === 'win32' ? '/usr/bin/node /path/to/tengen/dist/gtp/main.js' : `${node} ${script}`}
  Windows        ${process.platform === 'win32' ? `${node} ${script}` : '"C:\\Program Files\\nodejs\\node.exe" "C:\\path\\to\\tengen\\dist\\gtp\\main.js"'}
  Working directory may stay empty. Add --live-graphics to see it think.

Use two plain hyphens before an option: a dash pasted from a text (–time) is not one.
`;
}

function quoted(path: string): string {
  return path.includes(' ') ? `"${path}"` : path;
}
