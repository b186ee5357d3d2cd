/** Who makes a namespace: one stack, or somebody else. */
import { SecretRef } from '../../lib/core/secret-ref';
import { FleetPlatform } from '../../lib/platform/fleet-platform';
import { TaskQueue } from '../../lib/queues/task-queue';
import { Namespace } from '../../lib/security/namespace';
import { SessionStore } from '../../lib/stores/session-store';
import { StateStore } from '../../lib/stores/state-store';
import { TerraformStack } from '../../lib/terraform/engine';
import { SynthesisRegistry } from '../../lib/terraform/synthesis-registry';
import { pool, refusal, research, type Setting } from '../setup/research-stack';

const beside = ({ stack, cluster }: Setting, id: string): Setting => ({ stack: new TerraformStack(stack.node.root as never, id), cluster });

type Json = Readonly<Record<string, unknown>>;

const stream = ({ stack, cluster }: Setting, props = {}) =>
  TaskQueue.redisStream(stack, 'tasks', { cluster, store: new SessionStore(stack, 'store', { cluster }), ...props });

describe('refused', () => {
  test('two stacks that both make one namespace', () => {
    const { problems } = refusal((setting) => {
      pool(setting, 'a', { namespace: 'shared' });
      pool(beside(setting, 'other'), 'b', { namespace: 'shared' });
    });
    expect(problems).toEqual([
      expect.objectContaining({ code: 'AF-SPEC-021', path: 'other/namespace-shared', prop: 'namespace', value: 'shared' }),
    ]);
    expect(problems[0]?.repairs.join(' ')).toMatch(/Namespace\.existing/);
  });

  test('two stacks whose names differ by case alone', () => {
    const { problems } = refusal((setting) => {
      pool(setting, 'a');
      pool(beside(setting, 'Research'), 'b');
    });
    expect(problems).toEqual([expect.objectContaining({ code: 'AF-SPEC-021', value: 'research' })]);
  });

  test('a stack and an operator', () => {
    const { problems } = refusal((setting) => {
      new FleetPlatform(beside(setting, 'platform').stack, 'operators', { cluster: setting.cluster });
      pool(setting, 'a', { namespace: 'keda' });
    });
    expect(problems).toEqual([expect.objectContaining({ code: 'AF-SPEC-021', prop: 'namespace', value: 'keda' })]);
  });

  test('two operators in one namespace', () => {
    const { problems } = refusal(({ stack, cluster }) => {
      new FleetPlatform(stack, 'operators', { cluster, keda: { namespace: 'ops' }, externalSecrets: { namespace: 'ops' } });
    });
    expect(problems).toEqual([expect.objectContaining({ code: 'AF-SPEC-021', value: 'ops' })]);
    expect(problems[0]?.message).toBe('the name "ops" is used 2 times: research/operators keda, research/operators external-secrets');
  });

  test.each(['default', 'kube-system', 'kube-public', 'kube-node-lease'])('the namespace %s, which every cluster has', (namespace) => {
    const { problems } = refusal((setting) => void pool(setting, 'a', { namespace }));
    expect(problems).toEqual([expect.objectContaining({ code: 'AF-SPEC-012', prop: 'namespace', value: namespace })]);
  });

  test('the namespace in which pods let a Prometheus of somebody else in', () => {
    const { problems } = refusal((setting) => void pool(setting, 'a', { namespace: 'monitoring' }));
    expect(problems).toEqual([
      expect.objectContaining({
        code: 'AF-SPEC-012',
        value: 'monitoring',
        message:
          'the Prometheus of the cluster runs in namespace monitoring, as monitoringNamespace of the cluster says, so a stack cannot create it',
        repairs: expect.arrayContaining(["namespace: Namespace.existing('monitoring')"]),
      }),
    ]);
  });

  test.each([
    ['keda', (setting: Setting) => void stream(setting)],
    ['scalers', (setting: Setting) => void stream(setting, { kedaNamespace: 'scalers' })],
    ['cnpg-system', ({ stack, cluster }: Setting) => void new StateStore(stack, 'state', { cluster })],
  ])('the namespace %s, in which an operator is let in that the app does not install', (namespace, opens) => {
    const { problems } = refusal((setting) => {
      opens(setting);
      pool(beside(setting, 'other'), 'a', { namespace });
    });
    expect(problems).toEqual([expect.objectContaining({ code: 'AF-SPEC-012', path: `other/namespace-${namespace}`, value: namespace })]);
  });

  test('a stack that is named like one', () => {
    const { problems } = refusal((setting) => void pool(beside(setting, 'default'), 'a'));
    expect(problems).toEqual([expect.objectContaining({ code: 'AF-SPEC-012', value: 'default' })]);
  });

  test('a namespace that is made and exists', () => {
    const { problems } = refusal((setting) => {
      pool(setting, 'a', { namespace: 'team' });
      pool(setting, 'b', { namespace: Namespace.existing('team') });
    });
    expect(problems).toEqual([expect.objectContaining({ code: 'AF-SPEC-019', value: 'team', allowed: 'one of both for a namespace' })]);
  });

  test('two workloads of one name that two stacks put into one namespace', () => {
    const { problems } = refusal((setting) => {
      pool(setting, 'a', { namespace: Namespace.existing('team') });
      pool(beside(setting, 'other'), 'a', { namespace: Namespace.existing('team') });
    });
    expect(problems).toEqual([expect.objectContaining({ code: 'AF-SPEC-021', value: 'a', prop: 'id' })]);
  });

  test.each(['', 'Team', 'a b', 'x'.repeat(64)])('the name %j', (name) => {
    const { problems } = refusal(() => void Namespace.existing(name));
    expect(problems).toEqual([expect.objectContaining({ code: 'AF-SPEC-001', path: 'Namespace.existing', prop: 'name', value: name })]);
  });

  test('something else than a name or a namespace', () => {
    const { problems } = refusal((setting) => void pool(setting, 'a', { namespace: { name: 'team' } as never }));
    expect(problems).toEqual([expect.objectContaining({ code: 'AF-SPEC-001', prop: 'namespace' })]);
  });
});

