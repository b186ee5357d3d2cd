/** A floor on nodes that stay and a burst on others: two Deployments behind one Service, of which the autoscaler owns the second. */
import { Gpu, isFleetError, Scaling, type ScalingPolicy } from 'cdktf-agent-fleet';
import type { FleetTemplate } from '../../lib/testing';
import { manifest, pool, refusal, research, type Setting } from '../setup/research-stack';

const NODES = {
  steady: { gpu: Gpu.A100_80GB_PCIE, nodes: 2, usdPerGpuHour: 1.5, priceAsOf: '2026-11-01', labels: { buy: 'on-demand' } },
  spot: { gpu: Gpu.A100_80GB_PCIE, nodes: 4, purchase: 'spot', usdPerGpuHour: 0.5, priceAsOf: '2026-11-01', labels: { buy: 'spot' } },
} as const;
const PLACES = { nodePool: 'steady', burstNodePools: ['spot'] } as const;
const QUEUE = Scaling.queueDepth({ min: 2, max: 6 });

const synthesized = (scaling: ScalingPolicy, more: object = {}): FleetTemplate =>
  research((setting) => void pool(setting, 'workers', { ...PLACES, scaling, ...more }), { nodePools: NODES });

interface Deployment {
  readonly spec: {
    readonly replicas?: number;
    readonly selector: { readonly matchLabels: Readonly<Record<string, string>> };
    readonly template: {
      readonly metadata: { readonly labels: Readonly<Record<string, string>> };
      readonly spec: { readonly affinity: { readonly nodeAffinity: object }; readonly containers: readonly object[] };
    };
  };
}

interface ScaledObject {
  readonly spec: {
    readonly scaleTargetRef: object;
    readonly minReplicaCount: number;
    readonly maxReplicaCount: number;
    readonly fallback: object;
    readonly advanced: { readonly horizontalPodAutoscalerConfig: { readonly behavior: { readonly scaleUp: object } } };
    readonly triggers: readonly {
      readonly name: string;
      readonly metricType: string;
      readonly metadata: Readonly<Record<string, string>>;
    }[];
  };
}

const requiring = (...values: string[]) => ({
  requiredDuringSchedulingIgnoredDuringExecution: {
    nodeSelectorTerms: values.map((value) => ({ matchExpressions: [{ key: 'buy', operator: 'In', values: [value] }] })),
  },
});

describe('the Deployments', () => {
  const template = synthesized(QUEUE);
  const floor = manifest<Deployment>(template, 'Deployment', 'workers').spec;
  const burst = manifest<Deployment>(template, 'Deployment', 'workers-burst').spec;

  test('the floor has its number of replicas, the burst has none that Terraform would set back', () => {
    expect(floor.replicas).toBe(2);
    expect(burst).not.toHaveProperty('replicas');
  });
  test('each may run on its own nodes alone', () => {
    expect(floor.template.spec.affinity.nodeAffinity).toEqual(requiring('on-demand'));
    expect(burst.template.spec.affinity.nodeAffinity).toEqual(requiring('spot'));
  });
  test('pods of both answer for the one Service and count in one disruption budget', () => {
    const { selector } = manifest<{ spec: { selector: Readonly<Record<string, string>> } }>(template, 'Service', 'workers').spec;
    for (const { template: pods } of [floor, burst]) expect(pods.metadata.labels).toMatchObject(selector);
    const budget = manifest<{ spec: { selector: { matchLabels: object } } }>(template, 'PodDisruptionBudget', 'workers').spec;
    expect(budget.selector.matchLabels).toEqual(selector);
  });
  test('the burst picks its own pods, and nothing but the place differs in what runs', () => {
    expect(burst.selector.matchLabels).toEqual({ ...floor.selector.matchLabels, 'agent-fleet/part': 'burst' });
    expect(burst.template.spec.containers).toEqual(floor.template.spec.containers);
  });
  test('a pool without nodes for its burst keeps one Deployment, and the labels of the floor are those of before', () => {
    const plain = research((setting) => void pool(setting, 'workers', { nodePool: 'steady', scaling: QUEUE }), { nodePools: NODES });
    expect(() => manifest(plain, 'Deployment', 'workers-burst')).toThrow('no Deployment');
    expect(manifest<Deployment>(plain, 'Deployment', 'workers').spec.template).toEqual(floor.template);
  });
  test('several node pools are a choice with an order: spot first, then what stays', () => {
    const twice = synthesized(QUEUE, { burstNodePools: ['spot', 'steady'] });
    expect(manifest<Deployment>(twice, 'Deployment', 'workers-burst').spec.template.spec.affinity.nodeAffinity).toEqual({
      ...requiring('spot', 'on-demand'),
      preferredDuringSchedulingIgnoredDuringExecution: [
        { weight: 100, preference: { matchExpressions: [{ key: 'buy', operator: 'In', values: ['spot'] }] } },
      ],
    });
  });
});

