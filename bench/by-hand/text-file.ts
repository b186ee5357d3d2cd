/** Texts that a person keeps in files of their own: values of charts, the dashboard, the configuration of the router. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The build copies `files/` beside the compiled programs. */
export const textFile = (name: string): string => readFileSync(join(__dirname, 'files', name), 'utf8').trimEnd();
