/** Data residency: what is refused, with which path, and which props say it. */

import type { AgentFleetProps, IService } from 'cdktf-agent-fleet';
import {
  AgentFleet,
  AgentRuntime,
  ExternalHost,
  ExternalModel,
  LiteLLMRouter,
  Region,
  SecretRef,
  Topology,
  Weights,
} from 'cdktf-agent-fleet';
import { inTheEu } from '../../examples/guides/residency';
import { Cluster } from '../../lib/platform/cluster';
import { Testing } from '../../lib/terraform/engine';
import { findings, pool, refusal, research, type Setting } from '../setup/research-stack';
import { templateOf } from '../setup/template-of';
import { DirectAccess } from '../support/direct-access';

const KEY = SecretRef.existing('provider', 'key');
const RANGES = { cidrs: ['203.0.113.0/24'] };
const inEu = (setting: Setting): Setting => ({
  ...setting,
  cluster: Cluster.fromKubeconfig({ context: 'prod-eu', region: 'eu-central-1' }),
});

function fleet(setting: Setting, props: Partial<AgentFleetProps> = {}, dataResidency: Region | null = Region.EU): AgentFleet {
  const planner = pool(setting, 'large', { weights: Weights.claim() });
  return new AgentFleet(setting.stack, 'crew', {
    cluster: setting.cluster,
    topology: Topology.flat({ agents: ['planner'] }),
    concurrentWorkflows: 1,
    roles: { planner: { pool: planner, contextTokens: 2_000 } },
    runtime: { framework: 'custom', image: 'registry.example.com/crew:1' },
    sessionStore: false,
    stateStore: false,
    ...(dataResidency === null ? {} : { dataResidency }),
    ...props,
  });
}

const residency = (build: (setting: Setting) => void) => refusal(build).problems;

test('a fallback to a model elsewhere is refused with every hop', () => {
  const [problem, ...others] = residency((given) => {
    const setting = inEu(given);
    const big = ExternalModel.openAi({ model: 'gpt-4o', key: KEY, maxContextTokens: 128_000, region: 'us-east-1', ...RANGES });
    const router = new LiteLLMRouter(setting.stack, 'router', {
      cluster: setting.cluster,
      externalModels: { big },
      fallbacks: { planner: ['big'] },
    });
    fleet(setting, { router });
  });
  expect(others).toEqual([]);
  expect(problem).toMatchObject({
    code: 'AF-RES-001',
    severity: 'error',
    path: 'research/crew',
    prop: 'dataResidency',
    value: 'us-east-1',
    allowed: 'a region inside EU (EEA, Europe)',
    message:
      'data of role planner must stay in EU and can reach external model big at api.openai.com in us-east-1 (US): role planner' +
      ' → runs in runtime research/crew/crew-agents (eu-central-1) → is wired to router research/router (eu-central-1)' +
      ' → leads along route planner of research/router (eu-central-1) → falls back on failure to route big of research/router (eu-central-1)' +
      ' → is served by external model big at api.openai.com (us-east-1)',
  });
  expect(problem?.details?.map(({ label }) => label)).toEqual(['hop 1', 'hop 2', 'hop 3', 'hop 4', 'hop 5']);
});

test('the same model inside the region is accepted, and a host without ranges is said to be inside by declaration alone', () => {
  const found = findings((given) => {
    const setting = inEu(given);
    const big = ExternalModel.openAi({ model: 'gpt-4o', key: KEY, maxContextTokens: 128_000, region: Region.EU });
    const router = new LiteLLMRouter(setting.stack, 'router', {
      cluster: setting.cluster,
      externalModels: { big },
      fallbacks: { planner: ['big'] },
    });
    fleet(setting, { router });
  });
  expect(found.filter(({ code }) => code.startsWith('AF-RES-'))).toEqual([
    expect.objectContaining({ code: 'AF-RES-003', severity: 'warning', value: 'big at api.openai.com' }),
  ]);
});