describe('the autoscaler', () => {
  const objectOf = (scaling: ScalingPolicy) => manifest<ScaledObject>(synthesized(scaling), 'ScaledObject', 'workers').spec;
  const queriesOf = (scaling: ScalingPolicy) => objectOf(scaling).triggers.map(({ metadata }) => metadata['query']);
  const pods =
    '{namespace="research",pod=~"workers-[bcdfghjklmnpqrstvwxz2456789]{1,10}-[bcdfghjklmnpqrstvwxz2456789]{5}|workers-burst-[bcdfghjklmnpqrstvwxz2456789]{1,10}-[bcdfghjklmnpqrstvwxz2456789]{5}"}';

  test('owns the replicas above the floor, from none', () => {
    expect(objectOf(QUEUE)).toMatchObject({
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'workers-burst' },
      minReplicaCount: 0,
      maxReplicaCount: 4,
      fallback: { replicas: 0 },
      advanced: { horizontalPodAutoscalerConfig: { behavior: { scaleUp: { stabilizationWindowSeconds: 0 } } } },
    });
  });
  test('starts for what the floor does not bear, when it was there for the whole window', () => {
    expect(queriesOf(QUEUE)).toEqual([`min_over_time((clamp_min(sum(vllm:num_requests_waiting${pods}) - 10, 0))[60s:15s])`]);
    const hasty = Scaling.queueDepth({ min: 2, max: 6, scaleOutWindowSeconds: 0 });
    expect(queriesOf(hasty)).toEqual([`clamp_min(sum(vllm:num_requests_waiting${pods}) - 10, 0)`]);
  });
  test('counts late first tokens over all ready replicas', () => {
    const late = Scaling.latency({ min: 2, max: 6, ttftSeconds: 1, scaleOutWindowSeconds: 0 });
    const first = objectOf(late).triggers.find(({ name }) => name === 'first-token-p95');
    expect(first).toMatchObject({ metricType: 'AverageValue', metadata: { threshold: '1', activationThreshold: '0.2' } });
    expect(first?.metadata['query']).toMatch(
      /^clamp_min\(scalar\(sum\(max by \(pod\) \(up\{.*\}\)\)\) \* clamp_max\(histogram_quantile\(.*, 2\) \/ 1 - 2, 0\)$/,
    );
  });
  test('asks a window of the clock for what is missing', () => {
    const windows = { office: { from: '08:00', to: '18:00', replicas: 5 } };
    const clocked = Scaling.queueDepth({ min: 2, max: 6, schedule: { timeZone: 'UTC', windows, startEarlySeconds: 0 } });
    expect(objectOf(clocked).triggers[1]?.metadata).toMatchObject({ desiredReplicas: '3' });
  });
});

describe('the plan', () => {
  const plan = synthesized(QUEUE).plan();

  test('counts floor and burst at their own prices', () => {
    expect(plan.pools[0]?.costPerHour).toEqual({ floor: 3, ceiling: 5 });
    expect(plan.pools[0]?.burst).toMatchObject({ floorNodePool: 'steady', nodePools: ['spot'], replicas: 4, price: { purchase: 'spot' } });
  });
  test('shows two tiers, whose sum is the total', () => {
    const tiers = plan.economics?.tiers ?? [];
    expect(tiers.map(({ purchase, gpus, usdPerHour }) => [purchase, gpus.ceiling, usdPerHour.ceiling])).toEqual([
      ['on-demand', 2, 3],
      ['spot', 4, 2],
    ]);
    expect(plan.economics?.usdPerHour.ceiling).toBe(5);
  });
  test('does not know the ceiling where the price of the burst is not known', () => {
    const { usdPerGpuHour: _, priceAsOf: __, ...unpriced } = NODES.spot;
    const gpu = Gpu.custom({ ...Gpu.A100_80GB_PCIE.facts, id: 'own-card' });
    const nodePools = { steady: { ...NODES.steady, gpu }, spot: { ...unpriced, gpu } };
    const template = research((setting) => void pool(setting, 'workers', { ...PLACES, gpu, scaling: QUEUE }), { nodePools });
    expect(template.plan().pools[0]?.costPerHour).toEqual({ floor: 3, ceiling: null });
  });
});

describe('what is refused', () => {
  const problemsOf = (props: object, build = (setting: Setting, given: object) => void pool(setting, 'workers', given)) =>
    refusal((setting) => build(setting, props)).problems.map(({ code, prop }) => `${code} ${prop}`);

  test.each([
    ['no node pool for the floor', { burstNodePools: ['spot'], scaling: QUEUE }, ['AF-SPEC-001 nodePool']],
    ['no policy', PLACES, ['AF-SPEC-001 scaling']],
    ['a number of replicas in place of a policy', { ...PLACES, replicas: 3 }, ['AF-SPEC-001 scaling']],
    ['one node pool twice', { ...PLACES, burstNodePools: ['spot', 'spot'], scaling: QUEUE }, ['AF-SPEC-001 burstNodePools.1']],
    ['no node pool at all', { ...PLACES, burstNodePools: [], scaling: QUEUE }, ['AF-SPEC-001 burstNodePools']],
    [
      'replicas on several nodes',
      { ...PLACES, scaling: QUEUE, gpusPerReplica: 2, nodesPerReplica: 2, parallelism: { pipeline: 2 } },
      ['AF-SPEC-001 nodesPerReplica'],
    ],
  ])('%s', (_, props, problems) => {
    expect(problemsOf(props)).toEqual(problems);
  });
  test('another pool with the name of the second Deployment', () => {
    const names = () =>
      research(
        (setting) => {
          pool(setting, 'workers', { ...PLACES, scaling: QUEUE });
          pool(setting, 'workers-burst', { nodePool: 'steady' });
        },
        { nodePools: NODES },
      );
    expect(names).toThrow(/workers-burst/);
    try {
      names();
    } catch (error) {
      expect(isFleetError(error)).toBe(true);
    }
  });
});
