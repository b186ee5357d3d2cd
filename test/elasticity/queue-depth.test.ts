import { Scaling } from 'cdktf-agent-fleet';
import fc from 'fast-check';
import type { z } from 'zod';
import { observedSetting } from '../../e2e/alerts/observed-setting';
import { isFleetError } from '../../lib/core/fleet-error';
import type { QueueDepthProps } from '../../lib/elasticity/queue-depth-props';
import { type QueueDepthSpec, queueDepthSchema } from '../../lib/elasticity/queue-depth-props';
import { scaledObject } from '../../lib/elasticity/scaled-object';
import { isScalingPolicy } from '../../lib/inference/scaling-policy';
import { CustomObjects } from '../../lib/terraform/custom-objects';
import { Testing } from '../../lib/terraform/engine';
import { repairTexts } from '../support/repairs';
import { textOf } from '../support/terraform-template';

type Keys<A, B> = keyof A extends keyof B ? (keyof B extends keyof A ? true : false) : false;
const propsAndSchemaAgree: Keys<QueueDepthProps, z.input<typeof queueDepthSchema>> = true;

const { workers } = observedSetting();
const specOf = (props: QueueDepthProps): QueueDepthSpec => queueDepthSchema.parse(props);

interface ScaledObjectSpec {
  readonly scaleTargetRef: unknown;
  readonly minReplicaCount: number;
  readonly maxReplicaCount: number;
  readonly pollingInterval: number;
  readonly cooldownPeriod: number;
  readonly fallback: unknown;
  readonly advanced: { readonly horizontalPodAutoscalerConfig: { readonly behavior: Record<'scaleUp' | 'scaleDown', object> } };
  readonly triggers: readonly { readonly type: string; readonly metricType: string; readonly metadata: Record<string, string> }[];
}

const render = (props: QueueDepthProps) => scaledObject(workers, specOf(props), ['queue']).spec as ScaledObjectSpec;

describe('the ScaledObject', () => {
  const spec = render({ min: 2, max: 8 });

  test('scales the deployment of the pool between its bounds', () => {
    expect(spec.scaleTargetRef).toEqual({ apiVersion: 'apps/v1', kind: 'Deployment', name: 'workers' });
    expect(spec).toMatchObject({ minReplicaCount: 2, maxReplicaCount: 8, pollingInterval: 15, cooldownPeriod: 300 });
  });

  test('wants one replica for every 5 waiting requests, summed over all replicas', () => {
    expect(spec.triggers).toEqual([
      {
        type: 'prometheus',
        name: 'waiting-requests',
        metricType: 'AverageValue',
        metadata: {
          serverAddress: 'http://prometheus-operated.monitoring.svc.cluster.local:9090',
          query:
            'sum(vllm:num_requests_waiting{namespace="research",pod=~"workers-[bcdfghjklmnpqrstvwxz2456789]{1,10}-[bcdfghjklmnpqrstvwxz2456789]{5}"})',
          threshold: '5',
          ignoreNullValues: 'false',
        },
      },
    ]);
  });

  test('waits a minute before it adds and five before it removes, one replica at a time', () => {
    const { scaleUp, scaleDown } = spec.advanced.horizontalPodAutoscalerConfig.behavior;
    expect(scaleUp).toMatchObject({ stabilizationWindowSeconds: 60, selectPolicy: 'Max' });
    expect(scaleDown).toMatchObject({ stabilizationWindowSeconds: 300, policies: [{ type: 'Pods', value: 1, periodSeconds: 60 }] });
  });

  test('holds its replicas when Prometheus is silent', () => {
    expect(spec.fallback).toEqual({ failureThreshold: 3, replicas: 2, behavior: 'currentReplicasIfHigher' });
  });

  test('takes every number the user gives', () => {
    const own = render({
      min: 1,
      max: 3,
      waitingPerReplica: 7,
      scaleOutWindowSeconds: 90,
      scaleInWindowSeconds: 600,
      cooldownSeconds: 900,
      pollingIntervalSeconds: 30,
    });
    expect(own).toMatchObject({ minReplicaCount: 1, maxReplicaCount: 3, pollingInterval: 30, cooldownPeriod: 900 });
    expect(own.triggers[0]?.metadata['threshold']).toBe('7');
    expect(own.advanced.horizontalPodAutoscalerConfig.behavior).toMatchObject({
      scaleUp: { stabilizationWindowSeconds: 90 },
      scaleDown: { stabilizationWindowSeconds: 600 },
    });
  });

  test('property: metadata is text, whatever the numbers, and the name leaves room for that of its autoscaler', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 1, max: 500 }), (replicas, waitingPerReplica) => {
        const object = scaledObject(workers, specOf({ min: replicas, max: replicas, waitingPerReplica }), ['queue']);
        const { triggers } = object.spec as ScaledObjectSpec;
        expect(Object.values(triggers[0]?.metadata ?? {}).every((value) => typeof value === 'string')).toBe(true);
        expect(`keda-hpa-${object.metadata.name}`.length).toBeLessThanOrEqual(63);
      }),
    );
  });

  test('of a pool with the longest name is cut and stays its own', () => {
    const long = (name: string) =>
      scaledObject(Object.create(workers, { workload: { value: { ...workers.workload, name } } }), specOf({ min: 1, max: 2 }), ['queue']);
    const [one, other] = [long(`${'p'.repeat(60)}-a`), long(`${'p'.repeat(60)}-b`)];
    expect(one.metadata.name.length).toBe(54);
    expect(one.metadata.name).not.toBe(other.metadata.name);
  });
});

