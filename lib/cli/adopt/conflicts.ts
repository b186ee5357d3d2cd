/** Reads the output of a failed `terraform apply`: which resources could not be made because the object exists already. */

/** How the Kubernetes and the Helm provider say it. */
const EXISTS = /already exists|cannot re-use a name that is still in use/;

/** Addresses in the order of the output; boxes and colours of a terminal do no harm. */
export function conflictsIn(output: string): string[] {
  const found = errorsIn(output)
    .filter((text) => EXISTS.test(text))
    .map((text) => /^\s*with ([a-z0-9_]+\.[A-Za-z0-9_-]+),/m.exec(text)?.[1]);
  return [...new Set(found.filter((address) => address !== undefined))];
}

function errorsIn(output: string): string[] {
  return plain(output)
    .split(/^(?=\s*(?:Error|Warning): )/m)
    .filter((text) => /^\s*Error: /.test(text));
}

/** Without the frame that Terraform draws, and without escape sequences. */
function plain(output: string): string {
  const colour = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g');
  return output.replaceAll(colour, '').replace(/^[ \t]*[╷│╵]/gm, '');
}
