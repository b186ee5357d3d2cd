import { referenceFleet } from '../../examples/f13-reference-fleet/fleet';
import { gpusOfReplicas } from '../../lib/plan/gpus-of-pool';
import { engineArgs, expectEstimateGiB, flagOf, poolOf, refusalOf, synthesize } from './support';

const template = synthesize((app) => referenceFleet(app), 'research');
const manifests = template.manifests();
const deployments = manifests.filter(({ kind }) => kind === 'Deployment' || kind === 'StatefulSet');

interface Pod {
  readonly spec: { readonly template: { readonly spec: { readonly containers: { readonly resources?: { readonly limits?: object } }[] } } };
}

const usesGpu = (workload: unknown) =>
  (workload as Pod).spec.template.spec.containers.some(({ resources }) =>
    Object.keys(resources?.limits ?? {}).some((name) => name.startsWith('nvidia.com/')),
  );

test('five GPUs cost $8.70 per hour, at prices that carry their date', () => {
  const plan = template.plan();
  expect(plan.costPerHour.floor).toBe(8.7);
  expect((plan.costPerHour.floor ?? 0) * 24).toBeCloseTo(208.8, 10);
  expect((plan.costPerHour.floor ?? 0) * 720).toBeCloseTo(6264, 10);
  expect(plan.costPerHour.pricesAsOf).toEqual(['2026-07-03']);
  expect(plan.pools.map(({ name, costPerHour }) => [name, costPerHour.floor])).toEqual([
    ['planner', 5],
    ['workers', 2.7],
    ['encoders', 0.5],
    ['reranker', 0.5],
  ]);
  expect(plan.pools.reduce((gpus, pool) => gpus + gpusOfReplicas(pool, pool.replicas.min), 0)).toBe(5);
});

test('25 workflows hold 25 planner sessions and 75 worker sessions', () => {
  const [fleet] = template.plan().fleets;
  expect(fleet?.roles.map(({ name, sessions, pool }) => [name, sessions, pool])).toEqual([
    ['planner', 25, 'planner'],
    ['researcher', 25, 'workers'],
    ['coder', 25, 'workers'],
    ['reviewer', 25, 'workers'],
  ]);
});

test('the planner needs 45.8 GiB of fp8 KV cache for 300,000 tokens and keeps 31 % free', () => {
  const planner = poolOf(template, 'planner');
  expect(planner.memory.kvBytesPerToken).toBe(163_840);
  expect(planner.demandGiB).toBeCloseTo((300_000 * 163_840) / 2 ** 30, 3);
  expectEstimateGiB(planner.supplyGiB, 66.1, 2);
  expect(planner.headroom).toBeCloseTo(0.31, 2);
  expect(planner.verdict).toBe('fits');
});

test('the workers need 54.9 GiB for 450,000 tokens, keep half free, and would not survive the loss of one', () => {
  const workers = poolOf(template, 'workers');
  expect(workers.memory.kvBytesPerToken).toBe(131_072);
  expect(workers.demandGiB).toBeCloseTo((450_000 * 131_072) / 2 ** 30, 3);
  expectEstimateGiB(workers.supplyGiB, 109.4, 2);
  expect(workers.verdict).toBe('fits');
  expect(workers.survivesReplicaLoss).toBe(false);
  expect(template.plan().findings.map(({ code, path }) => `${code} ${path}`)).toContain('AF-CAP-020 research/workers');
});

test('the engine gets the limits that the plan used', () => {
  const args = engineArgs(template, 'planner');
  expect(args[0]).toBe('meta-llama/Llama-3.3-70B-Instruct');
  expect(flagOf(args, '--tensor-parallel-size')).toBe('2');
  expect(flagOf(args, '--max-model-len')).toBe('16384');
  expect(flagOf(args, '--max-num-seqs')).toBe('128');
  expect(flagOf(args, '--gpu-memory-utilization')).toBe('0.90');
  expect(flagOf(args, '--quantization')).toBe('fp8');
  expect(flagOf(args, '--kv-cache-dtype')).toBe('fp8');
  expect(args).not.toContain('--enable-prefix-caching');
});

test('GPU pods go to the nodes of their GPU, and nothing else does', () => {
  const placed = (kind: unknown) =>
    JSON.stringify((kind as { spec: { template: { spec: { affinity?: unknown } } } }).spec.template.spec.affinity);
  expect(
    deployments
      .filter(usesGpu)
      .map(({ metadata }) => metadata.name)
      .sort(),
  ).toEqual(['encoders', 'planner', 'reranker', 'workers']);
  for (const workload of deployments.filter(usesGpu)) expect(placed(workload)).toContain('nvidia.com/gpu.product');
  for (const workload of deployments.filter((candidate) => !usesGpu(candidate))) {
    expect(placed(workload)).toContain('"key":"nvidia.com/gpu.present","operator":"NotIn"');
  }
});