describe('a pool that scales', () => {
  const { stack } = observedSetting();
  const [release] = stack.node.findAll().filter((construct) => construct instanceof CustomObjects);
  const json = JSON.parse(Testing.synth(stack)) as { resource: { helm_release: Record<string, { values: [string] }> } };
  const values = Object.values(json.resource.helm_release)[0]?.values[0] ?? '';
  const { objects } = JSON.parse(textOf(values)) as { objects: { kind: string; metadata: { name: string }; spec: unknown }[] };

  test('is scraped too: a signal that is not collected scales nothing', () => {
    expect(release).toBeDefined();
    expect(objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toEqual(['PodMonitor workers', 'ScaledObject workers']);
  });

  test('is scraped at the port and path of its engine, every look of the scaler', () => {
    expect(objects[0]?.spec).toEqual({
      selector: { matchLabels: { 'app.kubernetes.io/name': 'workers', 'app.kubernetes.io/component': 'inference' } },
      podMetricsEndpoints: [{ port: 'http', path: '/metrics', interval: '15s' }],
    });
  });
});

describe('a policy', () => {
  test('tells its bounds and is recognised by what it can do', () => {
    const policy = Scaling.queueDepth({ min: 2, max: 8 });
    expect([policy.minReplicas, policy.maxReplicas]).toEqual([2, 8]);
    expect(isScalingPolicy(policy)).toBe(true);
    expect(propsAndSchemaAgree).toBe(true);
  });

  test('of the published kind has nothing to say', () => {
    expect(Scaling.queueDepth({ min: 1, max: 4 }).findings(workers)).toEqual([]);
    expect(Scaling.queueDepth({ min: 3, max: 3 }).findings(workers)).toEqual([]);
  });

  test.each<[string, QueueDepthProps, string, string, string, unknown, string]>([
    ['a floor of 0', { min: 0, max: 4 }, 'AF-ELA-005', 'error', 'scaling.min', 0, 'scaling.min: 1'],
    ['a ceiling below the floor', { min: 4, max: 2 }, 'AF-ELA-014', 'error', 'scaling.max', 2, 'scaling.max: 4'],
    [
      'a threshold of overload',
      { min: 1, max: 2, waitingPerReplica: 11 },
      'AF-ELA-002',
      'warning',
      'scaling.waitingPerReplica',
      11,
      'scaling.waitingPerReplica: 5',
    ],
    [
      'a hasty step out',
      { min: 1, max: 2, scaleOutWindowSeconds: 59 },
      'AF-ELA-015',
      'warning',
      'scaling.scaleOutWindowSeconds',
      59,
      'scaling.scaleOutWindowSeconds: 60',
    ],
    [
      'a hasty step in',
      { min: 1, max: 2, scaleInWindowSeconds: 299 },
      'AF-ELA-003',
      'warning',
      'scaling.scaleInWindowSeconds',
      299,
      'scaling.scaleInWindowSeconds: 300',
    ],
    [
      'a short cooldown',
      { min: 1, max: 2, cooldownSeconds: 60 },
      'AF-ELA-003',
      'warning',
      'scaling.cooldownSeconds',
      60,
      'scaling.cooldownSeconds: 300',
    ],
  ])('with %s is told so', (_, props, code, severity, prop, value, repair) => {
    const findings = Scaling.queueDepth(props).findings(workers);
    expect(findings).toEqual([expect.objectContaining({ code, severity, prop, value })]);
    expect(repairTexts(findings[0])).toContain(repair);
  });

  test('with limits at the edge is fine', () => {
    const edge = { min: 1, max: 2, waitingPerReplica: 10, scaleOutWindowSeconds: 60, scaleInWindowSeconds: 300, cooldownSeconds: 300 };
    expect(Scaling.queueDepth(edge).findings(workers)).toEqual([]);
  });

  test('with a floor of 0 still has its capacity judged as with 1', () => {
    expect(Scaling.queueDepth({ min: 0, max: 4 }).minReplicas).toBe(1);
  });

  test.each<[string, object, string, string]>([
    ['an unknown key', { min: 1, max: 2, maxx: 3 }, 'AF-SPEC-002', 'maxx'],
    ['no ceiling', { min: 1 }, 'AF-SPEC-001', 'max'],
    ['half a replica', { min: 0.5, max: 2 }, 'AF-SPEC-001', 'min'],
    ['a window beyond what an autoscaler takes', { min: 1, max: 2, scaleInWindowSeconds: 3601 }, 'AF-SPEC-001', 'scaleInWindowSeconds'],
    ['a threshold of nothing', { min: 1, max: 2, waitingPerReplica: 0 }, 'AF-SPEC-001', 'waitingPerReplica'],
    ['a token', { min: -1.8881545897087626e289, max: 2 }, 'AF-SPEC-005', 'min'],
  ])('with %s is malformed', (_, props, code, prop) => {
    const make = () => Scaling.queueDepth(props as QueueDepthProps);
    expect(make).toThrow('Scaling.queueDepth');
    try {
      make();
    } catch (error) {
      expect(isFleetError(error) && error.problems).toContainEqual(expect.objectContaining({ code, prop, path: 'Scaling.queueDepth' }));
    }
  });
});
