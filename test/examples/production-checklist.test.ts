/** Published fleets against the checklist for production, and every example against the default pack. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { App, TerraformStack } from 'cdktf';
import { AgentFleet, Cluster, type FleetPlan, Gpu, InferencePool, isFleetError, Model, Topology } from 'cdktf-agent-fleet';
import { referenceFleet } from '../../examples/f13-reference-fleet/fleet';
import { referenceFleetInProduction } from '../../examples/f13-reference-fleet/production';
import { mcpTiers } from '../../examples/f20-mcp-tiers/fleet';
import { SynthesizedApp } from '../../lib/plan/synthesized-app';
import { holdAgainst, type PackResult } from '../../lib/policies/hold-against';
import { PRODUCTION_CHECKLIST } from '../../lib/policies/packs';
import { temporaryOutdir } from '../setup/temporary-outdir';

function plansOf(build: (app: App) => unknown): FleetPlan[] {
  const app = new App({ outdir: temporaryOutdir() });
  build(app);
  app.synth();
  return SynthesizedApp.read(app.outdir)
    .stacks()
    .flatMap((stack) => (stack.hasPlan() ? [stack.plan()] : []));
}
const checklist = (build: (app: App) => unknown): PackResult => holdAgainst(PRODUCTION_CHECKLIST, plansOf(build));
const broken = ({ results }: PackResult) =>
  results.filter(({ outcome }) => outcome === 'fail').flatMap(({ findings }) => findings.map(({ code }) => code));

test('the checklist has nineteen points: seven, five, four and three', () => {
  expect(PRODUCTION_CHECKLIST.points.map(({ policies: [first] }) => first?.code)).toEqual([
    ...['AF-LAT-003', 'AF-ENG-001', 'AF-CPU-001', 'AF-CPU-002', 'AF-ENG-010', 'AF-RTE-002', 'AF-RTE-003'],
    ...['AF-ELA-001', 'AF-ELA-002', 'AF-ELA-003', 'AF-ELA-004', 'AF-ELA-006'],
    ...['AF-OBS-001', 'AF-OBS-002', 'AF-OBS-003', 'AF-OBS-004'],
    ...['AF-COST-001', 'AF-COST-002', 'AF-COST-003'],
  ]);
});

test('F13 lacks two points, and as production scores 19/19 after the acknowledgements of its README', () => {
  const asItIs = checklist(referenceFleet);
  expect([broken(asItIs), asItIs.score]).toEqual([['AF-RTE-003', 'AF-COST-003'], { met: 17, of: 19 }]);
  const accepted = checklist(referenceFleetInProduction);
  expect(accepted.score).toEqual({ met: 19, of: 19 });
  expect(accepted.results.filter(({ outcome }) => outcome === 'acknowledged').map(({ point }) => point.title)).toEqual([
    'Two instances of what users wait for',
    'Budget by the hour, with alerts',
  ]);
});

test('F20 reports exactly the two-instance finding, and with a second card nothing', () => {
  const single = checklist((app) => mcpTiers(app));
  expect([broken(single), single.score]).toEqual([['AF-RTE-003'], { met: 18, of: 19 }]);
  expect(single.results.filter(({ outcome }) => outcome === 'fail').map(({ point }) => point.title)).toEqual([
    'Two instances of what users wait for',
  ]);
  const double = checklist((app) => mcpTiers(app, 2));
  expect([broken(double), double.score]).toEqual([[], { met: 19, of: 19 }]);
});

test('the acknowledgements that bring F13 to 19/19 are those that its README shows', () => {
  const folder = path.join(__dirname, '../../examples/f13-reference-fleet');
  const readme = fs.readFileSync(path.join(folder, 'README.md'), 'utf8');
  expect(readme).toContain(fs.readFileSync(path.join(folder, 'production.ts'), 'utf8'));
});

test('a fleet that nothing watches does not pass for lack of alerts', () => {
  const unwatched = checklist((app) => {
    referenceFleet(app);
    const stack = new TerraformStack(app, 'other');
    const cluster = Cluster.fromKubeconfig({ context: 'prod-eu', region: 'eu-north' });
    const pool = new InferencePool(stack, 'p', {
      cluster,
      model: Model.LLAMA_3_1_8B_INSTRUCT,
      gpu: Gpu.L40S,
      maxContextTokens: 8_192,
      quantization: 'fp8',
    });
    new AgentFleet(stack, 'unwatched', {
      cluster,
      topology: Topology.flat({ agents: ['a'] }),
      concurrentWorkflows: 1,
      roles: { a: { pool, contextTokens: 2_000 } },
      runtime: { framework: 'crewai', image: 'registry.example.com/agents:1' },
    });
  });
  expect(unwatched.results.filter(({ outcome }) => outcome === 'fail').map(({ point }) => point.title)).toEqual(
    expect.arrayContaining(['Alert on the first token before its target', 'Dashboard with queue and GPUs']),
  );
});

describe('applied to an app', () => {
  test('the checklist refuses the reference fleet until somebody accepts what it lacks', () => {
    const { applyPack } = jest.requireActual<typeof import('cdktf-agent-fleet')>('cdktf-agent-fleet');
    const app = new App({ outdir: temporaryOutdir() });
    referenceFleet(app);
    applyPack(app, 'productionChecklist');
    try {
      app.synth();
      throw new Error('not refused');
    } catch (error) {
      if (!isFleetError(error)) throw error;
      expect(error.problems.map(({ code }) => code).sort()).toEqual(['AF-COST-003', 'AF-RTE-003']);
    }
    expect(fs.existsSync(path.join(app.outdir, 'stacks/research/cdk.tf.json'))).toBe(false);
  });
});
