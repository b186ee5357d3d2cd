/** Scaling policies keep their contract: the library's, and one of a user that writes objects of its own. */
import { CustomObjects, type IScalable, Scaling, type ScalingPolicy, SecretRef, TaskQueue, type UnplacedFinding } from 'cdktf-agent-fleet';
import { scalingPolicyProblems } from 'cdktf-agent-fleet/testing';
import { manifest, pool, refusal, research, type Setting } from '../setup/research-stack';

/** Scales on first tokens instead of the queue. */
class FirstTokenPolicy implements ScalingPolicy {
  constructor(
    readonly minReplicas = 1,
    readonly maxReplicas = 4,
  ) {}

  findings({ metrics, metricsSource }: IScalable): readonly UnplacedFinding[] {
    if (typeof metrics.timeToFirstToken === 'string') return [];
    const message = `${metricsSource} writes no time to first token`;
    return [{ code: 'ORG-ELA-001', severity: 'error', prop: 'scaling', message, repairs: ['Scaling.queueDepth({ min: 1, max: 4 })'] }];
  }

  bind({ workload, stack, scaleTarget, metrics, metricSelector }: IScalable): void {
    const { name, namespace } = workload;
    const query = `histogram_quantile(0.95, sum by (le) (rate(${metrics.timeToFirstToken}_bucket{${metricSelector}}[5m])))`;
    CustomObjects.of(stack, namespace).add(`scaled-object-${name}`, () => ({
      apiVersion: 'keda.sh/v1alpha1',
      kind: 'ScaledObject',
      metadata: { name, namespace: namespace.name },
      spec: {
        scaleTargetRef: { ...scaleTarget, name },
        minReplicaCount: this.minReplicas,
        maxReplicaCount: this.maxReplicas,
        triggers: [{ type: 'prometheus', metadata: { query, threshold: '2' } }],
      },
    }));
  }
}

const JOBS = TaskQueue.fromExisting({
  kind: 'amqp',
  name: 'jobs',
  host: 'mq.example.com',
  cidr: '10.0.0.0/24',
  url: SecretRef.existing('mq', 'url'),
});

function problemsOf(policy: ScalingPolicy) {
  const found: ReturnType<typeof scalingPolicyProblems>[] = [];
  research((setting) => void found.push(scalingPolicyProblems(policy, pool(setting, 'workers'))));
  return found[0];
}

test.each([
  ['the queue', Scaling.queueDepth({ min: 1, max: 4 })],
  [
    'the queue, with every warning',
    Scaling.queueDepth({ min: 1, max: 4, waitingPerReplica: 50, scaleInWindowSeconds: 1, cooldownSeconds: 1 }),
  ],
  [
    'the queue and the clock',
    Scaling.queueDepth({
      min: 1,
      max: 4,
      schedule: { timeZone: 'UTC', windows: { office: { from: '08:00', to: '18:00', replicas: 3 } } },
    }),
  ],
  ['waiting requests by GPU', Scaling.warmFloor({ min: 1, max: 4 })],
  ['first tokens, without a class', Scaling.latency({ min: 1, max: 4 })],
  ['first tokens', Scaling.latency({ min: 1, max: 4, ttftSeconds: 1, scaleOutWindowSeconds: 1, scaleInWindowSeconds: 1 })],
  ['tokens, without requests', Scaling.tokens({ min: 1, max: 4 })],
  ['tokens', Scaling.tokens({ min: 1, max: 4, promptTokens: 1_000 })],
  ['several signals', Scaling.any({ min: 1, max: 4, signals: ['latency', 'tokens'], ttftSeconds: 3_600 })],
  ['tasks', Scaling.batch({ max: 4, queue: JOBS })],
  ['tasks, asleep for a moment', Scaling.batch({ max: 4, queue: JOBS, cooldownSeconds: 1 })],
  ['the queue and nothing that wakes it', Scaling.queueDepth({ min: 0, max: 4 })],
  ['first tokens, by a user', new FirstTokenPolicy()],
])('scaling on %s keeps the contract', (_, policy) => {
  expect(problemsOf(policy)).toEqual([]);
});

const finding = (over: Partial<UnplacedFinding>): UnplacedFinding => ({
  code: 'ORG-ELA-001',
  severity: 'warning',
  prop: 'scaling.max',
  message: 'no',
  repairs: ['max: 2'],
  ...over,
});
const policyWith = (over: Partial<ScalingPolicy>): ScalingPolicy => ({
  minReplicas: 1,
  maxReplicas: 2,
  findings: () => [],
  bind: () => undefined,
  ...over,
});

test.each<[string, ScalingPolicy, string]>([
  ['a floor of 0', policyWith({ minReplicas: 0 }), 'minReplicas'],
  ['half a replica', policyWith({ minReplicas: 1.5 }), 'minReplicas'],
  ['a ceiling below the floor', policyWith({ minReplicas: 3 }), 'maxReplicas'],
  ['no number', policyWith({ maxReplicas: Number.NaN }), 'maxReplicas'],
  ['no bind', policyWith({ bind: undefined as unknown as ScalingPolicy['bind'] }), 'ScalingPolicy'],
  [
    'a throw',
    policyWith({
      bind: () => {
        throw new Error('no');
      },
    }),
    'bind',
  ],
  ['a finding of another prop', policyWith({ findings: () => [finding({ prop: 'replicas' })] }), 'findings'],
  ['a finding without a code', policyWith({ findings: () => [finding({ code: 'bad' })] }), 'findings'],
  ['a finding without advice', policyWith({ findings: () => [finding({ repairs: [] })] }), 'findings'],
])('a policy with %s is told so', (_, policy, part) => {
  expect(problemsOf(policy)).toContainEqual({ part, message: expect.any(String) as unknown });
});

describe('a pool with a policy of a user', () => {
  const scaled = (policy: ScalingPolicy) => (setting: Setting) => void pool(setting, 'workers', { scaling: policy });

  test('is planned within its bounds and scaled by its objects', () => {
    const template = research(scaled(new FirstTokenPolicy(2, 6)));
    expect(template.plan().pools[0]?.replicas).toEqual({ min: 2, max: 6 });
    expect(manifest(template, 'ScaledObject', 'workers')).toMatchObject({
      spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'workers' }, maxReplicaCount: 6 },
    });
    expect(manifest(template, 'Deployment', 'workers')).not.toHaveProperty('spec.replicas');
  });

  test.each([
    ['minReplicas', new FirstTokenPolicy(0, 4)],
    ['minReplicas', new FirstTokenPolicy(1.5, 4)],
    ['maxReplicas', new FirstTokenPolicy(4, 2)],
    ['maxReplicas', new FirstTokenPolicy(1, Number.POSITIVE_INFINITY)],
  ])('AF-ELA-016: is refused where %s is none', (prop, policy) => {
    expect(refusal(scaled(policy)).problems).toContainEqual(expect.objectContaining({ code: 'AF-ELA-016', prop: `scaling.${prop}` }));
  });

  test('shows what the policy finds', () => {
    const strict = policyWith({ findings: () => [finding({ severity: 'error' })] });
    expect(refusal(scaled(strict)).problems).toContainEqual(expect.objectContaining({ code: 'ORG-ELA-001', path: 'research/workers' }));
  });
});
