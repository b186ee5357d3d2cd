/** Which Kubernetes object each resource of the provider makes. A kind that is missing here is refused, never dropped. */
import { own } from '../../core/own';
import { blocks, type Field, flag, notSent, sentFlag, type Table, text, textMap } from './field';
import { claimSpec } from './tables/claim';
import { clusterMetadata, namespacedMetadata } from './tables/metadata';
import { ingressSpec, networkPolicySpec, serviceSpec } from './tables/network';
import { clusterRoleRules, roleRef, roleRules, subjects } from './tables/rbac';
import { autoscalerSpec, disruptionBudgetSpec, limitRangeSpec, priorityClass, resourceQuotaSpec } from './tables/scaling';
import { cronJobSpec, daemonSetSpec, deploymentSpec, jobSpec, statefulSetSpec } from './tables/workload';

export interface Kind {
  readonly apiVersion: string;
  readonly kind: string;
  readonly table: Table;
}

/** Attributes with which the provider waits and times out. */
const WAITING: Table = {
  timeouts: notSent,
  wait_for_completion: notSent,
  wait_for_default_service_account: notSent,
  wait_for_load_balancer: notSent,
  wait_for_rollout: notSent,
  wait_for_service_account_token: notSent,
  wait_until_bound: notSent,
  id: notSent,
};

const base64 = (value: unknown): string => Buffer.from(String(value)).toString('base64');
const secretData: Field = {
  name: 'data',
  read: (value, at) => {
    const data = textMap.read(value, at) as Record<string, string> | undefined;
    return data === undefined ? undefined : Object.fromEntries(Object.entries(data).map(([key, item]) => [key, base64(item)]));
  },
};

const SERVICE_ACCOUNT: Table = {
  automount_service_account_token: sentFlag(true),
  image_pull_secret: blocks('imagePullSecrets', { name: text() }),
  secret: blocks('secrets', { name: text() }),
  default_secret_name: notSent,
};
const CONFIG_MAP: Table = { data: textMap, binary_data: textMap, immutable: sentFlag() };
const SECRET: Table = {
  type: text('Opaque'),
  data: secretData,
  data_wo: secretData,
  binary_data: { ...textMap, name: 'data' },
  binary_data_wo: { ...textMap, name: 'data' },
  data_wo_revision: notSent,
  binary_data_wo_revision: notSent,
  immutable: flag(),
};

const namespaced = (apiVersion: string, kind: string, table: Table): Kind => ({
  apiVersion,
  kind,
  table: { metadata: namespacedMetadata, ...table, ...WAITING },
});
const clusterWide = (apiVersion: string, kind: string, table: Table): Kind => ({
  apiVersion,
  kind,
  table: { metadata: clusterMetadata, ...table, ...WAITING },
});

const KINDS: Readonly<Record<string, Kind>> = {
  namespace_v1: clusterWide('v1', 'Namespace', {}),
  priority_class_v1: clusterWide('scheduling.k8s.io/v1', 'PriorityClass', priorityClass),
  service_account_v1: namespaced('v1', 'ServiceAccount', SERVICE_ACCOUNT),
  config_map_v1: namespaced('v1', 'ConfigMap', CONFIG_MAP),
  secret_v1: namespaced('v1', 'Secret', SECRET),
  persistent_volume_claim_v1: namespaced('v1', 'PersistentVolumeClaim', { spec: claimSpec }),
  resource_quota_v1: namespaced('v1', 'ResourceQuota', { spec: resourceQuotaSpec }),
  limit_range_v1: namespaced('v1', 'LimitRange', { spec: limitRangeSpec }),
  service_v1: namespaced('v1', 'Service', { spec: serviceSpec, status: notSent }),
  deployment_v1: namespaced('apps/v1', 'Deployment', { spec: deploymentSpec }),
  stateful_set_v1: namespaced('apps/v1', 'StatefulSet', { spec: statefulSetSpec }),
  daemon_set_v1: namespaced('apps/v1', 'DaemonSet', { spec: daemonSetSpec }),
  job_v1: namespaced('batch/v1', 'Job', { spec: jobSpec }),
  cron_job_v1: namespaced('batch/v1', 'CronJob', { spec: cronJobSpec }),
  pod_disruption_budget_v1: namespaced('policy/v1', 'PodDisruptionBudget', { spec: disruptionBudgetSpec }),
  horizontal_pod_autoscaler_v2: namespaced('autoscaling/v2', 'HorizontalPodAutoscaler', { spec: autoscalerSpec }),
  network_policy_v1: namespaced('networking.k8s.io/v1', 'NetworkPolicy', { spec: networkPolicySpec }),
  ingress_v1: namespaced('networking.k8s.io/v1', 'Ingress', { spec: ingressSpec, status: notSent }),
  role_v1: namespaced('rbac.authorization.k8s.io/v1', 'Role', { rule: roleRules }),
  role_binding_v1: namespaced('rbac.authorization.k8s.io/v1', 'RoleBinding', { role_ref: roleRef, subject: subjects }),
  cluster_role_v1: clusterWide('rbac.authorization.k8s.io/v1', 'ClusterRole', { rule: clusterRoleRules }),
  cluster_role_binding_v1: clusterWide('rbac.authorization.k8s.io/v1', 'ClusterRoleBinding', { role_ref: roleRef, subject: subjects }),
};

/** Resources that make objects of the kinds above under another, older name. */
const OLDER_NAMES: Readonly<Record<string, string>> = { daemonset: 'daemon_set_v1' };

/** The kind of a resource type such as `kubernetes_deployment_v1`; the names without version mean the same. */
export function kindOf(resourceType: string): Kind | undefined {
  const name = resourceType.replace(/^kubernetes_/, '');
  return own(KINDS, name) ?? own(KINDS, own(OLDER_NAMES, name) ?? `${name}_v1`);
}

/** Every resource type that the view knows, for messages. */
export const knownResourceTypes = (): string[] => Object.keys(KINDS).map((name) => `kubernetes_${name}`);