describe('what overflows from the pool of a resident role', () => {
  const overflowing = (region: string) => (given: Setting) => {
    const setting = inEu(given);
    const model = { model: 'gpt-4o', key: KEY, maxContextTokens: 128_000, ...RANGES };
    const near = ExternalModel.openAi({ ...model, region });
    const far = ExternalModel.openAi({ ...model, region: 'eu-west-1' });
    const router = new LiteLLMRouter(setting.stack, 'router', {
      cluster: setting.cluster,
      externalModels: { near, far },
      overflow: { planner: ['near'] },
      fallbacks: { planner: ['far'] },
    });
    fleet(setting, { router });
  };
  test('stays within the region', () =>
    expect(findings(overflowing('eu-central-1')).filter(({ code }) => code.startsWith('AF-RES-'))).toEqual([]));
  test('or is refused, although the fallback stays', () => {
    const [problem, ...others] = residency(overflowing('us-east-1'));
    expect(others).toEqual([]);
    expect(problem).toMatchObject({ code: 'AF-RES-001', value: 'us-east-1' });
    expect(problem?.message).toMatch(/route planner .* → falls back on failure to route near .* → is served by external model near/);
  });
});

test('a cluster of an unknown region, or of none, is refused', () => {
  for (const region of [undefined, 'eu-nowhere-1']) {
    const problems = residency(({ stack }) => {
      const options = region === undefined ? {} : { region };
      fleet({ stack, cluster: Cluster.fromKubeconfig({ context: 'prod', ...options }) });
    });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({
      value: region ?? 'unknown',
      message: expect.stringContaining('runtime research/crew/crew-agents'),
    });
    expect(problems[0]?.repairs).toEqual(['region of the cluster prod, which says where its nodes are']);
  }
});

test('pods that load weights from the hub can send prompts there', () => {
  const [problem] = residency((given) => {
    const setting = inEu(given);
    fleet(setting, { roles: { planner: { pool: pool(setting, 'open'), contextTokens: 2_000 } } });
  });
  expect(problem).toMatchObject({
    value: 'unknown',
    message: expect.stringContaining('pool research/open (eu-central-1) → loads weights from'),
  });
  expect(problem?.repairs[0]).toMatch(/^weights: Weights\.claim\(\)/);
});

describe('roles, fleets and clusters name regions', () => {
  const roles = (setting: Setting, dataResidency?: Region) => ({
    planner: {
      pool: pool(setting, 'inside', { weights: Weights.claim() }),
      contextTokens: 2_000,
      ...(dataResidency === undefined ? {} : { dataResidency }),
    },
  });

  test('a role is stricter than its fleet', () => {
    const [problem, ...others] = residency((given) => {
      const setting = inEu(given);
      const crm = new ExternalHost({ name: 'crm', host: 'crm.example.com', region: 'eu-west-3', ...RANGES });
      fleet(setting, { services: [crm], roles: roles(setting, Region.GERMANY) });
    });
    expect(others).toEqual([]);
    expect(problem).toMatchObject({ code: 'AF-RES-001', prop: 'roles.planner.dataResidency', value: 'eu-west-3' });
  });

  test('a role is not wider than its fleet, nor a fleet than its cluster', () => {
    const wide = residency((given) => {
      const setting = inEu(given);
      fleet(setting, { roles: roles(setting, Region.EEA) });
    });
    expect(wide).toEqual([expect.objectContaining({ code: 'AF-RES-004', prop: 'roles.planner.dataResidency', value: 'EEA' })]);
    const wider = residency(({ stack }) => {
      const cluster = Cluster.fromKubeconfig({ context: 'prod-eu', region: 'eu-central-1', dataResidency: Region.GERMANY });
      fleet({ stack, cluster });
    });
    expect(wider).toEqual([expect.objectContaining({ code: 'AF-RES-004', prop: 'dataResidency', value: 'EU' })]);
  });

  test('one role that may leave does not let the others, and is not held back', () => {
    const routed = (setting: Setting, alias: string) => {
      const big = ExternalModel.openAi({ model: 'gpt-4o', key: KEY, maxContextTokens: 128_000, region: 'us-east-1', ...RANGES });
      const router = new LiteLLMRouter(setting.stack, 'router', {
        cluster: setting.cluster,
        externalModels: { big },
        fallbacks: { [alias]: ['big'] },
      });
      const inside = { pool: pool(setting, 'inside', { weights: Weights.claim() }), contextTokens: 2_000 };
      const two = { planner: { ...inside, dataResidency: Region.EU }, writer: inside };
      fleet(setting, { router, roles: two, topology: Topology.flat({ agents: ['planner', 'writer'] }) }, null);
    };
    expect(
      research((given) => routed(inEu(given), 'writer'))
        .plan()
        .findings.filter(({ code }) => code === 'AF-RES-001'),
    ).toEqual([]);
    expect(residency((given) => routed(inEu(given), 'planner'))).toEqual([
      expect.objectContaining({ prop: 'roles.planner.dataResidency', value: 'us-east-1' }),
    ]);
  });

  test('runtimes of no fleet keep to the region of the cluster', () => {
    const build = (region: string) => (given: Setting) => {
      const cluster = Cluster.fromKubeconfig({ context: 'prod-eu', region: 'eu-central-1', dataResidency: Region.EU });
      const services = [new ExternalHost({ name: 'crm', host: 'crm.example.com', region, ...RANGES })];
      new AgentRuntime(given.stack, 'batch', { cluster, framework: 'custom', image: 'registry.example.com/batch:1', services });
    };
    expect(residency(build('us-east-1'))).toEqual([
      expect.objectContaining({ path: 'research/batch', prop: 'cluster.dataResidency', value: 'us-east-1' }),
    ]);
    expect(findings(build('europe-west4')).filter(({ code }) => code.startsWith('AF-RES'))).toEqual([]);
  });
});

