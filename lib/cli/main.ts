#!/usr/bin/env node
/** Entry of the command `agent-fleet`. */
import { showsColours } from '../report/palette';
import { run } from './program';

const DEFAULT_WIDTH = 100;

// `agent-fleet manifests | head` closes the pipe early; that is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));

void run(process.argv.slice(2), {
  out: (text) => void process.stdout.write(text),
  note: (text) => void process.stderr.write(`${text}\n`),
  colours: showsColours(process.stdout),
  width: process.stdout.columns ?? DEFAULT_WIDTH,
}).then((code) => {
  process.exitCode = code;
});
