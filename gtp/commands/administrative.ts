import { ok } from '../../engine/result.js';
import { command, DONE } from './command.js';
import { word } from './readers.js';

/** How the engine calls itself. */
export const NAME = 'Tengen';
export const VERSION = '0.1.0';

/** Who is there, and what can be asked. None of these waits for the engine. */
export const ADMINISTRATIVE = [
  command('protocol_version', [], () => ok('2')),
  command('name', [], () => ok(NAME)),
  command('version', [], () => ok(VERSION)),
  command('known_command', [word], ({ names }, name) => ok(String(names.includes(name)))),
  command('list_commands', [], ({ names }) => ok(names.join('\n'))),
  command('quit', [], ({ quit }) => {
    quit();
    return DONE;
  }),
];
