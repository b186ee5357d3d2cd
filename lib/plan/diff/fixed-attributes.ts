/**
 * What Terraform cannot change in place: another value destroys the object and makes a new one. Read in the schemas of the providers (`ForceNew`, of Helm
 * `RequiresReplace`): github.com/hashicorp/terraform-provider-kubernetes at the tag v2.38.0 (be88f4427, the same for these kinds in v3.2.1) and
 * github.com/hashicorp/terraform-provider-helm at v3.1.1. A block that cannot be replaced itself names its attributes: `ForceNew` of a block counts blocks.
 */
import { memoryGiB } from '../../core/memory-quantity';
import { own } from '../../core/own';
import { isPlainObject } from '../../core/plain-object';
import type { FieldChange } from './field-changes';

/** Releases that were read; a test compares them with the providers that are installed. */
export const READ_PROVIDERS = { kubernetes: '2.38.0', helm: '3.1.1' } as const;

interface FixedAttributes {
  /** Attributes with everything below them. */
  readonly attributes: readonly string[];
  /** Parts of them that are changed in place. */
  readonly except?: readonly string[];
  /** Changes that are no change in place in some cases only. */
  readonly also?: (change: FieldChange, before: unknown) => boolean;
}

const METADATA = ['metadata.name', 'metadata.namespace', 'metadata.generate_name'];
const NONE: FixedAttributes = { attributes: [] };

/** Kinds that are made by constructs. */
const FIXED: Readonly<Record<string, FixedAttributes>> = {
  helm_release: { attributes: ['name', 'namespace'] },
  kubernetes_cluster_role_v1: NONE,
  // CustomizeDiff: a ConfigMap that was immutable.
  kubernetes_config_map_v1: {
    attributes: [],
    also: ({ field }, before) => isPlainObject(before) && before['immutable'] === true && /^(data|binary_data|immutable)\b/.test(field),
  },
  kubernetes_deployment_v1: { attributes: ['spec.selector'] },
  kubernetes_job_v1: {
    attributes: [
      'spec.backoff_limit_per_index',
      'spec.completion_mode',
      'spec.completions',
      'spec.pod_failure_policy',
      'spec.selector',
      'spec.template.metadata.generate_name',
      'spec.template.metadata.name',
      'spec.template.spec',
    ],
    except: ['spec.template.spec.active_deadline_seconds'],
  },
  kubernetes_namespace_v1: NONE,
  kubernetes_network_policy_v1: NONE,
  kubernetes_persistent_volume_claim_v1: {
    attributes: [
      'spec.access_modes',
      'spec.resources.limits',
      'spec.selector',
      'spec.storage_class_name',
      'spec.volume_mode',
      'spec.volume_name',
    ],
    // CustomizeDiff: a claim grows in place, and is made anew to shrink.
    also: ({ field, before, after }) => field === 'spec.resources.requests.storage' && isLess(after, before),
  },
  kubernetes_pod_disruption_budget_v1: { attributes: ['spec.max_unavailable', 'spec.min_available', 'spec.selector'] },
  kubernetes_priority_class_v1: { attributes: ['value', 'preemption_policy'] },
  kubernetes_service_account_v1: NONE,
  kubernetes_service_v1: {
    attributes: ['spec.cluster_ip', 'spec.cluster_ips', 'spec.health_check_node_port', 'spec.load_balancer_class'],
  },
  kubernetes_stateful_set_v1: {
    attributes: [
      'spec.pod_management_policy',
      'spec.revision_history_limit',
      'spec.selector',
      'spec.service_name',
      'spec.volume_claim_template',
    ],
    // Terraform takes this for a change, and sends none of it: the claims that exist stay as they are.
    except: ['spec.volume_claim_template.spec.resources.requests'],
  },
};

/** The kinds of resources of which it is known. */
export const fixedKinds = (): readonly string[] => Object.keys(FIXED);

/** The attribute for which a resource is made anew; undefined where all changes are made in place. */
export function replacingAttribute(type: string, changes: readonly FieldChange[], before: unknown): string | undefined {
  const { attributes, except = [], also } = own(FIXED, type) ?? NONE;
  const fixed = [...METADATA, ...attributes];
  for (const change of changes) {
    if (except.some((attribute) => isWithin(change.field, attribute))) continue;
    const found = fixed.find((attribute) => isWithin(change.field, attribute));
    if (found !== undefined) return found;
    if (also?.(change, before)) return change.field;
  }
  return undefined;
}

const isWithin = (field: string, attribute: string): boolean =>
  field === attribute || field.startsWith(`${attribute}.`) || field.startsWith(`${attribute}[`);

function isLess(after: unknown, before: unknown): boolean {
  const [less, more] = [sizeOf(after), sizeOf(before)];
  return less !== null && more !== null && less < more;
}

const sizeOf = (value: unknown): number | null => (typeof value === 'string' ? memoryGiB(value) : null);