describe('an existing namespace', () => {
  const template = research((setting) => {
    const namespace = Namespace.existing('team');
    pool(setting, 'planner', { namespace });
    new SessionStore(setting.stack, 'sessions', { cluster: setting.cluster, namespace, password: SecretRef.existing('redis', 'password') });
  });
  const objects = template.manifests();

  test('is not made', () => {
    expect(objects.filter(({ kind }) => kind === 'Namespace')).toEqual([]);
    expect(objects.filter(({ metadata }) => metadata.namespace !== 'team')).toEqual([]);
  });

  test('must exist when Terraform plans, and everything waits for that', () => {
    const json = template.json as unknown as {
      data: { kubernetes_namespace_v1: Record<string, { lifecycle: { postcondition: { condition: string; error_message: string }[] } }> };
      resource: Record<string, Record<string, { depends_on?: string[] }>>;
    };
    const [[id, read] = []] = Object.entries(json.data.kubernetes_namespace_v1);
    expect(read?.lifecycle.postcondition[0]?.condition).toBe('${can(regex("^.", self.metadata[0].uid))}');
    expect(read?.lifecycle.postcondition[0]?.error_message).toMatch(/namespace team does not exist/);
    const services = Object.values(json.resource['kubernetes_service_v1'] ?? {});
    expect(services.length).toBeGreaterThan(0);
    for (const service of services) expect(service.depends_on).toContain(`data.kubernetes_namespace_v1.${id}`);
  });

  test('keeps its pods as they are: the policies select those of the stack alone', () => {
    const closing = objects.filter(({ kind, metadata }) => kind === 'NetworkPolicy' && /default-deny|allow-dns/.test(metadata.name));
    expect(closing.map(({ metadata }) => metadata.name)).toEqual(['research-allow-dns', 'research-default-deny']);
    for (const policy of closing) {
      expect(policy).toMatchObject({ spec: { podSelector: { matchLabels: { 'app.kubernetes.io/part-of': 'research' } } } });
    }
    const pods = objects.filter(({ kind }) => kind === 'Deployment' || kind === 'StatefulSet');
    expect(pods).toHaveLength(2);
    for (const pod of pods) {
      expect(pod).toMatchObject({ spec: { template: { metadata: { labels: { 'app.kubernetes.io/part-of': 'research' } } } } });
    }
  });
});

