/**
 * What an upgrade may never replace, and the arguments whose change makes the provider replace it. Read in the source of
 * hashicorp/terraform-provider-kubernetes v2.38.0 and terraform-provider-helm v3.1.1 (`ForceNew`, `RequiresReplace`), 2026-11-21.
 * The drill with a real Terraform checks this table.
 */

const IDENTITY = ['metadata.name', 'metadata.namespace', 'metadata.generate_name'];

/** Dotted paths by resource type. Lists of one block are read as the block. */
export const FORCE_NEW: Readonly<Record<string, readonly string[]>> = {
  kubernetes_namespace_v1: IDENTITY,
  kubernetes_deployment_v1: [...IDENTITY, 'spec.selector'],
  kubernetes_stateful_set_v1: [
    ...IDENTITY,
    'spec.selector',
    'spec.service_name',
    'spec.pod_management_policy',
    'spec.revision_history_limit',
    'spec.volume_claim_template',
  ],
  kubernetes_service_v1: [...IDENTITY, 'spec.cluster_ip', 'spec.cluster_ips', 'spec.load_balancer_class', 'spec.health_check_node_port'],
  kubernetes_persistent_volume_claim_v1: [
    ...IDENTITY,
    'spec.access_modes',
    'spec.resources.limits',
    'spec.selector',
    'spec.volume_name',
    'spec.storage_class_name',
    'spec.volume_mode',
  ],
  kubernetes_secret_v1: [...IDENTITY, 'type'],
  kubernetes_service_account_v1: IDENTITY,
  helm_release: ['name', 'namespace'],
};

/** Objects whose end is an outage or a loss: by kind, also those inside a release. A missing service account stops every new pod. */
export const LASTING_KINDS: ReadonlySet<string> = new Set([
  'Namespace',
  'Deployment',
  'StatefulSet',
  'Service',
  'PersistentVolumeClaim',
  'Secret',
  'ServiceAccount',
  'Cluster',
  'ExternalSecret',
  'Password',
]);

export const isLasting = (type: string): boolean => type in FORCE_NEW;
