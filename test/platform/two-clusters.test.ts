/** Several clusters in one stack: every resource goes to its own, and what is not said is refused. */
import { AgentFleet } from '../../lib/agents/agent-fleet';
import { Topology } from '../../lib/capacity/demand/topology';
import { Gpu } from '../../lib/catalog/gpu';
import { Model } from '../../lib/catalog/model';
import { isFleetError } from '../../lib/core/fleet-error';
import { Scaling } from '../../lib/elasticity/scaling';
import { InferencePool } from '../../lib/inference/inference-pool';
import type { InferencePoolProps } from '../../lib/inference/inference-pool-props';
import { ObservabilityStack } from '../../lib/observability/observability-stack';
import { SynthesizedApp } from '../../lib/plan/synthesized-app';
import { Cluster } from '../../lib/platform/cluster';
import { FleetPlatform } from '../../lib/platform/fleet-platform';
import { App, TerraformStack } from '../../lib/terraform/engine';
import { ConfigMapV1 } from '../../lib/terraform/kubernetes';
import { temporaryOutdir } from '../setup/temporary-outdir';

const eu = Cluster.fromKubeconfig({ context: 'prod-eu' });
const us = Cluster.fromKubeconfig({ context: 'prod-us' });

type Block = Readonly<Record<string, unknown>>;

function pool(stack: TerraformStack, id: string, cluster: Cluster, props: Partial<InferencePoolProps> = {}): InferencePool {
  return new InferencePool(stack, id, {
    cluster,
    model: Model.QWEN3_8B,
    gpu: Gpu.A100_80GB_PCIE,
    maxContextTokens: 8_192,
    ...props,
  });
}

function fleet(stack: TerraformStack, id: string, cluster: Cluster, served: InferencePool, namespace: string): AgentFleet {
  return new AgentFleet(stack, id, {
    cluster,
    namespace,
    topology: Topology.flat({ agents: ['writer'] }),
    concurrentWorkflows: 2,
    roles: { writer: { pool: served, contextTokens: 4_000 } },
    runtime: { framework: 'crewai', image: 'registry.example.com/crew:1.0.0' },
  });
}

function synth(build: (stack: TerraformStack, app: App) => void) {
  const app = new App({ outdir: temporaryOutdir() });
  build(new TerraformStack(app, 'world'), app);
  app.synth();
  return SynthesizedApp.read(app.outdir).stack('world').terraform() as unknown as {
    readonly provider: Readonly<Record<string, readonly Block[]>>;
    readonly resource: Readonly<Record<string, Readonly<Record<string, Block>>>>;
  };
}

/** Codes and props of a refusal. */
function refused(build: (stack: TerraformStack, app: App) => void) {
  try {
    synth(build);
  } catch (error) {
    if (isFleetError(error)) return error.problems;
    throw error;
  }
  throw new Error('the app was not refused');
}

/** Every resource with its namespace and the provider that makes it. */
function placed(resource: Readonly<Record<string, Readonly<Record<string, Block>>>>) {
  return Object.entries(resource).flatMap(([type, blocks]) =>
    Object.entries(blocks).map(([id, block]) => {
      const { metadata, name, namespace } = block as { metadata?: { name: string; namespace?: string }; name?: string; namespace?: string };
      return { id: `${type}.${id}`, provider: block['provider'], namespace: metadata?.namespace ?? namespace ?? metadata?.name ?? name };
    }),
  );
}

/** Two fleets with everything that they may have, each on its own cluster. */
function twoFleets(stack: TerraformStack): void {
  for (const [name, cluster] of [
    ['eu', eu],
    ['us', us],
  ] as const) {
    const served = pool(stack, `pool-${name}`, cluster, { namespace: `agents-${name}`, scaling: Scaling.queueDepth({ min: 1, max: 2 }) });
    const crew = fleet(stack, `crew-${name}`, cluster, served, `agents-${name}`);
    new ObservabilityStack(stack, `watch-${name}`, { cluster, fleets: [crew], namespace: `agents-${name}` });
  }
}

describe('two fleets on two clusters in one stack', () => {
  const { provider, resource } = synth(twoFleets);

  test('one Kubernetes and one Helm provider for each cluster, each with an alias', () => {
    expect(provider['kubernetes']).toEqual([
      { alias: 'prod-eu', config_context: 'prod-eu', config_path: '~/.kube/config' },
      { alias: 'prod-us', config_context: 'prod-us', config_path: '~/.kube/config' },
    ]);
    expect(provider['helm']).toEqual([
      { alias: 'prod-eu', kubernetes: { config_context: 'prod-eu', config_path: '~/.kube/config' } },
      { alias: 'prod-us', kubernetes: { config_context: 'prod-us', config_path: '~/.kube/config' } },
    ]);
  });

  test('every resource goes to the cluster of its fleet', () => {
    const all = placed(resource);
    expect(all.length).toBeGreaterThan(60);
    const wrong = all.filter(({ id, provider: given, namespace }) => {
      const kind = id.startsWith('helm_') ? 'helm' : 'kubernetes';
      return given !== `${kind}.prod-${namespace === 'agents-eu' ? 'eu' : 'us'}` || !/^agents-(eu|us)$/.test(namespace ?? '');
    });
    expect(wrong).toEqual([]);
    const releases = all.filter(({ id }) => id.startsWith('helm_release')).map(({ provider: given }) => given);
    // Objects of operators, and data.
    expect(releases.sort()).toEqual(['helm.prod-eu', 'helm.prod-eu', 'helm.prod-us', 'helm.prod-us']);
  });

  test('the providers do not depend on the order of the program', () => {
    const reversed = synth((stack) => {
      pool(stack, 'b', us, { namespace: 'b' });
      pool(stack, 'a', eu, { namespace: 'a' });
    });
    expect(reversed.provider['kubernetes']?.map(({ alias }) => alias)).toEqual(['prod-us', 'prod-eu']);
    expect(new Set(placed(reversed.resource).map(({ namespace, provider: given }) => `${namespace} ${given}`))).toEqual(
      new Set(['a kubernetes.prod-eu', 'b kubernetes.prod-us']),
    );
  });
});

