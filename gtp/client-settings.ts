import { fileURLToPath } from 'node:url';

/** Node's program and this engine's script. */
interface Paths {
  readonly node: string;
  readonly script: string;
}

/** What they are like on machines that are not this one. */
const UNIX: Paths = { node: '/usr/bin/node', script: '/path/to/tengen/dist/gtp/main.js' };
const WINDOWS: Paths = {
  node: 'C:\\Program Files\\nodejs\\node.exe',
  script: 'C:\\path\\to\\tengen\\dist\\gtp\\main.js',
};

/** How to enter the engine in Sabaki and GoGui: what to paste where, with the paths of this machine. */
export function clientSettings(): string {
  const here = {
    node: process.execPath,
    script: fileURLToPath(new URL('./main.js', import.meta.url)),
  };
  const onWindows = process.platform === 'win32';
  const unix = onWindows ? UNIX : here;
  const windows = onWindows ? here : WINDOWS;
  return `Settings for clients. On this machine the engine is started by
  ${commandOf(here)}
and, where it was installed with npm install -g, by tengen-gtp alone.

Sabaki (Engines > Show Engines Sidebar > Attach Engine > Manage Engines > Add):
  Linux, macOS   Path       ${unix.node}
                 Arguments  ${quoted(unix.script)}
  Windows        Path       ${windows.node}
                 Arguments  ${quoted(windows.script)}
  Initial Commands may stay empty, or set rules: kata-set-rules chinese
  Sabaki sets no clock: a move takes --time seconds.

GoGui (Program > New Program), Command:
  Linux, macOS   ${commandOf(unix)}
  Windows        ${commandOf(windows)}
  Working directory may stay empty. Add --live-graphics to see it think.

Use two plain hyphens before an option: a dash pasted from a text (–time) is not one.
`;
}

function commandOf({ node, script }: Paths): string {
  return `${quoted(node)} ${quoted(script)}`;
}

function quoted(path: string): string {
  return path.includes(' ') || path.includes('\\') ? `"${path}"` : path;
}
