/** Recorded hours in a file: written where Prometheus can be reached, read where it cannot. */
import { parseData } from '../../core/schema';
import { jsonIn } from '../../core/text-file';
import { type Month, monthSchema } from '../../measure/month';
import { replaceFile } from '../safe-files';

/** @throws FleetSpecError when the file holds no export of `agent-fleet measure`. */
export function readMonth(file: string): Month {
  const allowed = 'a file that agent-fleet measure --save wrote';
  const repairs = [`agent-fleet measure --url <prometheus> --save ${file}`];
  const json = jsonIn({ file, path: 'agent-fleet measure', prop: '--from', allowed, repairs });
  return parseData(monthSchema, json, { path: file, className: 'the export of agent-fleet measure' });
}

export const writeMonth = (file: string, month: Month): void => replaceFile(file, `${JSON.stringify(month)}\n`);
