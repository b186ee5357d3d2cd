import 'cdktf-agent-fleet/testing';
import type { FleetTemplate } from 'cdktf-agent-fleet/testing';
import { warmFloor } from '../../examples/f26-warm-floor/fleet';
import { REPLICAS_BY_HOUR, scheduledBurst } from '../../examples/f27-scheduled-burst/fleet';
import { twoGpus } from '../../examples/f40-two-gpus/fleet';
import { poolOf, refusalOf, synthesize } from './support';

interface ScaledObject {
  readonly spec: {
    readonly scaleTargetRef: { readonly name: string };
    readonly minReplicaCount: number;
    readonly maxReplicaCount: number;
    readonly cooldownPeriod: number;
    readonly advanced: {
      readonly horizontalPodAutoscalerConfig: {
        readonly behavior: Readonly<Record<'scaleUp' | 'scaleDown', { readonly stabilizationWindowSeconds: number }>>;
      };
    };
    readonly triggers: readonly {
      readonly type: string;
      readonly metricType: string;
      readonly metadata: Readonly<Record<string, string>>;
    }[];
  };
}

function scaledObject(template: FleetTemplate, name: string): ScaledObject['spec'] {
  const found = template.manifests().find(({ kind, metadata }) => kind === 'ScaledObject' && metadata.name === name);
  return (found as unknown as ScaledObject).spec;
}

describe('F26: a floor that is always warm', () => {
  const template = synthesize((app) => warmFloor(app), 'assistant');
  const { advanced, triggers, ...bounds } = scaledObject(template, 'assistant-model');
  const { scaleUp, scaleDown } = advanced.horizontalPodAutoscalerConfig.behavior;

  test('grows when more than 10 requests wait for each GPU for 60 s', () => {
    expect(triggers).toHaveLength(1);
    expect(triggers[0]).toMatchObject({ type: 'prometheus', metricType: 'AverageValue', metadata: { threshold: '10' } });
    expect(scaleUp.stabilizationWindowSeconds).toBe(60);
  });
  test('shrinks after 5 minutes below it, and never below the floor', () => {
    expect(scaleDown.stabilizationWindowSeconds).toBe(300);
    expect(bounds).toMatchObject({ minReplicaCount: 2, maxReplicaCount: 6, cooldownPeriod: 300 });
  });
  test('the floor holds night and day at one replica less, and costs two L40S at $0.72', () => {
    const { verdict, survivesReplicaLoss, economics } = poolOf(template, 'assistant-model');
    expect({ verdict, survivesReplicaLoss }).toEqual({ verdict: 'fits', survivesReplicaLoss: true });
    expect(economics?.replicasByHour?.every((replicas) => replicas === 2)).toBe(true);
    expect(template.plan().costPerHour).toMatchObject({ floor: 1.44, ceiling: 4.32 });
  });
  test('one warm replica for users is a hint, none is refused', () => {
    const one = synthesize((app) => warmFloor(app, 1), 'assistant').plan();
    expect(one.findings.map(({ code }) => code)).toContain('AF-RTE-003');
    expect(refusalOf((app) => warmFloor(app, 0)).problems.map(({ code }) => code)).toContain('AF-ELA-004');
  });
});

