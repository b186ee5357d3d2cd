/** Workloads among the resources of Terraform's Kubernetes provider. */
import { own } from '../../core/own';
import type { WrittenResource } from '../../terraform/written-resources';
import { blockAt, numberOf, textOf } from './field-of';
import { TERRAFORM_NAMES, writtenPod } from './written-pod';
import type { WrittenWorkload } from './written-workload';

interface Reading {
  readonly kind: string;
  /** Replicas where none are written. */
  readonly byDefault: number | null;
  readonly replicas: (spec: unknown) => unknown;
}

const DEPLOYMENT: Reading = { kind: 'Deployment', byDefault: null, replicas: (spec) => blockAt(spec)['replicas'] };
const STATEFUL_SET: Reading = { kind: 'StatefulSet', byDefault: null, replicas: (spec) => blockAt(spec)['replicas'] };
const JOB: Reading = { kind: 'Job', byDefault: 1, replicas: (spec) => blockAt(spec)['parallelism'] };

const READINGS: Readonly<Record<string, Reading>> = {
  kubernetes_deployment: DEPLOYMENT,
  kubernetes_deployment_v1: DEPLOYMENT,
  kubernetes_stateful_set: STATEFUL_SET,
  kubernetes_stateful_set_v1: STATEFUL_SET,
  kubernetes_job: JOB,
  kubernetes_job_v1: JOB,
};

/** Resources that make pods of which nobody can say here how many there are. */
export const UNCOUNTED_TYPES: ReadonlySet<string> = new Set([
  ...['kubernetes_daemonset', 'kubernetes_daemon_set_v1', 'kubernetes_cron_job', 'kubernetes_cron_job_v1'],
  ...['kubernetes_replication_controller', 'kubernetes_replication_controller_v1', 'kubernetes_manifest'],
]);

export const COUNTED_TYPES: ReadonlySet<string> = new Set(Object.keys(READINGS));

/** Undefined of a resource that makes no pods. */
export function workloadOf({ type, attributes, path }: WrittenResource): WrittenWorkload | undefined {
  const reading = own(READINGS, type);
  if (reading === undefined) return undefined;
  const spec = blockAt(attributes, 'spec');
  const written = numberOf(reading.replicas(spec)) ?? reading.byDefault;
  return {
    kind: reading.kind,
    name: textOf(blockAt(attributes, 'metadata')['name']) ?? '',
    pods: [{ pod: writtenPod(blockAt(spec, 'template'), TERRAFORM_NAMES), perReplica: 1 }],
    replicas: written,
    path,
    surge: reading.kind === 'Deployment' ? surgeOf(spec, written ?? 1) : 0,
  };
}

/** A quarter, rounded up, where nothing is written: as Kubernetes does. */
function surgeOf(spec: unknown, replicas: number): number {
  const strategy = blockAt(spec, 'strategy');
  if (strategy['type'] === 'Recreate') return 0;
  const written = textOf(blockAt(strategy, 'rolling_update')['max_surge']) ?? '25%';
  const share = /^(\d+)%$/.exec(written)?.[1];
  return share === undefined ? (numberOf(written) ?? 0) : Math.ceil((replicas * Number(share)) / 100);
}
