/** Reads the output of a failed `terraform apply`: which resources could not be made because the object exists already. */
import { stripVTControlCharacters } from 'node:util';

/** How the Kubernetes and the Helm provider say it. */
const EXISTS = /already exists|cannot re-use a name that is still in use/;

/** `  with kubernetes_service_v1.planner_A1,` */
const ADDRESS = /^with ([a-z0-9_]{1,200}\.[A-Za-z0-9_-]{1,300}),/;
const FRAME = /^[╷│╵]/;

/** Addresses in the order of the output; boxes and colours of a terminal do no harm. */
export function conflictsIn(output: string): string[] {
  const found = errorsIn(output)
    .filter((lines) => lines.some((line) => EXISTS.test(line)))
    .flatMap((lines) => lines.flatMap((line) => ADDRESS.exec(line)?.[1] ?? []).slice(0, 1));
  return [...new Set(found)];
}

/** The lines of each error, from its title to the next one. */
function errorsIn(output: string): string[][] {
  const parts: string[][] = [];
  for (const line of plainLines(output)) {
    if (/^(?:Error|Warning): /.test(line)) parts.push([line]);
    else parts.at(-1)?.push(line);
  }
  return parts.filter(([title = '']) => title.startsWith('Error: '));
}

/** Without escape sequences, and without the frame that Terraform draws. */
function plainLines(output: string): string[] {
  return stripVTControlCharacters(output)
    .split('\n')
    .map((line) => line.trim().replace(FRAME, '').trim());
}
