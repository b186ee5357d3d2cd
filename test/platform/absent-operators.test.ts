/** What the platform says a cluster does not have, no fleet on it may use. */
import { Model } from '../../lib/catalog/model';
import { SecretRef } from '../../lib/core/secret-ref';
import { Scaling } from '../../lib/elasticity/scaling';
import { Cluster } from '../../lib/platform/cluster';
import { FleetPlatform } from '../../lib/platform/fleet-platform';
import type { FleetPlatformProps } from '../../lib/platform/fleet-platform-props';
import { SessionStore } from '../../lib/stores/session-store';
import { StateStore } from '../../lib/stores/state-store';
import { TerraformStack } from '../../lib/terraform/engine';
import { pool, refusal, research, type Setting } from '../setup/research-stack';

const platform = (setting: Setting, props: Partial<FleetPlatformProps>, cluster = setting.cluster): FleetPlatform =>
  new FleetPlatform(new TerraformStack(setting.stack.node.root as never, 'platform'), 'operators', { cluster, ...props });

const scaled = (setting: Setting) => pool(setting, 'p', { model: Model.QWEN3_8B, scaling: Scaling.queueDepth({ min: 1, max: 2 }) });

// biome-ignore format: one row a case reads as a table
const cases: readonly (readonly [prop: keyof FleetPlatformProps, object: RegExp, build: (setting: Setting) => unknown])[] = [
  ['keda', /ScaledObject research\/p/, scaled],
  ['prometheus', /PodMonitor research\/p/, scaled],
  ['externalSecrets', /Password research\/sessions-auth/, ({ stack, cluster }) => new SessionStore(stack, 'sessions', { cluster })],
  ['postgresOperator', /Cluster research\/state/, ({ stack, cluster }) => new StateStore(stack, 'state', { cluster })],
];

test.each(cases)('%s: false beside objects of it', (prop, object, build) => {
  const { problems } = refusal((setting) => {
    platform(setting, { [prop]: false });
    build(setting);
  });
  expect(problems).toEqual([expect.objectContaining({ code: 'AF-PLT-003', path: 'platform/operators', prop, value: false })]);
  expect(problems[0]?.message).toMatch(object);
  expect(problems[0]?.repairs).toContain(`${prop}: 'existing'`);
});

test.each(cases)("%s: 'existing' beside objects of it is right", (prop, _object, build) => {
  expect(() =>
    research((setting) => {
      platform(setting, { [prop]: 'existing' });
      build(setting);
    }),
  ).not.toThrow();
});

test('no GPU operator beside a pool', () => {
  const { problems } = refusal((setting) => {
    pool(setting, 'p', { model: Model.QWEN3_8B });
    platform(setting, { gpuOperator: false });
  });
  expect(problems).toEqual([expect.objectContaining({ code: 'AF-PLT-007', path: 'research/p', prop: 'cluster' })]);
});

test('what is absent on one cluster says nothing of another', () => {
  expect(() =>
    research((setting) => {
      platform(setting, { keda: false, gpuOperator: false }, Cluster.fromKubeconfig({ context: 'other' }));
      scaled(setting);
    }),
  ).not.toThrow();
});

test('an absent operator that is not used gives no finding', () => {
  expect(() =>
    research((setting) => {
      platform(setting, { postgresOperator: false });
      new SessionStore(setting.stack, 'sessions', { cluster: setting.cluster, password: SecretRef.existing('redis', 'password') });
    }),
  ).not.toThrow();
});

describe('kinds before objects', () => {
  const dependencies = (order: 'platform first' | 'fleet first') => {
    const template = research((setting) => {
      if (order === 'fleet first') scaled(setting);
      new FleetPlatform(setting.stack, 'operators', { cluster: setting.cluster });
      if (order === 'platform first') scaled(setting);
    });
    const releases = template.json.resource?.['helm_release'] as Record<string, { depends_on?: string[] }>;
    const objects = Object.entries(releases).find(([id]) => id.startsWith('custom-objects'));
    return objects?.[1].depends_on ?? [];
  };

  test.each(['platform first', 'fleet first'] as const)('in one stack the objects wait for every operator: %s', (order) => {
    const waits = dependencies(order);
    for (const operator of ['prometheus', 'keda', 'gpu-operator', 'external-secrets', 'postgres-operator']) {
      expect(waits).toContainEqual(expect.stringMatching(new RegExp(`^helm_release\\.operators_${operator}_`)));
    }
    expect(waits).toContainEqual(expect.stringMatching(/^kubernetes_namespace_v1\./));
  });

  test('between stacks the fleet waits for the platform', () => {
    research((setting) => {
      const operators = platform(setting, {});
      scaled(setting);
      expect(setting.stack.dependsOn(TerraformStack.of(operators))).toBe(true);
    });
  });

  test('a platform that waits for the fleet already is left as it is', () => {
    expect(() =>
      research((setting) => {
        const stack = new TerraformStack(setting.stack.node.root as never, 'platform');
        stack.addDependency(setting.stack);
        new FleetPlatform(stack, 'operators', { cluster: setting.cluster });
        scaled(setting);
      }),
    ).not.toThrow();
  });
});
