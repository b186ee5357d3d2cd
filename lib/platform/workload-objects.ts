/** The objects that every Deployment of ours has beside it: its Service, its disruption budget, and how its pods spread over nodes. */
import type { Construct } from 'constructs';
import type { Workload } from '../security/workload';
import {
  type DeploymentV1SpecTemplateSpec,
  type DeploymentV1SpecTemplateSpecContainer,
  PodDisruptionBudgetV1,
  ServiceV1,
} from '../terraform/kubernetes';

/** Whose objects they are. */
export interface WorkloadObjects {
  /** Construct that the objects become children of. */
  readonly scope: Construct;
  readonly workload: Workload;
  readonly metadata: { readonly name: string; readonly namespace: string; readonly labels: Record<string, string> };
}

export interface ServicePort {
  /** Name of the port at the Service and at the pods. */
  readonly name: string;
  readonly port: number;
}

export interface ServiceShape {
  /** Each client keeps to one pod, by its address. @default false */
  readonly sticky?: boolean;
  /** Its name resolves to the addresses of all ready pods. @default false */
  readonly headless?: boolean;
  /** Labels of the pods that answer. @default - those of the workload */
  readonly selector?: Readonly<Record<string, string>>;
  /** Ports beside the first. @default - none */
  readonly furtherPorts?: readonly ServicePort[];
  /** Id of the construct. @default 'service' */
  readonly id?: string;
}

export function renderService({ scope, workload, metadata }: WorkloadObjects, first: ServicePort, shape: ServiceShape = {}): ServiceV1 {
  const { sticky = false, headless = false, id = 'service', selector = workload.selector, furtherPorts = [] } = shape;
  return new ServiceV1(scope, id, {
    metadata,
    spec: {
      ...(headless ? { clusterIp: 'None' } : { type: 'ClusterIP' }),
      selector: { ...selector },
      ...(sticky ? { sessionAffinity: 'ClientIP' } : {}),
      port: [first, ...furtherPorts].map(({ name, port }) => ({ name, port, targetPort: name, protocol: 'TCP' })),
    },
    waitForLoadBalancer: false,
    dependsOn: [workload.namespace.resource],
  });
}

/** Until every node has learned that a pod takes no more requests of its Service; assumed. */
export const LEAVING_SECONDS = 5;

/**
 * A pod answers until it has left its Service everywhere; SIGTERM comes afterwards. By the program `sleep` of the image: the provider has no pause of
 * Kubernetes' own (2.38). Where the image has none, SIGTERM comes at once, and the kubelet notes it.
 */
export const leaving = (seconds: number): NonNullable<DeploymentV1SpecTemplateSpecContainer['lifecycle']> => ({
  preStop: [{ exec: { command: ['sleep', String(seconds)] } }],
});

/** One pod at a time may be drained. With a single replica a budget would only block the node. */
export function renderDisruptionBudget({ scope, workload, metadata }: WorkloadObjects, replicas: number): void {
  if (replicas < 2) return;
  new PodDisruptionBudgetV1(scope, 'disruption-budget', {
    metadata,
    spec: { maxUnavailable: '1', selector: { matchLabels: { ...workload.selector } } },
    dependsOn: [workload.namespace.resource],
  });
}

/**
 * The same for pods of an operator: its object says nothing of how many there are, so Kubernetes takes only a number that stays, and refuses every eviction
 * under any other budget. Pods that answer nobody are in none.
 */
export function renderBudgetOfOperated(
  { scope, workload, metadata }: WorkloadObjects,
  replicas: number,
  answering: Readonly<Record<string, string>>,
): void {
  if (replicas < 2) return;
  new PodDisruptionBudgetV1(scope, 'disruption-budget', {
    metadata,
    spec: { minAvailable: String(replicas - 1), selector: { matchLabels: { ...answering } } },
    dependsOn: [workload.namespace.resource],
  });
}

/** Pods on as many nodes as there are; on fewer nodes they share them. */
export function spreadOverNodes({ selector }: Workload): NonNullable<DeploymentV1SpecTemplateSpec['topologySpreadConstraint']> {
  return [
    {
      maxSkew: 1,
      topologyKey: 'kubernetes.io/hostname',
      whenUnsatisfiable: 'ScheduleAnyway',
      labelSelector: [{ matchLabels: { ...selector } }],
    },
  ];
}
