/** The lines of a program that tell Terraform where to keep the state of its stacks. */
import type { ProjectOptions, StateBackend } from './project-options';

export interface StateCode {
  /** Name that is imported from cdktf; undefined for a state beside the program. */
  readonly imported: string | undefined;
  readonly lines: readonly string[];
}

export function stateCode({ state, name }: Pick<ProjectOptions, 'state' | 'name'>): StateCode {
  const kept = backend(state);
  if (kept === undefined) return { imported: undefined, lines: [] };
  const [imported, given, more = []] = kept;
  const key = `\`${name}/\${stack.node.id}\``;
  return { imported, lines: ['for (const stack of stacks) {', `  new ${imported}(stack, ${given(key)});`, ...more, '}'] };
}

type Given = (key: string) => string;

function backend(state: StateBackend): readonly [string, Given, (readonly string[])?] | undefined {
  switch (state.kind) {
    case 's3':
      return [
        'S3Backend',
        (key) => `{ bucket: ${quoted(state.bucket)}, region: ${quoted(state.region)}, key: ${key}, encrypt: true }`,
        // cdktf has no prop for the lock that S3 itself keeps since Terraform 1.10.
        ["  stack.addOverride('terraform.backend.s3.use_lockfile', true);"],
      ];
    case 'gcs':
      return ['GcsBackend', (key) => `{ bucket: ${quoted(state.bucket)}, prefix: ${key} }`];
    case 'azurerm':
      return [
        'AzurermBackend',
        (key) =>
          `{ resourceGroupName: ${quoted(state.resourceGroup)}, storageAccountName: ${quoted(state.account)}, containerName: ${quoted(state.container)}, key: ${key} }`,
      ];
    default:
      return undefined;
  }
}

/** A text as TypeScript writes it. */
export const quoted = (text: string): string => `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
