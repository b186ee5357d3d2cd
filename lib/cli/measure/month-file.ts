/** Recorded hours in a file: written where Prometheus can be reached, read where it cannot. */
import * as fs from 'node:fs';
import { FleetSpecError } from '../../core/fleet-error';
import { parseData } from '../../core/schema';
import { type Month, monthSchema } from '../../measure/month';
import { replaceFile } from '../safe-files';

/** @throws FleetSpecError when the file holds no export of `agent-fleet measure`. */
export function readMonth(file: string): Month {
  let json: unknown;
  try {
    json = JSON.parse(fs.readFileSync(file, 'utf8'));
  } catch (error) {
    throw unreadable(file, error instanceof SyntaxError ? `it holds no JSON: ${error.message}` : (error as Error).message);
  }
  return parseData(monthSchema, json, { path: file, className: 'the export of agent-fleet measure' });
}

export const writeMonth = (file: string, month: Month): void => replaceFile(file, `${JSON.stringify(month)}\n`);

function unreadable(file: string, why: string): FleetSpecError {
  return new FleetSpecError([
    {
      code: 'AF-SPEC-001',
      severity: 'error',
      path: 'agent-fleet measure',
      prop: '--from',
      value: file,
      allowed: 'a file that agent-fleet measure --save wrote',
      message: `${file} cannot be read: ${why}`,
      repairs: [`agent-fleet measure --url <prometheus> --save ${file}`],
    },
  ]);
}
