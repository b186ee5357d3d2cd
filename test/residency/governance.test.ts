/** Laws, standards, tenancy and regions travel to objects and plan, and the plan says where the data of each role goes. */
import { AgentFleet, AgentRuntime, Region, Topology } from 'cdktf-agent-fleet';
import { euSovereign } from '../../examples/f18-eu-sovereign/fleet';
import { isFleetError } from '../../lib/core/fleet-error';
import { Cluster } from '../../lib/platform/cluster';
import { Testing } from '../../lib/terraform/engine';
import { findings, manifest, pool, refusal, research, type Setting } from '../setup/research-stack';
import { templateOf } from '../setup/template-of';

const LABELS = {
  'agent-fleet/compliance-gdpr': 'true',
  'agent-fleet/compliance-ai-act': 'true',
  'agent-fleet/compliance-iso-27001': 'true',
  'agent-fleet/tenancy': 'dedicated',
  'agent-fleet/data-residency': 'EU',
};

interface Templated {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly labels?: Readonly<Record<string, string>> };
  readonly spec?: { readonly template?: { readonly metadata: { readonly labels?: Readonly<Record<string, string>> } } };
}

describe('F18, data that stays in the EU', () => {
  const app = Testing.app();
  euSovereign(app);
  const template = templateOf(app, 'sovereign');

  test('the namespace, each workload and its pods carry what is said', () => {
    const objects = template.manifests() as unknown as readonly Templated[];
    const workloads = objects.filter(({ kind }) => ['Deployment', 'StatefulSet', 'Job', 'Cluster'].includes(kind));
    expect(workloads.map(({ metadata }) => metadata.name.replace(/-[0-9a-f]{8}$/, '')).sort()).toEqual([
      'model',
      'model-download',
      'router',
      'router-affinity',
      'sovereign-agents',
      'sovereign-sessions',
      'sovereign-state',
      'tracing',
    ]);
    for (const { metadata, spec } of [...workloads, ...objects.filter(({ kind }) => kind === 'Namespace')]) {
      expect({ name: metadata.name, labels: metadata.labels }).toEqual({ name: metadata.name, labels: expect.objectContaining(LABELS) });
      if (spec?.template !== undefined) expect(spec.template.metadata.labels).toMatchObject(LABELS);
    }
  });

  test('no label selects pods, so that another law changes no selector', () => {
    const { spec } = manifest<{ spec: { selector: { matchLabels: object } } }>(template, 'Deployment', 'router');
    expect(Object.keys(spec.selector.matchLabels).filter((label) => label.startsWith('agent-fleet/'))).toEqual([]);
  });

  test('the plan has the data flow of each role, with every place in the EU', () => {
    const { governance } = template.plan().fleets[0] ?? {};
    expect(governance).toMatchObject({ compliance: ['gdpr', 'ai-act', 'iso-27001'], tenancy: 'dedicated' });
    expect(governance?.roles.map(({ role, dataResidency }) => [role, dataResidency])).toEqual([
      ['ledger', 'EU (EEA, Europe)'],
      ['records', 'EU (EEA, Europe)'],
      ['code', 'EU (EEA, Europe)'],
    ]);
    const [ledger] = governance?.roles ?? [];
    expect(ledger?.dataFlow.map(({ place }) => place)).toEqual([
      'runtime sovereign/sovereign/sovereign-agents',
      'router sovereign/router',
      'session store sovereign/sovereign/sovereign-sessions',
      'state store sovereign/sovereign/sovereign-state',
      'tracing sovereign/tracing',
      'route ledger of sovereign/router',
      'tracing sovereign/tracing',
      'external host traces.example.com',
      'pool sovereign/model',
      'route overflow of sovereign/router',
      'external model overflow at sovereign.openai.azure.com',
    ]);
    for (const { region, way, heldBy } of ledger?.dataFlow ?? []) {
      expect(region).toContain('EU');
      expect(way.length).toBeGreaterThan(0);
      expect(heldBy).toBe('network policy');
    }
  });

  test('an overflow in another region is refused for every role', () => {
    const elsewhere = Testing.app();
    euSovereign(elsewhere, 'eastus');
    let caught: unknown;
    try {
      elsewhere.synth();
    } catch (error) {
      caught = error;
    }
    const problems = isFleetError(caught) ? caught.problems : [];
    expect(problems).toEqual([expect.objectContaining({ code: 'AF-RES-001', prop: 'cluster.dataResidency', value: 'eastus' })]);
    expect(problems[0]?.message).toContain('data of roles ledger, records, code must stay in EU');
  });
});

