import { fileURLToPath } from 'node:url';

/** Node's program and this engine's script. */
interface Paths {
  readonly node: string;
  readonly script: string;
}

type System = 'Linux' | 'macOS' | 'Windows';

/** Where they usually are. */
const USUAL: Readonly<Record<System, Paths>> = {
  Linux: { node: '/usr/bin/node', script: '/path/to/tengen/dist/gtp/main.js' },
  macOS: { node: '/opt/homebrew/bin/node', script: '/path/to/tengen/dist/gtp/main.js' },
  Windows: {
    node: 'C:\\Program Files\\nodejs\\node.exe',
    script: 'C:\\path\\to\\tengen\\dist\\gtp\\main.js',
  },
};

/** Names of systems as Node has them. */
const SYSTEMS: Readonly<Record<string, System>> = { darwin: 'macOS', win32: 'Windows' };

/**
 * How to enter the engine in Sabaki and GoGui on each system: what to paste where, with the paths of
 * this machine for its own system, and the usual ones for the others.
 */
export function clientSettings(platform: string = process.platform): string {
  const here = {
    node: process.execPath,
    script: fileURLToPath(new URL('./main.js', import.meta.url)),
  };
  const paths = { ...USUAL, [SYSTEMS[platform] ?? 'Linux']: here };
  return `Settings for clients. On this machine the engine is started by
  ${commandOf(here)}
and, where it was installed with npm install -g, by tengen-gtp alone.

Sabaki (Engines > Show Engines Sidebar > Attach Engine > Manage Engines > Add):
${forEach(paths, sabakiLines)}
  Initial Commands may stay empty, or set rules: kata-set-rules chinese
  Sabaki sets no clock: a move takes --time seconds.

GoGui (Program > New Program), Command:
${forEach(paths, (each) => [commandOf(each)])}
  Working directory may stay empty. Add --live-graphics to see it think.

Options go behind main.js, in Sabaki's Arguments: --time 10 --resign 0
Use two plain hyphens before an option: a dash pasted from a text (–time) is not one.
`;
}

function sabakiLines({ node, script }: Paths): string[] {
  return [`Path       ${node}`, `Arguments  ${quoted(script)}`];
}

/** The lines for each system, its name before the first. */
function forEach(
  paths: Readonly<Record<System, Paths>>,
  linesOf: (paths: Paths) => readonly string[],
): string {
  return Object.entries(paths)
    .flatMap(([system, each]) =>
      linesOf(each).map((line, i) => `  ${(i === 0 ? system : '').padEnd(8)} ${line}`),
    )
    .join('\n');
}

function commandOf({ node, script }: Paths): string {
  return `${quoted(node)} ${quoted(script)}`;
}

function quoted(path: string): string {
  return path.includes(' ') || path.includes('\\') ? `"${path}"` : path;
}