test('a stack with one cluster keeps the default provider', () => {
  const { provider, resource } = synth((stack) => void pool(stack, 'a', eu));
  expect(provider['kubernetes']).toEqual([{ config_context: 'prod-eu', config_path: '~/.kube/config' }]);
  expect(placed(resource).filter(({ provider: given }) => given !== undefined)).toEqual([]);
});

test('two values for one cluster share its providers', () => {
  const { provider } = synth((stack) => {
    pool(stack, 'a', eu);
    pool(stack, 'b', Cluster.fromKubeconfig({ context: 'prod-eu', region: 'eu-north' }));
  });
  expect(provider['kubernetes']).toHaveLength(1);
});

test('operators of two clusters in one stack go each to theirs', () => {
  const operators = { gpuOperator: false, prometheus: false, externalSecrets: false, postgresOperator: false } as const;
  const { resource } = synth((stack) => {
    new FleetPlatform(stack, 'operators-eu', { cluster: eu, ...operators });
    new FleetPlatform(stack, 'operators-us', { cluster: us, ...operators });
  });
  const releases = Object.entries(resource['helm_release'] ?? {}).map(([id, { provider }]) => [id.replace(/_.*/, ''), provider]);
  expect(releases).toEqual([
    ['operators-eu', 'helm.prod-eu'],
    ['operators-us', 'helm.prod-us'],
  ]);
});

test('a cluster by token beside one by kubeconfig; its name becomes a valid alias', () => {
  const token = Cluster.fromToken({ host: 'https://10.0.0.1:6443', tokenVariable: 'kube_token' });
  const { provider } = synth((stack) => {
    pool(stack, 'a', eu, { namespace: 'a' });
    pool(stack, 'b', token, { namespace: 'b' });
  });
  expect(provider['kubernetes']?.[1]).toMatchObject({
    alias: expect.stringMatching(/^c-https-10-0-0-1-6443-[0-9a-f]{8}$/),
    host: 'https://10.0.0.1:6443',
  });
});

describe('refused', () => {
  test('one namespace of a stack on two clusters', () => {
    const problems = refused((stack) => {
      pool(stack, 'a', eu);
      pool(stack, 'b', us);
    });
    expect(problems).toEqual([expect.objectContaining({ code: 'AF-SPEC-020', prop: 'namespace', value: 'world' })]);
    expect(problems[0]?.message).toMatch(/prod-eu and prod-us/);
  });

  test('two clusters of one name', () => {
    const problems = refused((stack) => {
      pool(stack, 'a', Cluster.fromKubeconfig({ context: 'x', name: 'prod' }), { namespace: 'a' });
      pool(stack, 'b', Cluster.fromKubeconfig({ context: 'y', name: 'prod' }), { namespace: 'b' });
    });
    expect(problems).toEqual([expect.objectContaining({ code: 'AF-SPEC-021', prop: 'name', value: 'prod' })]);
  });

  test('a resource of the user without a provider', () => {
    const problems = refused((stack) => {
      pool(stack, 'a', eu, { namespace: 'a' });
      pool(stack, 'b', us, { namespace: 'b' });
      new ConfigMapV1(stack, 'mine', { metadata: { name: 'mine', namespace: 'a' } });
    });
    expect(problems).toEqual([expect.objectContaining({ code: 'AF-CLU-008', path: 'world/mine', prop: 'provider' })]);
  });

  test('a fleet on a pool of the other cluster', () => {
    const problems = refused((stack) => {
      const far = pool(stack, 'b', us, { namespace: 'b' });
      fleet(stack, 'crew', eu, far, 'a');
    });
    expect(problems).toEqual([expect.objectContaining({ code: 'AF-CLU-005', prop: 'roles.writer.pool', value: 'world/b' })]);
  });
});

test('two values that reach one cluster are one cluster, whatever they are called', () => {
  const { resource } = synth((stack) => {
    const again = Cluster.fromKubeconfig({ context: 'prod-eu' });
    fleet(stack, 'crew', eu, pool(stack, 'a', again, { namespace: 'a' }), 'a');
  });
  expect(Object.keys(resource['kubernetes_deployment_v1'] ?? {})).not.toEqual([]);
});

test('a resource of the user with a provider of the cluster is taken', () => {
  const { resource } = synth((stack) => {
    pool(stack, 'a', eu, { namespace: 'a' });
    pool(stack, 'b', us, { namespace: 'b' });
    new ConfigMapV1(stack, 'mine', { metadata: { name: 'mine', namespace: 'a' }, provider: us.providers(stack).kubernetes });
  });
  expect(resource['kubernetes_config_map_v1']?.['mine']).toMatchObject({ provider: 'kubernetes.prod-us' });
});

test('two clusters may have a namespace and a workload of one name, each in its stack', () => {
  const { provider } = synth((stack, app) => {
    const other = new TerraformStack(app, 'world-us');
    pool(stack, 'planner', eu, { namespace: 'agents' });
    pool(other, 'planner', us, { namespace: 'agents' });
  });
  expect(provider['kubernetes']).toHaveLength(1);
});