test('every container is restricted', () => {
  for (const workload of deployments) {
    const { containers, initContainers = [] } = (
      workload as unknown as { spec: { template: { spec: Record<'containers' | 'initContainers', { securityContext?: unknown }[]> } } }
    ).spec.template.spec;
    for (const container of [...containers, ...initContainers]) {
      expect(container.securityContext).toMatchObject({
        runAsNonRoot: true,
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
        seccompProfile: { type: 'RuntimeDefault' },
      });
    }
  }
});

test('the namespace denies everything, and the wiring opens exactly its own edges', () => {
  const policies = manifests
    .filter(({ kind }) => kind === 'NetworkPolicy')
    .map(({ metadata }) => metadata.name)
    .sort();
  expect(policies).toEqual([
    'allow-dns',
    'default-deny',
    'encoders-from-monitoring-8000',
    'encoders-from-research-research-router',
    'encoders-to-internet-443',
    'planner-download-to-internet-443',
    'planner-from-monitoring-8000',
    'planner-from-research-research-router',
    'reranker-from-monitoring-8000',
    'reranker-from-research-research-router',
    'reranker-to-internet-443',
    'research-agents-from-ingress-8000',
    'research-agents-to-research-research-router',
    'research-agents-to-research-research-sessions',
    'research-agents-to-research-research-state',
    'research-router-affinity-from-monitoring-9902',
    'research-router-affinity-from-research-research-router',
    'research-router-affinity-to-research-workers',
    'research-router-from-monitoring-4000',
    'research-router-from-research-research-agents',
    'research-router-to-research-encoders',
    'research-router-to-research-planner',
    'research-router-to-research-reranker',
    'research-router-to-research-research-router-affinity',
    'research-router-to-research-research-sessions',
    'research-sessions-from-monitoring-9121',
    'research-sessions-from-research-research-agents',
    'research-sessions-from-research-research-router',
    'research-state-from-cnpg-system-5432',
    'research-state-from-cnpg-system-8000',
    'research-state-from-itself',
    'research-state-from-monitoring-9187',
    'research-state-from-research-research-agents',
    'research-state-to-itself',
    'research-state-to-kubernetes-api',
    'workers-download-to-internet-443',
    'workers-from-monitoring-8000',
    'workers-from-research-research-router-affinity',
  ]);
});

test('replicas belong to the autoscaler where there is one, and to Terraform where there is none', () => {
  const replicas = (name: string) =>
    (deployments.find(({ metadata }) => metadata.name === name)?.['spec'] as { replicas?: number } | undefined)?.replicas;
  expect(replicas('planner')).toBe(1);
  expect(replicas('workers')).toBeUndefined();
});

test('no secret is in the Terraform: workloads refer to Secrets by name', () => {
  const json = JSON.stringify(template.json);
  expect(json).not.toContain('kubernetes_secret');
  expect(json).toContain('"secret_key_ref":{"key":"token","name":"hugging-face"}');
});

test('one workflow too many is refused with the arithmetic', () => {
  const error = refusalOf((app) => referenceFleet(app, { concurrentWorkflows: 40 }));
  expect(error.name).toBe('FleetCapacityError');
  expect(error.problems.map(({ code, path }) => `${code} ${path}`)).toEqual(['AF-CAP-001 research/planner']);
  expect(error.message).toContain('40 sessions × 12,000 tokens need 73.2 GiB of KV cache');
});

test('the ceiling is 32 workflows, bound by the planner', () => {
  expect(() => synthesize((app) => referenceFleet(app, { concurrentWorkflows: 32 }), 'research')).not.toThrow();
  const error = refusalOf((app) => referenceFleet(app, { concurrentWorkflows: 33 }));
  expect(error.problems.map(({ path }) => path)).toEqual(['research/planner']);
});

test('embeddings and reranker share the L40: together within nine tenths of it, each with half of its price, on one card for certain', () => {
  const shares = ['encoders', 'reranker'].map((name) => Number(flagOf(engineArgs(template, name), '--gpu-memory-utilization')));
  expect(shares).toEqual([0.45, 0.45]);
  for (const name of ['encoders', 'reranker']) {
    expect(poolOf(template, name).sharing).toMatchObject({ resource: 'nvidia.com/gpu.shared', enginesPerCard: 2, onOneCard: true });
  }
  expect(template.plan().findings.map(({ code }) => code)).toContain('AF-CAP-041');
  expect(template.plan().fleets[0]).toMatchObject({ embeddings: 'research/encoders', reranker: 'research/reranker' });
});
