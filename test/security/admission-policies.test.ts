/** Admission policies name what the plan has. That the API server refuses the rest is asked of a real one: `npm run e2e -- --only bounds`. */
import { App } from 'cdktf';
import { Cluster, type ClusterProps, Gpu, McpServer, Namespace, PodPriority, Scaling, StateStore } from 'cdktf-agent-fleet';
import { FleetTemplate } from 'cdktf-agent-fleet/testing';
import { FORBIDDEN } from '../../e2e/bounds/forbidden';
import { REFUSED_MUTANTS, SEEN_ELSEWHERE } from '../../e2e/bounds/refused-mutants';
import { MUTANTS } from '../../e2e/mutants/mutants';
import { referenceFleet } from '../../examples/f13-reference-fleet/fleet';
import { manifest, pool, refusal, research, type Setting } from '../setup/research-stack';
import { temporaryOutdir } from '../setup/temporary-outdir';

const PLANNED: ClusterProps = { admissionPolicies: 'planned' };

interface Policy {
  readonly spec: {
    readonly failurePolicy: string;
    readonly matchConstraints: { readonly namespaceSelector: { readonly matchLabels: Readonly<Record<string, string>> } };
    readonly variables?: readonly { readonly name: string; readonly expression: string }[];
    readonly validations: readonly { readonly expression: string; readonly message: string }[];
  };
}
const policy = (template: FleetTemplate, about: string, namespace = 'research'): Policy =>
  manifest<Policy>(template, 'ValidatingAdmissionPolicy', `agent-fleet-${namespace}-${about}`);
const variable = (template: FleetTemplate, about: string, name: string): unknown =>
  JSON.parse(policy(template, about).spec.variables?.find((one) => one.name === name)?.expression ?? 'null');
const imagesOf = (template: FleetTemplate): string =>
  policy(template, 'pods').spec.validations.find(({ message }) => message.endsWith('an image of the plan'))?.expression ?? '';
const server = ({ stack, cluster }: Setting, id = 'tools', props = {}) =>
  new McpServer(stack, id, { cluster, image: 'registry.example.com/tools:1', port: 8080, ...props });

test('there are none by default, and none for a namespace of somebody else', () => {
  const kinds = (options: ClusterProps, props = {}) =>
    research((setting) => void server(setting, 'tools', props), options)
      .manifests()
      .map(({ kind }) => kind)
      .filter((kind) => kind.startsWith('ValidatingAdmissionPolicy'));
  expect(kinds({})).toEqual([]);
  expect(kinds(PLANNED, { namespace: Namespace.existing('team') })).toEqual([]);
  expect(kinds(PLANNED)).toHaveLength(8);
});

test('constructs that are made in another order change none', () => {
  const parts: ((setting: Setting) => unknown)[] = [
    (setting) => pool(setting, 'planner', { scaling: Scaling.queueDepth({ min: 1, max: 3 }) }),
    (setting) => server(setting),
    ({ stack, cluster }) => new StateStore(stack, 'state', { cluster, pooler: {} }),
    (setting) => pool(setting, 'worker'),
  ];
  const policies = (ordered: typeof parts) =>
    research((setting) => {
      for (const part of ordered) part(setting);
    }, PLANNED)
      .manifests()
      .filter(({ kind }) => kind === 'ValidatingAdmissionPolicy');
  expect(policies([...parts].reverse())).toEqual(policies(parts));
});

test('each is bound, refuses, and looks at its namespace alone; its objects belong to no namespace', () => {
  const template = research((setting) => void server(setting), PLANNED);
  for (const about of ['pods', 'replicas', 'autoscalers', 'namespace']) {
    const { spec, metadata } = policy(template, about) as Policy & { metadata: { namespace?: string } };
    expect(spec.failurePolicy).toBe('Fail');
    expect(spec.matchConstraints.namespaceSelector.matchLabels).toEqual({ 'kubernetes.io/metadata.name': 'research' });
    expect(metadata.namespace).toBeUndefined();
    const binding = manifest<{ spec: unknown }>(template, 'ValidatingAdmissionPolicyBinding', `agent-fleet-research-${about}`);
    expect(binding.spec).toEqual({ policyName: `agent-fleet-research-${about}`, validationActions: ['Deny'] });
  }
  expect(template.plan().namespaces).toEqual([
    {
      name: 'research',
      quota: null,
      policies: ['pods', 'replicas', 'autoscalers', 'namespace'].map((about) => `agent-fleet-research-${about}`),
    },
  ]);
});