test('two stacks may share a namespace that exists', () => {
  expect(() =>
    research((setting) => {
      pool(setting, 'a', { namespace: Namespace.existing('team') });
      pool(beside(setting, 'other'), 'b', { namespace: Namespace.existing('team') });
    }),
  ).not.toThrow();
});

test('the default namespace may be used where somebody asks for it', () => {
  expect(() => research((setting) => void pool(setting, 'a', { namespace: Namespace.existing('default') }))).not.toThrow();
});

test.each([
  ['after', ['team', 'guest']],
  ['before', ['guest', 'team']],
] as const)('a stack that uses the namespace of another is deployed after it, when it is written %s it', (_, order) => {
  let depends: boolean | undefined;
  research((setting) => {
    const stacks = new Map(order.map((id) => [id, beside(setting, id)] as const));
    for (const [id, one] of stacks) pool(one, `${id}-model`, { namespace: id === 'team' ? 'team' : Namespace.existing('team') });
    pool(setting, 'model');
    const [team, guest] = [stacks.get('team'), stacks.get('guest')];
    SynthesisRegistry.of(setting.stack).registerShared('of this test', () => {
      depends = team !== undefined && guest?.stack.dependsOn(team.stack);
      return [];
    });
  });
  expect(depends).toBe(true);
});

test('a namespace of nobody in the app orders no stacks', () => {
  research((setting) => {
    const [one, other] = ['one', 'other'].map((id) => beside(setting, id)) as [Setting, Setting];
    for (const [at, part] of [one, other].entries()) pool(part, `model-${at}`, { namespace: Namespace.existing('team') });
    pool(setting, 'model');
    SynthesisRegistry.of(setting.stack).registerShared('of this test', () => {
      expect(one.stack.dependsOn(other.stack) || other.stack.dependsOn(one.stack)).toBe(false);
      return [];
    });
  });
});

describe('pods that an operator labels', () => {
  const written = (namespace: Namespace | undefined, options = {}) => {
    const at = namespace === undefined ? {} : { namespace };
    const objects = research(({ stack, cluster }) => {
      TaskQueue.rabbitMq(stack, 'tasks', { cluster, ...at });
      new StateStore(stack, 'state', { cluster, pooler: {}, ...at });
    }, options).manifests();
    const specOf = (wanted: string) => (objects.find(({ kind }) => kind === wanted) as { spec?: Json } | undefined)?.spec ?? {};
    return { broker: specOf('RabbitmqCluster')['override'], pooler: specOf('Pooler')['template'] };
  };
  const metadata = { labels: { 'app.kubernetes.io/part-of': 'research' } };

  test('resolve names in a namespace of somebody else, as the policies of their stack let its pods', () => {
    const { broker, pooler } = written(Namespace.existing('team'));
    expect(broker).toEqual({ statefulSet: { spec: { template: { metadata } } } });
    expect(pooler).toMatchObject({ metadata });
  });

  test('keep the users of OpenShift beside it', () => {
    const { broker } = written(Namespace.existing('team'), { distribution: 'openshift' });
    expect(broker).toEqual({ statefulSet: { spec: { template: { metadata, spec: { securityContext: {}, containers: [] } } } } });
  });

  test('need nothing in one of ours, whose policies pick every pod', () => {
    const { broker, pooler } = written(undefined);
    expect(broker).toBeUndefined();
    expect(pooler).not.toHaveProperty('metadata');
  });
});
