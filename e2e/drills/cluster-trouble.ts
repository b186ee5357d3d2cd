/** Trouble in the cluster itself: the API server goes away, a second apply runs, people delete and edit, a node and a quota are lost. */
import { refusalEvents } from '../checks/events';
import { floorProblems, placementProblems, runningProblems } from '../checks/pods';
import { at, describe, type KubeObject, listAt } from '../cluster/kube-object';
import { giveSecrets } from '../fleets/given-secrets';
import { settle, sleep, waitFor } from '../machine/wait';
import type { TerraformDeployment } from '../transports/terraform';
import type { Drill, DrillOutcome, Scene } from './drill';
import { converge, onBeginning } from './interrupted';

const SECONDS_AWAY = 20;

async function applied(scene: Scene, name: string): Promise<TerraformDeployment> {
  const deployment = await scene.fresh(name);
  const outcome = await deployment.apply();
  if (outcome.problems.length > 0) throw new Error(`the stack does not apply: ${outcome.problems.join(' | ')}`);
  await giveSecrets(scene.world.client, scene.stack.manifests());
  return deployment;
}

async function settled({ world, stack }: Scene, seconds = 60): Promise<readonly string[]> {
  const ask = async () => [...(await runningProblems(world.client, stack.namespaces)), ...(await floorProblems(world.client, stack))];
  return settle(ask, { seconds });
}

const apiServerAway: Drill = {
  name: `the API server is away for ${SECONDS_AWAY} s in the middle of an apply`,
  long: true,
  run: async (scene) => {
    const { plane } = scene.world;
    if (plane === undefined) throw new Error('needs an own control plane');
    const deployment = await scene.fresh('api-server-away');
    let back: Promise<void> | undefined;
    onBeginning(deployment, 6, () => {
      back = (async () => {
        await plane.processes.end('kube-apiserver', 'SIGKILL');
        await sleep(SECONDS_AWAY * 1000);
        await plane.startApiServer();
      })();
    });
    const first = await deployment.apply();
    deployment.onLine = undefined;
    deployment.onStart = undefined;
    await back;
    const outcome = await converge(deployment);
    return { ...outcome, note: `first apply: ${first.problems.length} errors in ${first.seconds.toFixed(0)} s; then ${outcome.note}` };
  },
};

const twoAtOnce: Drill = {
  name: 'a second apply at the same time waits for the lock',
  run: async (scene) => {
    const deployment = await scene.fresh('two-at-once');
    const outcomes = await Promise.all([deployment.apply(), deployment.apply()]);
    const second = await deployment.secondPlan();
    return { problems: [...outcomes.flatMap(({ problems }) => problems), ...second.problems], note: 'both succeed, one after the other' };
  },
};

const deletedByHand: Drill = {
  name: 'an object deleted by hand is planned, and made again',
  run: async (scene) => {
    const deployment = await applied(scene, 'deleted-by-hand');
    const service = first(scene, 'Service');
    await scene.world.client.delete(service);
    return repaired(deployment, (changes) => changes.length === 1 && /service.*create/.test(changes[0] ?? ''), describe(service));
  },
};

const editedByHand: Drill = {
  name: 'an object edited by hand is planned, and put right',
  run: async (scene) => {
    const deployment = await applied(scene, 'edited-by-hand');
    const policy = first(scene, 'NetworkPolicy');
    await scene.world.client.patch(policy, { spec: { ingress: [{}] } });
    return repaired(deployment, (changes) => changes.length === 1 && /network_policy.*update/.test(changes[0] ?? ''), describe(policy));
  },
};

async function repaired(
  deployment: TerraformDeployment,
  expected: (changes: readonly string[]) => boolean,
  what: string,
): Promise<DrillOutcome> {
  const drift = await deployment.secondPlan();
  const unseen = expected(drift.problems) ? [] : [`the plan does not show ${what} alone: ${drift.problems.join(' | ') || 'no change'}`];
  const outcome = await converge(deployment);
  return { problems: [...unseen, ...outcome.problems], note: what };
}

function first({ stack }: Scene, kind: string): KubeObject {
  const found = stack.manifests().find((object) => object.kind === kind);
  if (found === undefined) throw new Error(`the stack has no ${kind}`);
  return found;
}

const scaledByHand: Drill = {
  name: 'an autoscaled pool scaled by a person: the second plan stays empty',
  run: async (scene) => {
    const deployment = await applied(scene, 'scaled-by-hand');
    const scaled = first(scene, 'ScaledObject');
    const notReady = await settled(scene);
    const pool = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: scaled.metadata };
    const maximum = Number(at(scaled.spec, 'maxReplicaCount'));
    await scene.world.client.patch(pool, { spec: { replicas: maximum } }, '/scale');
    const second = await deployment.secondPlan();
    return { problems: [...notReady, ...second.problems], note: `${describe(pool)} scaled to ${maximum}` };
  },
};