test.each([
  ['warn', 'Warn'],
  ['audit', 'Audit'],
  ['deny', 'Deny'],
] as const)('action %s', (action, written) => {
  const template = research((setting) => void server(setting), { admissionPolicies: { action } });
  const { spec } = manifest<{ spec: { validationActions: string[] } }>(
    template,
    'ValidatingAdmissionPolicyBinding',
    'agent-fleet-research-pods',
  );
  expect(spec.validationActions).toEqual([written]);
});

test('ceilings are those of the plan, of what scales and of what does not', () => {
  const template = research((setting) => {
    pool(setting, 'planner', { scaling: Scaling.queueDepth({ min: 1, max: 6 }) });
    server(setting, 'tools', { replicas: 3 });
  }, PLANNED);
  expect(variable(template, 'replicas', 'ceilings')).toEqual({ 'deployments/planner': 6, 'deployments/tools': 3 });
  expect(variable(template, 'autoscalers', 'targets')).toEqual({ planner: 6, tools: 3 });
});

describe('images', () => {
  test('are those of the plan through the mirror, the starter of databases, and what is named beside', () => {
    const template = research(
      ({ stack, cluster }) => {
        server({ stack, cluster });
        new StateStore(stack, 'state', { cluster });
      },
      { registryMirror: 'mirror.internal/all', admissionPolicies: { images: ['cr.l5d.io/linkerd/proxy'] } },
    );
    for (const repository of [
      'mirror.internal/all/tools',
      'mirror.internal/all/cloudnative-pg/cloudnative-pg',
      'mirror.internal/all/cloudnative-pg/postgresql',
      'cr.l5d.io/linkerd/proxy',
    ])
      expect(imagesOf(template)).toContain(JSON.stringify(repository));
    expect(imagesOf(template)).not.toContain('ghcr.io');
  });

  test('without a database its starter is not among them', () => {
    expect(imagesOf(research((setting) => void server(setting), PLANNED))).not.toContain('cloudnative-pg');
  });

  test('by digest stay by digest', () => {
    const digest = `sha256:${'a'.repeat(64)}`;
    const pinned = research((setting) => void server(setting, 'tools', { image: `registry.example.com/tools@${digest}` }), PLANNED);
    expect(policy(pinned, 'pods').spec.validations.map(({ message }) => message)).toContain(
      'agent-fleet: an image that the plan pins is named by a digest',
    );
    const both = research((setting) => {
      server(setting, 'tools', { image: `registry.example.com/tools@${digest}` });
      server(setting, 'more', { image: 'registry.example.com/tools:1' });
    }, PLANNED);
    expect(policy(both, 'pods').spec.validations.map(({ message }) => message)).not.toContain(
      'agent-fleet: an image that the plan pins is named by a digest',
    );
  });
});

describe('priorities of the system and of fleets', () => {
  const NODES = { nodePools: { a100: { gpu: Gpu.A100_80GB_PCIE, nodes: 2 }, cpu: { nodes: 2 } } };
  const planned = (podPriority?: PodPriority) => {
    const template = research((setting) => void pool(setting, 'planner', podPriority === undefined ? {} : { podPriority }), {
      ...PLANNED,
      ...NODES,
    });
    const rule = policy(template, 'pods').spec.validations.find(({ message }) => message.endsWith('only where the plan gives it'));
    expect(rule?.expression).toContain("startsWith('system-')");
    return JSON.parse(rule?.expression.split(' in ').at(-1) ?? 'null') as unknown;
  };

  test('are for the pools that have one', () => {
    expect(planned(PodPriority.BACKGROUND)).toEqual(['agent-fleet.research.minus-1-waits']);
  });
  test('are for nobody where no pool has one', () => expect(planned()).toEqual([]));
  test('a class of the cluster is no matter of the policy, and stands among those of the plan', () => {
    expect(planned(PodPriority.existing({ name: 'gold', value: 10 }))).toEqual(['gold']);
  });
});