describe('F27: a burst by the clock on spot nodes', () => {
  const template = synthesize((app) => scheduledBurst(app), 'helpdesk');
  const plan = template.plan();
  const pool = poolOf(template, 'helpdesk-model');
  const { scaleTargetRef, minReplicaCount, maxReplicaCount, triggers } = scaledObject(template, 'helpdesk-model');

  test('has ten times the sessions by day', () => {
    const hours = plan.fleets[0]?.roles[0]?.day?.sessionsByHour ?? [];
    expect(Math.max(...hours) / Math.min(...hours)).toBeCloseTo(10, 0);
  });
  test('its schedule is that of the plan, and 30 % more', () => {
    expect(pool.economics?.replicasByHour).toEqual(REPLICAS_BY_HOUR);
    const [window] = triggers.filter(({ type }) => type === 'cron');
    // Five replicas and 30 % are seven, of which two are the floor.
    expect(window?.metadata).toMatchObject({ timezone: 'Europe/Berlin', desiredReplicas: String(Math.ceil(5 * 1.3) - 2) });
    expect(plan.findings.map(({ code }) => code)).not.toContain('AF-ELA-008');
  });
  test('its window begins early enough for nodes that start, on weekdays alone', () => {
    const [window] = triggers.filter(({ type }) => type === 'cron');
    expect(window?.metadata['start']).toMatch(/ 7 \* \* 1-5$| 7 \* \* 1,2,3,4,5$| 7 \* \* MON-FRI$/i);
    expect(window?.metadata['end']).toMatch(/^0 18 /);
  });
  test('the floor stays on demand, the autoscaler owns what is on spot', () => {
    expect(scaleTargetRef.name).toBe('helpdesk-model-burst');
    expect([minReplicaCount, maxReplicaCount]).toEqual([0, 6]);
    const tiers = plan.economics?.tiers.map(({ purchase, gpus }) => [purchase, gpus.floor, gpus.peak, gpus.ceiling]);
    expect(tiers).toEqual([
      ['on-demand', 2, 2, 2],
      ['spot', 0, 3, 6],
    ]);
  });
  test('a day costs two L40S at $0.72 for 24 hours and three at $0.40 for ten', () => {
    expect(pool.economics?.usdPerDay).toBeCloseTo(2 * 0.72 * 24 + 3 * 0.4 * 10, 6);
  });
});

describe('F40: an H100 and RTX 5090s behind one alias', () => {
  const template = synthesize((app) => twoGpus(app), 'chat');
  const plan = template.plan();
  const role = plan.fleets[0]?.roles[0];
  const sessionsOf = (name: string) => poolOf(template, name).memory.kvTokensPerReplica / 8_192;

  test('one of each holds the published 121 and 36 sessions, 3.3 to 1, but one for what more requests at once take', () => {
    expect([Math.floor(sessionsOf('steady')), Math.floor(sessionsOf('burst'))]).toEqual([120, 36]);
    expect(Math.abs(sessionsOf('steady') / sessionsOf('burst') - 3.3)).toBeLessThan(0.1);
  });
  test('the plan gives each its part: at the ceilings one H100 to three RTX 5090s', () => {
    const share = sessionsOf('steady') / (sessionsOf('steady') + 3 * sessionsOf('burst'));
    expect(role?.share).toBeCloseTo(share, 2);
    expect(role).toMatchObject({ pool: 'steady', sessions: 32, furtherPools: [{ pool: 'burst', sessions: 29 }] });
    expect(plan.pools.map(({ name, verdict }) => [name, verdict])).toEqual([
      ['steady', 'fits'],
      ['burst', 'fits'],
    ]);
  });
  test('the router weighs by the same parts under the one alias', () => {
    const config = template.manifests().find(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name.startsWith('chat-router'));
    const text = Object.values((config as unknown as { data: Record<string, string> }).data).join('\n');
    const weights = [...text.matchAll(/weight"?: ([\d.]+)/g)].map(([, weight]) => Number(weight));
    expect(weights).toEqual([52.8, 47.2].map((weight) => expect.closeTo(weight, 1)));
    expect(text.match(/model_name"?: "?assistant/g)).toHaveLength(2);
  });
  test('more sessions at the peak than both hold are refused by the pool that is short', () => {
    const { problems } = refusalOf((app) => twoGpus(app, 240));
    expect([...new Set(problems.map(({ path }) => path))]).toContain('chat/burst');
  });
  test('what it costs is unknown: nobody published a price of an RTX 5090', () => {
    expect(plan.costPerHour.floor).toBeNull();
    expect(poolOf(template, 'steady').costPerHour.floor).toBe(2.01);
  });
});
