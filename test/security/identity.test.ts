/** Who pods are to a cloud: annotations of their service account, labels of their pods, and the way to whoever gives them tokens. */
import { TerraformVariable } from 'cdktf';
import { AgentRuntime, ExternalHost, McpServer, Weights, WorkloadIdentity } from 'cdktf-agent-fleet';
import type { AgentRuntimeProps } from '../../lib/agents/agent-runtime-props';
import { isFleetError } from '../../lib/core/fleet-error';
import { edgesOf, findings, manifest, pool, research, type Setting } from '../setup/research-stack';

const roleArn = 'arn:aws:iam::123456789012:role/agents';
const clientId = '00000000-0000-0000-0000-000000000001';
const runtime = { framework: 'custom', image: 'registry.example.com/agents:1' } as const;
const agents =
  (identity: WorkloadIdentity, more: Partial<AgentRuntimeProps> = {}) =>
  ({ stack, cluster }: Setting) =>
    void new AgentRuntime(stack, 'agents', { ...runtime, cluster, identity, ...more });

// biome-ignore format: one row a cloud reads as a table
const clouds: readonly [cloud: string, identity: WorkloadIdentity, annotations: object, labels: object][] = [
  ['Amazon', WorkloadIdentity.aws({ roleArn }), { 'eks.amazonaws.com/role-arn': roleArn }, {}],
  ['Google', WorkloadIdentity.google({ serviceAccount: 'agents@my-project.iam.gserviceaccount.com' }), { 'iam.gke.io/gcp-service-account': 'agents@my-project.iam.gserviceaccount.com' }, {}],
  ['Azure', WorkloadIdentity.azure({ clientId, tenantId: clientId }), { 'azure.workload.identity/client-id': clientId, 'azure.workload.identity/tenant-id': clientId }, { 'azure.workload.identity/use': 'true' }],
  ['another', WorkloadIdentity.of({ annotations: { 'vault.example.com/role': 'agents' }, podLabels: { team: 'a' } }), { 'vault.example.com/role': 'agents' }, { team: 'a' }],
];

describe.each(clouds)('%s', (_, identity, annotations, labels) => {
  const builds: readonly [string, (setting: Setting) => void][] = [
    ['agents', agents(identity)],
    ['search', ({ stack, cluster }) => void new McpServer(stack, 'search', { cluster, image: 'a.io/b:1', port: 80, identity })],
    ['planner', (setting) => void pool(setting, 'planner', { identity })],
  ];

  test.each(builds)('%s: the service account and the pods', (name, build) => {
    const template = research(build);
    expect(manifest(template, 'ServiceAccount', name).metadata.annotations).toEqual(annotations);
    const { spec } = manifest(template, 'Deployment', name) as unknown as {
      spec: { selector: { matchLabels: object }; template: { metadata: { labels: object } } };
    };
    expect(spec.template.metadata.labels).toMatchObject(labels);
    for (const label of Object.keys(labels)) expect(spec.selector.matchLabels).not.toHaveProperty([label]);
  });
});

test('without an identity nothing is annotated', () => {
  const template = research(({ stack, cluster }) => void new AgentRuntime(stack, 'agents', { ...runtime, cluster }));
  expect(manifest(template, 'ServiceAccount', 'agents').metadata).not.toHaveProperty('annotations');
});

test('a role of another stack stays a reference', () => {
  const template = research((setting) => {
    const role = new TerraformVariable(setting.stack, 'role', { type: 'string' }).stringValue;
    agents(WorkloadIdentity.aws({ roleArn: role }), { internet: true })(setting);
  });
  expect(JSON.stringify(template.json)).toContain('"eks.amazonaws.com/role-arn":"${var.role}"');
});

test('on GKE the metadata server is opened, and no other cloud opens it', () => {
  const opened = (identity: WorkloadIdentity) => edgesOf(research(agents(identity)), 'agents');
  expect(opened(clouds[1]?.[1] as WorkloadIdentity)).toEqual(['agents-to-169-254-169-252-32-988', 'agents-to-169-254-169-254-32-80']);
  for (const index of [0, 2, 3]) expect(opened(clouds[index]?.[1] as WorkloadIdentity)).toEqual([]);
});