const crew = ({ stack }: Setting, cluster: Cluster, props: object = {}) =>
  new AgentFleet(stack, 'crew', {
    cluster,
    topology: Topology.flat({ agents: ['planner'] }),
    concurrentWorkflows: 1,
    roles: { planner: { pool: pool({ stack, cluster }, 'large'), contextTokens: 2_000 } },
    runtime: { framework: 'custom', image: 'registry.example.com/crew:1' },
    ...props,
  });
const inEu = (options: object = {}) => Cluster.fromKubeconfig({ context: 'prod-eu', region: 'eu-central-1', ...options });

test('a fleet that names other laws than its cluster labels its agents with them', () => {
  const template = research((setting) => crew(setting, inEu({ compliance: ['iso-27001'] }), { compliance: ['ai-act'] }));
  const labelsOf = (name: string) => manifest<Templated>(template, 'Deployment', name).metadata.labels;
  expect(labelsOf('crew-agents')).toHaveProperty(['agent-fleet/compliance-ai-act'], 'true');
  expect(labelsOf('crew-agents')).not.toHaveProperty(['agent-fleet/compliance-iso-27001']);
  expect(labelsOf('large')).toHaveProperty(['agent-fleet/compliance-iso-27001'], 'true');
  expect(template.plan().fleets[0]?.governance?.compliance).toEqual(['ai-act']);
});

test('nothing is written where nothing is said', () => {
  const template = research((setting) => crew(setting, inEu()));
  expect(template.plan().fleets[0]).not.toHaveProperty('governance');
  expect(JSON.stringify(template.manifests())).not.toMatch(/agent-fleet\/(compliance|tenancy|data-residency)/);
});

test('a runtime of its own takes the laws of its cluster, or its own', () => {
  const template = research(({ stack }) => {
    const at = { cluster: inEu({ compliance: ['soc-2'] }), framework: 'custom', image: 'registry.example.com/batch:1' } as const;
    new AgentRuntime(stack, 'one', at);
    new AgentRuntime(stack, 'other', { ...at, compliance: ['hipaa'] });
  });
  expect(manifest<Templated>(template, 'Deployment', 'one').metadata.labels).toHaveProperty(['agent-fleet/compliance-soc-2'], 'true');
  expect(manifest<Templated>(template, 'Deployment', 'other').metadata.labels).toHaveProperty(['agent-fleet/compliance-hipaa'], 'true');
});

test('the GDPR without a region is a hint', () => {
  const hints = (options: object) => findings((setting) => void crew(setting, inEu(), options)).filter(({ code }) => code === 'AF-RES-002');
  expect(hints({ compliance: ['gdpr'] })).toEqual([expect.objectContaining({ severity: 'info', prop: 'compliance' })]);
  expect(hints({ compliance: ['iso-27001'] })).toEqual([]);
});

test.each([
  ['a law that nobody knows', { compliance: ['ccpa'] }],
  ['an empty list', { compliance: [] }],
  ['a text', { compliance: 'gdpr' }],
])('%s is refused', (_, props) => {
  const { problems } = refusal((setting) => crew(setting, inEu(), props));
  expect(problems[0]).toMatchObject({ code: 'AF-SPEC-001', prop: expect.stringContaining('compliance') });
});

test('a tenancy or a region that is none is refused', () => {
  for (const props of [{ tenancy: 'mine' }, { dataResidency: 'EU' }, { region: '' }, { region: Region }]) {
    expect(() => inEu(props)).toThrow(expect.objectContaining({ problems: [expect.objectContaining({ code: 'AF-SPEC-001' })] }));
  }
});
