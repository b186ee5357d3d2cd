/** The money of a fleet on its page: by kind of GPU, fleet and role, beside its budget, with where its data goes. */

import { type App, TerraformStack } from 'cdktf';
import { AgentFleet, Cluster, ExternalModel, Gpu, InferencePool, Model, SecretRef, Topology } from 'cdktf-agent-fleet';
import { renderHtml } from '../../../lib/report/html/page';
import { reportView } from '../../../lib/report/view/report-view';
import { synthesize } from '../../examples/support';
import { at, attribute, elementsOf, figuresOf, textOf } from './read-page';

function build(app: App) {
  const stack = new TerraformStack(app, 'research');
  const nodePools = {
    h100: { gpu: Gpu.H100_PCIE, gpusPerNode: 2, nodes: 4 },
    l40: { gpu: Gpu.L40, nodes: 4 },
  };
  const cluster = Cluster.fromKubeconfig({ context: 'prod', nodePools });
  const planner = new InferencePool(stack, 'planner', {
    ...{
      cluster,
      model: Model.LLAMA_3_3_70B_INSTRUCT,
      quantization: 'fp8',
      gpu: Gpu.H100_PCIE,
      gpusPerReplica: 2,
      maxContextTokens: 12_000,
    },
  });
  const workers = new InferencePool(stack, 'workers', {
    ...{ cluster, model: Model.LLAMA_3_1_8B_INSTRUCT, gpu: Gpu.L40, maxContextTokens: 8_000, replicas: 2 },
  });
  const judge = ExternalModel.openAi({
    ...{ model: 'gpt-4o-mini', key: SecretRef.existing('openai', 'key'), maxContextTokens: 16_000 },
    costPerMillionTokens: { input: 0.4, output: 1.6, asOf: '2026-11-01' },
  });
  const request = { outputTokens: 200, perMinute: 2 };
  new AgentFleet(stack, 'research', {
    cluster,
    topology: Topology.flat({ agents: ['planner', 'worker', 'judge'] }),
    concurrentWorkflows: 8,
    budget: { usdPerHour: 40, usdPerMonth: 20_000 },
    compliance: ['gdpr'],
    roles: {
      planner: { pool: planner, contextTokens: 8_000, request },
      worker: { pool: workers, contextTokens: 4_000, request },
    },
    apiRoles: { judge: { model: judge, contextTokens: 4_000, request } },
    runtime: { framework: 'custom', image: 'registry.example.com/agents:1.0.0' },
  });
}

const plan = synthesize(build, 'research').plan();
const page = renderHtml(reportView([plan]));
const figures = figuresOf(page);

test('every figure is that of the plan', () => {
  expect(figures.filter(({ of, value }) => at([plan], of) !== value)).toEqual([]);
});

test('the page holds the money of each kind of GPU, each fleet, each role and each role at an API, and the budget', () => {
  const { tiers = [] } = plan.economics ?? {};
  const [fleet] = plan.fleets;
  expect([tiers.length, fleet?.roles.length, fleet?.apiRoles?.length]).toEqual([2, 2, 1]);
  const perHour = (where: string) => ['plan', 'peak'].map((point) => `${where}/usdPerHour/${point}`);
  const must = [
    ...tiers.flatMap((_, index) => [
      ...perHour(`/0/economics/tiers/${index}`),
      ...['usdPerHour/floor', 'usdPerHour/ceiling', 'gpus/plan', 'gpus/peak', 'usdPerMonth/plan'].map(
        (field) => `/0/economics/tiers/${index}/${field}`,
      ),
    ]),
    ...perHour('/0/fleets/0/economics'),
    ...['economics/usdPerDay', 'economics/usdPerMonth/plan', 'budget/usdPerHour', 'budget/usdPerMonth'].map(
      (field) => `/0/fleets/0/${field}`,
    ),
    ...['roles/0', 'roles/1', 'apiRoles/0'].flatMap((role) => [
      ...perHour(`/0/fleets/0/${role}/economics`),
      `/0/fleets/0/${role}/economics/usdPerMonth/plan`,
      `/0/fleets/0/${role}/economics/usdPerMillionTokens`,
    ]),
  ];
  const shown = new Set(figures.map(({ of }) => of));
  expect(must.filter((pointer) => !shown.has(pointer))).toEqual([]);
});

test('the budget says how much of it the plan uses, and tiers add up to the stack', () => {
  const { usdPerHour } = plan.fleets[0]?.economics ?? {};
  const used = Math.round((100 * (usdPerHour?.plan ?? 0)) / 40);
  expect(used).toBeGreaterThan(0);
  expect(textOf(elementsOf(page).find((element) => attribute(element, 'aria-label') === 'Cost by fleet') as never)).toContain(
    `$40.00 per hour, ${used} % used`,
  );
  const sum = (plan.economics?.tiers ?? []).reduce((total, tier) => total + (tier.usdPerHour.floor ?? 0), 0);
  expect(sum).toBeCloseTo(plan.costPerHour.floor ?? 0, 2);
});

test('the page says where the data of each role goes, hop by hop', () => {
  const section = elementsOf(page).find((element) => attribute(element, 'id') === 'data');
  const text = textOf(section as never);
  expect(text).toContain('said to keep gdpr');
  for (const { role, dataFlow } of plan.fleets[0]?.governance?.roles ?? []) {
    expect(text).toContain(role);
    for (const { place, way } of dataFlow) expect([text.includes(place), text.includes(way.join(' → '))]).toEqual([true, true]);
  }
  const without = renderHtml(reportView([{ ...plan, fleets: plan.fleets.map(({ governance: _, ...fleet }) => fleet) }]));
  expect(elementsOf(without).some((element) => attribute(element, 'id') === 'data')).toBe(false);
});
