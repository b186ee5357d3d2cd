/** What `agent-fleet init` is told: where the project goes, which cluster and which state it uses, and which CI runs it. */
import { FleetSpecError } from '../../core/fleet-error';
import type { Cdk } from './cdk';

export interface ProjectOptions {
  /** Name of the npm package and of the keys of its state. */
  readonly name: string;
  /** Context of the kubeconfig. */
  readonly context: string;
  readonly ci: ContinuousIntegration;
  readonly state: StateBackend;
  readonly cdk: Cdk;
}

export const CI_SYSTEMS = ['github', 'gitlab', 'none'] as const;
export type ContinuousIntegration = (typeof CI_SYSTEMS)[number];

/** Where Terraform keeps its state. */
export type StateBackend =
  | { readonly kind: 'local' }
  | { readonly kind: 's3'; readonly bucket: string; readonly region: string }
  | { readonly kind: 'gcs'; readonly bucket: string }
  | { readonly kind: 'azurerm'; readonly resourceGroup: string; readonly account: string; readonly container: string };

const STATE_FORMS = 'local, s3:<bucket>:<region>, gcs:<bucket> or azurerm:<resource group>:<storage account>:<container>';
const PACKAGE_NAME = /^[a-z0-9][a-z0-9-]{0,50}$/;
/** What buckets, regions, groups, accounts and containers are made of. */
const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,89}$/;

/** @throws FleetSpecError when the name is none of an npm package */
export function projectName(name: string): string {
  if (PACKAGE_NAME.test(name)) return name;
  throw refused('name', name, 'lower-case letters, digits and dashes, at most 51', ['--name my-fleet']);
}

/** @throws FleetSpecError when the text names no place that Terraform can keep a state in */
export function stateBackend(text: string): StateBackend {
  const [kind = '', ...parts] = text.split(':');
  const [first = '', second = '', third = ''] = parts;
  const named = parts.every((part) => NAME.test(part));
  if (text === 'local') return { kind: 'local' };
  if (named && kind === 's3' && parts.length === 2) return { kind, bucket: first, region: second };
  if (named && kind === 'gcs' && parts.length === 1) return { kind, bucket: first };
  if (named && kind === 'azurerm' && parts.length === 3) return { kind, resourceGroup: first, account: second, container: third };
  throw refused('state', text, STATE_FORMS, ['--state s3:my-terraform-state:eu-north-1', '--state local']);
}

function refused(prop: string, value: string, allowed: string, repairs: readonly string[]): FleetSpecError {
  return new FleetSpecError([
    {
      code: 'AF-SPEC-001',
      severity: 'error',
      path: 'agent-fleet init',
      prop,
      value,
      allowed,
      message: `expected ${allowed}`,
      repairs: [...repairs],
    },
  ]);
}
