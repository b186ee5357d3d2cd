/** The pods of a fleet, live: as many as planned, on the nodes with their GPU, Running, in namespaces that hold everybody to Pod Security. */
import { GPU_FACTS } from '../../lib/catalog/gpus';
import type { KubeClient } from '../cluster/kube-client';
import { at, describe, type KubeObject, listAt } from '../cluster/kube-object';
import { GPU_LABEL } from '../fleets/fake-nodes';
import type { FleetStack } from '../fleets/fleet-stack';
import { isPostgres } from './workloads';

const PSA = 'pod-security.kubernetes.io/enforce';

/** Namespaces of fleets are restricted; those of operators may say otherwise, but must say. */
export async function namespaceProblems(client: KubeClient, stack: FleetStack): Promise<string[]> {
  const live = await client.list('v1', 'Namespace');
  return stack.namespaces.flatMap((name) => {
    const level = live.find(({ metadata }) => metadata.name === name)?.metadata.labels?.[PSA];
    if (level === 'restricted' || (!hasFleet(stack) && level !== undefined)) return [];
    return [`namespace ${name} enforces ${level ?? 'no Pod Security level'}`];
  });
}

const hasFleet = ({ plan }: FleetStack): boolean => plan !== undefined && plan.pools.length + plan.fleets.length > 0;

export async function runningProblems(client: KubeClient, namespaces: readonly string[]): Promise<string[]> {
  const problems: string[] = [];
  for (const namespace of namespaces) {
    problems.push(...(await client.list('apps/v1', 'Deployment', namespace)).flatMap(replicaProblems));
    problems.push(...(await client.list('apps/v1', 'StatefulSet', namespace)).flatMap(replicaProblems));
    problems.push(...(await client.list('v1', 'Pod', namespace)).flatMap(podProblems));
  }
  return problems;
}

function replicaProblems(object: KubeObject): string[] {
  const wanted = Number(at(object.spec, 'replicas') ?? 1);
  const ready = Number(at(object.status, 'readyReplicas') ?? 0);
  const seen = Number(at(object.status, 'observedGeneration') ?? 0) >= Number(object.metadata.generation ?? 0);
  return seen && ready === wanted ? [] : [`${describe(object)} has ${ready} of ${wanted} pods ready`];
}

function podProblems(pod: KubeObject): string[] {
  const phase = String(at(pod.status, 'phase'));
  if (phase === 'Running' || phase === 'Succeeded') return [];
  const scheduled = listAt(pod.status, 'conditions').find((condition) => at(condition, 'type') === 'PodScheduled');
  return [`${describe(pod)} is ${phase}: ${String(at(scheduled, 'message') ?? '')}`];
}

/** Kinds of pools whose operators do not run here: the API server has taken the object by its definition, and nobody makes its pods. */
const OPERATED = [{ apiVersion: 'ray.io/v1', kind: 'RayService' }];

/** Pools, and tools on GPUs, as the plan has them. */
const onGpus = ({ plan }: FleetStack) => [...(plan?.pools ?? []), ...(plan?.gpuServices ?? [])];

/** Replicas of every pool and of every tool on GPUs are at least its floor. */
export async function floorProblems(client: KubeClient, stack: FleetStack): Promise<string[]> {
  const problems: string[] = [];
  for (const { name, namespace, replicas } of onGpus(stack)) {
    const metadata = { name, namespace };
    const operated = await Promise.all(OPERATED.map((target) => client.read({ ...target, metadata })));
    if (operated.some((object) => object !== undefined)) continue;
    const deployment = await client.read({ apiVersion: 'apps/v1', kind: 'Deployment', metadata });
    const ready = Number(at(deployment?.status, 'readyReplicas') ?? 0);
    if (ready < replicas.min) problems.push(`${name} has ${ready} replicas ready, its floor is ${replicas.min}`);
  }
  return problems;
}

