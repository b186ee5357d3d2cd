/** What a team may hold its fleet to: GPUs, money, room, rules, and what is refused. */
import { Testing } from 'cdktf';
import { isFleetError } from 'cdktf-agent-fleet';
import { FleetTemplate } from 'cdktf-agent-fleet/testing';
import { referenceFleet } from '../f13-reference-fleet/fleet';

function research(concurrentWorkflows?: number): FleetTemplate {
  const app = Testing.app();
  referenceFleet(app, { ...(concurrentWorkflows === undefined ? {} : { concurrentWorkflows }) });
  return FleetTemplate.synth(app, 'research');
}
const template = research();
const plan = template.plan();

test('it takes no more GPUs than we have ordered, whatever scaling starts', () => {
  const most = (plan.economics?.tiers ?? []).map(({ gpu, gpus }) => [gpu, gpus.ceiling]);
  expect(Object.fromEntries(most)).toEqual({ 'h100-pcie-80': 2, 'a100-pcie-80': 4, l40: 1 });
});

test('the bill stays below what was agreed, and has every price', () => {
  expect(plan.costPerHour.unpriced).toEqual([]);
  expect(plan.costPerHour.floor).toBeLessThan(9);
  expect(plan.costPerHour.ceiling).toBeLessThan(12);
});

test('room for a fifth more sessions', () => {
  for (const { name, headroom } of plan.pools) {
    if (headroom !== null) expect({ name, isRoomy: headroom >= 0.2 }).toEqual({ name, isRoomy: true });
  }
});

test('no warning but those that we have read', () => {
  const warnings = plan.findings.filter(({ severity, acknowledged }) => severity === 'warning' && acknowledged === undefined);
  expect([...new Set(warnings.map(({ code }) => code))].sort()).toEqual([
    'AF-CAP-020',
    'AF-CAP-041',
    'AF-COST-003',
    'AF-LAT-002',
    'AF-OBS-006',
    'AF-RTE-003',
    'AF-SEC-003',
    'AF-SEC-004',
    'AF-SUP-001',
  ]);
});

test('agents run restricted, and reach the router', () => {
  template.hasManifest('Deployment', 'research-agents', { spec: { template: { spec: { securityContext: { runAsNonRoot: true } } } } });
  expect(template.danglingReferences()).toEqual([]);
});

test('ten times the load is refused, with a repair', () => {
  let refusal: unknown;
  try {
    research(250);
  } catch (error) {
    refusal = error;
  }
  expect(isFleetError(refusal) && refusal.problems.map(({ code }) => code)).toContain('AF-CAP-001');
});
