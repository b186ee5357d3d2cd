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

/** An object that an earlier release left behind, or still holds, and that Helm does not give to another one. */
export interface OwnedObject {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  /** The release that asks for it. */
  readonly release: string;
}

/** How Helm says it (helm v3.18, `existingResourceConflict` and `checkOwnership`). */
const OWNED =
  /([A-Z][A-Za-z]{0,60}) "([a-z0-9.-]{1,253})" in namespace "([a-z0-9-]{0,63})" exists and cannot be imported into the current release: invalid ownership metadata;.{0,300}?"meta\.helm\.sh\/release-name":? must (?:equal|be set to) "([a-z0-9.-]{1,53})"/g;

/** Each once, in the order of the output. */
export function ownedElsewhere(output: string): OwnedObject[] {
  const texts = errorsIn(output).map((lines) => lines.join(' '));
  const found = texts.flatMap((text) =>
    [...text.matchAll(OWNED)].map(([, kind = '', name = '', namespace = '', release = '']) => ({ kind, namespace, name, release })),
  );
  return [...new Map(found.map((object) => [JSON.stringify(object), object])).values()];
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