/** Pods of a pool, or of a tool on GPUs, on nodes with its GPU and with exactly its GPUs; every other pod on a node without one. */
export async function placementProblems(client: KubeClient, stack: FleetStack): Promise<string[]> {
  const nodes = new Map((await client.list('v1', 'Node')).map((node) => [node.metadata.name, node]));
  const problems: string[] = [];
  for (const namespace of stack.namespaces) {
    for (const pod of await client.list('v1', 'Pod', namespace)) {
      const node = nodes.get(String(at(pod.spec, 'nodeName')));
      const planned = onGpus(stack).find(
        (candidate) => candidate.namespace === namespace && candidate.name === pod.metadata.labels?.['app.kubernetes.io/name'],
      );
      // It warms the nodes of its pool, where the image is needed anyway, and takes none of their GPUs.
      const downloads = pod.metadata.labels?.['app.kubernetes.io/component'] === 'weights-download';
      if (node === undefined) problems.push(`${describe(pod)} is on no node`);
      else if (!downloads && !hasGpu(node, planned?.gpu.id))
        problems.push(`${describe(pod)} is on node ${node.metadata.name} with ${gpuName(node)}, planned: ${planned?.gpu.id ?? 'no GPU'}`);
      problems.push(...gpuCountProblems(pod, planned?.gpusPerReplica ?? 0));
    }
  }
  return problems;
}

/** Cards, parts of them, and slices that have a resource of their own. */
const isGpuResource = (name: string) => name.endsWith('/gpu') || name === 'nvidia.com/gpu.shared' || name.startsWith('nvidia.com/mig-');

/** By the label of our own nodes, else by the product label that GPU feature discovery gives to real ones. */
function hasGpu(node: KubeObject, planned: string | undefined): boolean {
  const labels = node.metadata.labels ?? {};
  if (planned === undefined) return !Object.keys((at(node.status, 'capacity') ?? {}) as object).some((resource) => isGpuResource(resource));
  const facts = GPU_FACTS.find(({ id }) => id === planned);
  const onNode = labels[GPU_LABEL];
  // A slice is called by its card and its profile.
  if (onNode !== undefined && (onNode === planned || planned.startsWith(`${onNode}-`))) return true;
  return facts?.productLabels.includes(labels[facts.productLabelKey] ?? '') === true;
}

function gpuName({ metadata: { labels = {} } }: KubeObject): string {
  return labels[GPU_LABEL] ?? labels['nvidia.com/gpu.product'] ?? 'no GPU';
}

function gpuCountProblems(pod: KubeObject, planned: number): string[] {
  const limits = listAt(pod.spec, 'containers').flatMap((container) =>
    Object.entries((at(container, 'resources', 'limits') ?? {}) as object),
  );
  const gpus = limits.filter(([name]) => isGpuResource(name)).reduce((sum, [, count]) => sum + Number(count), 0);
  return gpus === planned ? [] : [`${describe(pod)} holds ${gpus} GPUs, planned: ${planned}`];
}

/** Autoscaled pools: the operator took the ScaledObject and made an HPA with the bounds of the plan. */
export async function autoscalerProblems(client: KubeClient, stack: FleetStack): Promise<string[]> {
  const problems: string[] = [];
  for (const object of scaledObjects(stack).filter((object) => brokersOf(object).length === 0)) {
    const live = await client.read(object);
    const ready = listAt(live?.status, 'conditions').find((condition) => at(condition, 'type') === 'Ready');
    if (at(ready, 'status') !== 'True')
      problems.push(`${describe(object)} is not ready: ${String(at(ready, 'message') ?? 'KEDA has not seen it')}`);
    const { name, namespace } = object.metadata;
    const metadata = { name: `keda-hpa-${name}`, ...(namespace === undefined ? {} : { namespace }) };
    const hpa = await client.read({ apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', metadata });
    if (hpa === undefined) problems.push(`${describe(object)} has no HorizontalPodAutoscaler`);
  }
  return problems;
}

/** Asked where no broker answers, KEDA makes nothing of such an object; `--only queues` asks real brokers. */
export const onBrokers = (stack: FleetStack): string[] =>
  scaledObjects(stack)
    .map((object) => ({ object, brokers: brokersOf(object) }))
    .filter(({ brokers }) => brokers.length > 0)
    .map(({ object, brokers }) => `${describe(object)} (${brokers.join(', ')})`);

const scaledObjects = (stack: FleetStack) => stack.manifests().filter(({ kind }) => kind === 'ScaledObject');

/** Kinds of triggers that ask a server which runs as a pod, or outside. */
const ASKING_BROKERS = new Set(['redis-streams', 'redis', 'rabbitmq', 'aws-sqs-queue']);

const brokersOf = (object: KubeObject): string[] =>
  listAt(object.spec, 'triggers')
    .map((trigger) => String(at(trigger, 'type')))
    .filter((type) => ASKING_BROKERS.has(type));

/** Not made here: the operators of these kinds have no pods in a control plane without nodes of its own. */
export function withoutOperator(stack: FleetStack): string[] {
  return stack.manifests().filter(isPostgres).map(describe);
}