test('services and routers of somebody else that do not say where they are are unknown', () => {
  const own: IService = {
    kind: 'search',
    host: 'search.example.com',
    port: 443,
    clientEnv: () => ({ SEARCH: 'search.example.com' }),
    admit: () => undefined,
  };
  const unsaid = residency((given) => fleet(inEu(given), { services: [own] }));
  expect(unsaid).toEqual([
    expect.objectContaining({ value: 'unknown', message: expect.stringContaining('service search search.example.com') }),
  ]);
  const said: IService = { ...own, dataPlace: () => ({ kind: 'service', name: 'search', region: Region.EU, repairs: [] }) };
  expect(findings((given) => void fleet(inEu(given), { services: [said] })).filter(({ code }) => code.startsWith('AF-RES'))).toEqual([]);
  const router = residency((given) => {
    const setting = inEu(given);
    const planner = pool(setting, 'own', { weights: Weights.claim() });
    fleet(setting, { router: new DirectAccess(planner), roles: { planner: { pool: planner, contextTokens: 2_000 } } });
  });
  expect(router).toEqual([expect.objectContaining({ value: 'unknown', message: expect.stringContaining('service router') })]);
});

test('two leaks are two problems, and a place that is reached from two sides is named for each', () => {
  const problems = residency((given) => {
    const setting = inEu(given);
    const crm = new ExternalHost({ name: 'crm', host: 'crm.example.com', region: 'us-east-1', ...RANGES });
    const erp = new ExternalHost({ name: 'erp', host: 'erp.example.com', ...RANGES });
    fleet(setting, { services: [crm, erp], runtime: { framework: 'custom', image: 'registry.example.com/crew:1', internet: true } });
  });
  expect(problems.map(({ value }) => value)).toEqual(['us-east-1', 'unknown', 'unknown']);
});

test.each([
  ['a text', 'EU'],
  ['null', null],
  ['a forged region', { name: 'EU', contains: () => true }],
  ['the class', Region],
])('%s is no region of data', (_, dataResidency) => {
  const problems = refusal((given) => fleet(inEu(given), { dataResidency: dataResidency as never }, null)).problems;
  expect(problems).toEqual([expect.objectContaining({ code: 'AF-SPEC-001', prop: 'dataResidency' })]);
});

test('the fleet of the guide stays in the EU', () => {
  const app = Testing.app();
  inTheEu(app);
  const codes = (templateOf(app, 'claims').plan().findings as readonly { readonly code: string }[]).map(({ code }) => code);
  expect(codes.filter((code) => code.startsWith('AF-RES'))).toEqual([]);
});