test('where ways are opened by name, that to the host that gives tokens is', () => {
  const template = (identity: WorkloadIdentity) =>
    research(
      (setting) => {
        agents(identity)(setting);
        pool(setting, 'planner', { identity, weights: Weights.claim() });
      },
      { namedEgress: { policies: 'cilium' } },
    );
  const opened = (identity: WorkloadIdentity) =>
    template(identity)
      .manifests()
      .filter(({ kind, metadata }) => kind === 'CiliumNetworkPolicy' && !metadata.name.includes('download'))
      .map((policy) => (policy['spec'] as { egress: { toFQDNs?: unknown }[] }).egress[0]?.toFQDNs);
  const sts = [{ matchName: 'sts.amazonaws.com' }, { matchPattern: 'sts.*.amazonaws.com' }];
  const entra = [{ matchName: 'login.microsoftonline.com' }];
  expect(opened(WorkloadIdentity.aws({ roleArn }))).toEqual([sts, sts]);
  expect(opened(WorkloadIdentity.azure({ clientId }))).toEqual([entra, entra]);
  expect(opened(clouds[1]?.[1] as WorkloadIdentity)).toEqual([]);
  const codes = template(WorkloadIdentity.aws({ roleArn }))
    .plan()
    .findings.map(({ code }) => code);
  expect(codes).not.toContain('AF-SEC-007');
});

describe('the host that gives tokens', () => {
  const warned = (build: (setting: Setting) => void) => findings(build).filter(({ code }) => code === 'AF-SEC-007');
  const sts = new ExternalHost({ name: 'sts', host: 'sts.amazonaws.com', cidrs: ['203.0.113.0/24'] });
  const aws = WorkloadIdentity.aws({ roleArn });

  test.each([
    ['nothing outside', agents(aws)],
    ['nothing outside, on Azure', agents(WorkloadIdentity.azure({ clientId }))],
    ['weights of a claim', (setting: Setting) => void pool(setting, 'planner', { identity: aws, weights: Weights.claim() })],
  ])('is not reached by pods that reach %s', (_, build) => {
    expect(warned(build)).toMatchObject([{ severity: 'warning', prop: 'identity' }]);
  });

  test.each([
    ['public addresses', agents(aws, { internet: true })],
    ['a host outside', agents(aws, { services: [sts] })],
    ['the hub, for their weights', (setting: Setting) => void pool(setting, 'planner', { identity: aws, weights: Weights.ephemeral() })],
    ['a metadata server', agents(clouds[1]?.[1] as WorkloadIdentity)],
  ])('is reached, or not needed, by pods that reach %s', (_, build) => {
    expect(warned(build)).toEqual([]);
  });
});

// biome-ignore format: one row a case reads as a table
test.each<[what: string, build: () => unknown, prop: string]>([
  ['a user in place of a role', () => WorkloadIdentity.aws({ roleArn: 'arn:aws:iam::123456789012:user/me' }), 'roleArn'],
  ['a role by its name', () => WorkloadIdentity.aws({ roleArn: 'agents' }), 'roleArn'],
  ['a person in place of a service account', () => WorkloadIdentity.google({ serviceAccount: 'me@example.com' }), 'serviceAccount'],
  ['a client by its name', () => WorkloadIdentity.azure({ clientId: 'agents' }), 'clientId'],
  ['a tenant by its domain', () => WorkloadIdentity.azure({ clientId, tenantId: 'example.onmicrosoft.com' }), 'tenantId'],
  ['no annotations', () => WorkloadIdentity.of({ annotations: {} }), 'annotations'],
  ['an annotation with two slashes', () => WorkloadIdentity.of({ annotations: { 'a/b/c': 'd' } }), 'annotations'],
  ['a label that is too long', () => WorkloadIdentity.of({ annotations: { a: 'b' }, podLabels: { c: 'd'.repeat(64) } }), 'podLabels.c'],
  ['annotations in its place', () => research(agents({ 'eks.amazonaws.com/role-arn': roleArn } as never)), 'identity'],
])('refused: %s', (_, build, prop) => {
  try {
    build();
  } catch (error) {
    if (!isFleetError(error)) throw error;
    expect(error.problems).toMatchObject([{ code: expect.stringMatching(/^AF-SPEC-00[12]$/), prop }]);
    return;
  }
  throw new Error('accepted');
});