describe('GPUs', () => {
  test('belong to the pools, on their nodes, with their taints', () => {
    const template = research(
      (setting) => {
        pool(setting, 'planner');
        server(setting);
      },
      {
        ...PLANNED,
        nodePools: {
          a100: { gpu: Gpu.A100_80GB_PCIE, nodes: 2, taints: [{ key: 'team', value: 'agents', effect: 'NoSchedule' }] },
          cpu: { nodes: 2 },
        },
      },
    );
    expect(variable(template, 'pods', 'labels')).toEqual({
      0: { 'app.kubernetes.io/name': 'planner', 'app.kubernetes.io/component': 'inference' },
    });
    expect(variable(template, 'pods', 'nodes')).toEqual({ 0: ['nvidia.com/gpu.product=NVIDIA-A100-80GB-PCIe'] });
    expect(variable(template, 'pods', 'tolerated')).toEqual({ 0: ['nvidia.com/gpu', 'team'] });
  });

  test('in a namespace without pools nobody takes one', () => {
    const template = research((setting) => void server(setting), PLANNED);
    expect(variable(template, 'pods', 'labels')).toEqual({});
  });
});

test('two namespaces of a stack have policies of their own', () => {
  const template = research((setting) => {
    server(setting, 'a', { namespace: 'one' });
    server(setting, 'b', { namespace: 'two', replicas: 4 });
  }, PLANNED);
  const ceilings = (namespace: string) => policy(template, 'replicas', namespace).spec.variables?.[0]?.expression;
  expect([ceilings('one'), ceilings('two')]).toEqual(['{"deployments/a":2}', '{"deployments/b":4}']);
});

test('every expression is closed, and every message says who refuses', () => {
  const app = new App({ outdir: temporaryOutdir() });
  referenceFleet(app, { bounds: PLANNED });
  const template = FleetTemplate.synth(app, 'research');
  for (const about of ['pods', 'replicas', 'autoscalers', 'namespace']) {
    for (const { expression, message } of policy(template, about).spec.validations) {
      expect({ message, open: expression.split('(').length }).toEqual({ message, open: expression.split(')').length });
      expect(message).toMatch(/^agent-fleet: .{15,}/);
    }
  }
});

test('text of users cannot end a text of an expression', () => {
  const hostile = 'registry.example.com/x"] || true || ["';
  const error = refusal(() => void Cluster.fromKubeconfig({ context: 'prod', admissionPolicies: { images: [hostile] } }));
  expect(error.problems[0]?.prop).toMatch(/^admissionPolicies/);
});

test.each<[string, unknown]>([
  ['a word that is none', 'strict'],
  ['true', true],
  ['null', null],
  ['an unknown action', { action: 'block' }],
  ['an image with a tag', { images: ['registry.example.com/proxy:1'] }],
  ['an image with a digest', { images: [`registry.example.com/proxy@sha256:${'a'.repeat(64)}`] }],
  ['one image without a list', { images: 'registry.example.com/proxy' }],
  ['an unknown key', { registries: ['registry.example.com'] }],
])('%s is refused', (_, admissionPolicies) => {
  const error = refusal(() => void Cluster.fromKubeconfig({ context: 'prod', admissionPolicies: admissionPolicies as never }));
  expect(error.problems[0]?.prop).toMatch(/^admissionPolicies/);
  expect(error.problems[0]?.code).toMatch(/^AF-SPEC-00[123]$/);
});

test('every broken emitter is refused by an API server with these policies, or has a reason why it cannot be', () => {
  const named = [...Object.keys(REFUSED_MUTANTS), ...Object.keys(SEEN_ELSEWHERE)];
  expect(named.sort()).toEqual(MUTANTS.map(({ name }) => name).sort());
  expect(new Set(FORBIDDEN.map(({ name }) => name)).size).toBe(FORBIDDEN.length);
});
