/** What operators make of an object, by the names that they choose: an object of ours with such a name would be taken for theirs, or keep them from making it. */
import type { CustomObject } from './custom-objects';

/** An object by what tells it apart in its namespace. */
export interface ObjectName {
  readonly kind: string;
  readonly name: string;
}

type Made = (name: string, spec: Readonly<Record<string, unknown>>) => readonly ObjectName[];

const named = (kind: string, ...names: readonly string[]): ObjectName[] => names.map((name) => ({ kind, name }));

/** The Secret that a spec names. */
const secretOf = (name: unknown, otherwise: string): ObjectName[] => named('Secret', typeof name === 'string' ? name : otherwise);

/** By kind; what nobody else writes (pods, claims of single servers) is left out. */
const MADE: Readonly<Record<string, Made>> = {
  // CloudNativePG 1.30: pkg/specs and api/v1 (suffixes of services and secrets). It refuses a Service that is not its own.
  'postgresql.cnpg.io/Cluster': (name) => [
    ...named('Service', `${name}-rw`, `${name}-ro`, `${name}-r`),
    ...named('Secret', `${name}-app`, `${name}-ca`, `${name}-server`, `${name}-replication`, `${name}-superuser`),
    ...named('PodDisruptionBudget', name, `${name}-primary`),
    ...[...named('ServiceAccount', name), ...named('Role', name), ...named('RoleBinding', name)],
  ],
  'postgresql.cnpg.io/Pooler': (name) =>
    ['Deployment', 'Service', 'ServiceAccount', 'Role', 'RoleBinding'].flatMap((kind) => named(kind, name)),
  // RabbitMQ cluster operator 2.x: internal/resource.
  'rabbitmq.com/RabbitmqCluster': (name) => [
    ...named('Service', name, `${name}-nodes`),
    ...['StatefulSet', 'ServiceAccount', 'RoleBinding'].flatMap((kind) => named(kind, `${name}-server`)),
    ...named('Role', `${name}-peer-discovery`),
    ...named('ConfigMap', `${name}-server-conf`, `${name}-plugins-conf`),
    ...named('Secret', `${name}-default-user`, `${name}-erlang-cookie`),
  ],
  // LeaderWorkerSet 0.10: a headless Service and the StatefulSet of the leaders.
  'leaderworkerset.x-k8s.io/LeaderWorkerSet': (name) => [...named('Service', name), ...named('StatefulSet', name)],
  // KubeRay 1.x: utils.GenerateHeadServiceName, GenerateServeServiceName.
  'ray.io/RayService': (name) => named('Service', `${name}-head-svc`, `${name}-serve-svc`),
  'keda.sh/ScaledObject': (name) => named('HorizontalPodAutoscaler', `keda-hpa-${name}`),
  'cert-manager.io/Certificate': (name, { secretName }) => secretOf(secretName, name),
  'external-secrets.io/ExternalSecret': (name, { target }) => secretOf((target as { readonly name?: unknown } | undefined)?.name, name),
};

/** Objects that an operator makes of one of ours, in the namespace of it. */
export function madeByOperator({ apiVersion, kind, metadata, spec }: CustomObject): readonly ObjectName[] {
  const group = apiVersion.split('/')[0] ?? '';
  return MADE[`${group}/${kind}`]?.(metadata.name, (spec ?? {}) as Readonly<Record<string, unknown>>) ?? [];
}
