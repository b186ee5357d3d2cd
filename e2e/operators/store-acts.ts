/**
 * A database, its pooler and a broker under the real operators. The pods have to be those that policies, alerts and Services rely on: their labels and ports
 * are compared with what the proof assumes of them elsewhere. A second server waits for the first to answer, which no played pod does.
 */
import { type WorkloadView, workloadsOf } from '../checks/workloads';
import { at, describe, listAt } from '../cluster/kube-object';
import { waitFor } from '../machine/wait';
import { type Act, fail, type Stage } from './act';
import { type MadePod, podsWith } from './pods-of-operators';

export const STORES = 'stores';

export const STORE_ACTS: readonly Act[] = [
  {
    name: 'CloudNativePG: a Job makes the database, and its first server is admitted, on a CPU node',
    act: (stage) => come(stage, 'Cluster', 1),
  },
  { name: 'CloudNativePG: the pods of the pooler are admitted, on CPU nodes', act: (stage) => come(stage, 'Pooler', 2) },
  { name: 'RabbitMQ: the servers of the broker are admitted, on CPU nodes', act: (stage) => come(stage, 'RabbitmqCluster', 1) },
];

async function come(stage: Stage, kind: string, least: number): Promise<string> {
  const expected = workloadOf(stage, kind);
  let seen = '';
  const pods = await waitFor(
    `${least} pods of ${describe(expected.object)}`,
    async () => {
      const all = await podsWith(stage.world.client, STORES, expected.labels);
      seen = all.map(({ name, node, ready }) => `${name} on ${node ?? 'no node'}${ready ? '' : ' (not ready)'}`).join(', ');
      return all.length >= least && all.every(({ ready, node }) => ready && node !== undefined) ? all : undefined;
    },
    { seconds: 120, everySeconds: 1 },
  ).catch((error: unknown) => fail(error, seen));
  const problems = pods.flatMap((pod) => problemsOf(pod, expected));
  if (problems.length > 0) throw new Error(problems.join('; '));
  return seen;
}

function workloadOf({ deployments }: Stage, kind: string): WorkloadView {
  const objects = deployments.flatMap(({ stack }) => (stack.name === STORES ? stack.manifests() : []));
  const found = workloadsOf(objects).find(({ object }) => object.kind === kind);
  if (found === undefined) throw new Error(`there is no ${kind}`);
  return found;
}

function problemsOf(pod: MadePod, { containers }: WorkloadView): string[] {
  const ports = new Map(
    listAt(pod.object.spec, 'containers').flatMap((container) =>
      listAt(container, 'ports').map((port) => [String(at(port, 'name')), Number(at(port, 'containerPort'))] as const),
    ),
  );
  const assumed = containers.flatMap((container) => container.ports);
  return [
    ...(pod.onGpu ? [`${pod.name} is on ${pod.node}, which has GPUs`] : []),
    ...assumed
      .filter(({ name, number }) => name !== undefined && ports.get(name) !== number)
      .map(({ name, number }) => `${pod.name} has ${name} at ${ports.get(String(name)) ?? 'no port'}, assumed ${number}`),
  ];
}