const nodeLost: Drill = {
  name: 'a GPU node is lost: its pods move to another node of their GPU',
  long: true,
  run: async (scene) => {
    const { client } = scene.world;
    const deployment = await applied(scene, 'node-lost');
    const before = await settled(scene);
    const scaled = first(scene, 'ScaledObject');
    const pods = await client.list('v1', 'Pod', scene.namespace);
    const node = String(at(pods.find((pod) => pod.metadata.labels?.['app.kubernetes.io/name'] === scaled.metadata.name)?.spec, 'nodeName'));
    await client.delete({ apiVersion: 'v1', kind: 'Node', metadata: { name: node } });
    await waitFor('the removal of its pods', async () => ((await podsOn(scene, node)) === 0 ? true : undefined), { seconds: 90 });
    const problems = [
      ...before,
      ...(await settled(scene, 90)),
      ...(await placementProblems(client, scene.stack)),
      ...(await deployment.secondPlan()).problems,
    ];
    return { problems, note: `node ${node}` };
  },
};

async function podsOn({ world, namespace }: Scene, node: string): Promise<number> {
  const pods = await world.client.list('v1', 'Pod', namespace);
  return pods.filter((pod) => at(pod.spec, 'nodeName') === node).length;
}

const quotaExceeded: Drill = {
  name: 'a quota without GPUs refuses pods, the harness sees it, and the fleet comes back when it is lifted',
  run: async (scene) => {
    const { client } = scene.world;
    const deployment = await applied(scene, 'quota');
    const notReady = await settled(scene);
    const quota = {
      apiVersion: 'v1',
      kind: 'ResourceQuota',
      metadata: { name: 'no-gpus', namespace: scene.namespace },
      spec: { hard: { 'requests.nvidia.com/gpu': '0' } },
    };
    await client.apply(quota);
    await sleep(1_000);
    for (const pod of await client.list('v1', 'Pod', scene.namespace)) if (holdsGpu(pod)) await client.delete(pod);
    const seen = await waitFor(
      'the refusal',
      async () => (await refusalEvents(client, [scene.namespace])).find((text) => text.includes('exceeded quota')),
      { seconds: 30 },
    );
    await client.delete(quota);
    const problems = [...notReady, ...(await settled(scene, 120)), ...(await deployment.secondPlan()).problems];
    return { problems, note: seen.slice(0, 120) };
  },
};

const holdsGpu = (pod: KubeObject): boolean =>
  listAt(pod.spec, 'containers').some((container) => JSON.stringify(at(container, 'resources') ?? {}).includes('/gpu'));

const definitionMissing: Drill = {
  name: 'a custom resource definition is missing: the error names the kind and the stack to deploy first, and the next apply converges',
  run: async (scene) => {
    const { client } = scene.world;
    const name = 'podmonitors.monitoring.coreos.com';
    const definition = await client.read({ apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', metadata: { name } });
    if (definition === undefined) throw new Error(`${name} is not installed`);
    await client.delete(definition);
    await waitFor('the end of the definition', async () => ((await client.read(definition)) === undefined ? true : undefined), {
      seconds: 30,
    });
    const deployment = await scene.fresh('definition-missing');
    const failed = await deployment.apply();
    await reinstall(scene, definition);
    const clear = failed.problems.some((problem) => problem.includes('PodMonitor') && /FleetPlatform/.test(problem));
    const outcome = await converge(deployment);
    return {
      problems: [...(clear ? [] : [`the error does not name the kind: ${failed.problems.join(' | ')}`]), ...outcome.problems],
      note: `${failed.problems[0]?.slice(0, 160) ?? ''}; then ${outcome.note}`,
    };
  },
};

async function reinstall({ world }: Scene, definition: KubeObject): Promise<void> {
  const { name, labels, annotations } = definition.metadata;
  const metadata = { name, ...(labels === undefined ? {} : { labels }), ...(annotations === undefined ? {} : { annotations }) };
  const { status: _status, ...rest } = definition;
  const path = await world.client.resources.collection(definition.apiVersion, definition.kind);
  await world.client.request('POST', path, { body: { ...rest, metadata } });
  await waitFor('the definition', async () => ((await isServed(world, definition)) ? true : undefined), { seconds: 30 });
}

async function isServed(world: Scene['world'], definition: KubeObject): Promise<boolean> {
  world.client.resources.forget();
  const group = String(at(definition.spec, 'group'));
  const version = String(at(definition.spec, 'versions', 0, 'name'));
  return world.client.list(`${group}/${version}`, String(at(definition.spec, 'names', 'kind'))).then(
    () => true,
    () => false,
  );
}

export const CLUSTER_TROUBLE: readonly Drill[] = [
  apiServerAway,
  twoAtOnce,
  deletedByHand,
  editedByHand,
  scaledByHand,
  nodeLost,
  quotaExceeded,
  definitionMissing,
];
