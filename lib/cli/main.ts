#!/usr/bin/env node
/** Entry of the command `agent-fleet`. */
import { showsColours } from '../report/palette';
import { run } from './program';

const DEFAULT_WIDTH = 100;
const NARROWEST = 40;

/** COLUMNS where it is set, else the width of the terminal. */
function widthOf(columns: string | undefined, terminal: number | undefined): number {
  const asked = Number(columns);
  return Number.isInteger(asked) && asked > 0 ? Math.max(NARROWEST, asked) : Math.max(NARROWEST, terminal ?? DEFAULT_WIDTH);
}

// `agent-fleet manifests | head` closes the pipe early; that is not a failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));

void run(process.argv.slice(2), {
  out: (text) => void process.stdout.write(text),
  note: (text) => void process.stderr.write(`${text}\n`),
  colours: showsColours(process.stdout),
  width: widthOf(process.env['COLUMNS'], process.stdout.columns),
}).then((code) => {
  process.exitCode = code;
});
