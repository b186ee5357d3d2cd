/** Published fleets whose models divide cards between them: slices (F24), a resident pair (F29), four 7B (F34) and three models (F36). */
import 'cdktf-agent-fleet/testing';
import { Gpu } from 'cdktf-agent-fleet';
import type { FleetTemplate } from 'cdktf-agent-fleet/testing';
import { migSlices } from '../../examples/f24-mig-slices/fleet';
import { residentCrew } from '../../examples/f29-resident-crew/fleet';
import { ONE_H100, ONE_L40S, orchestratorAndThree } from '../../examples/f34-orchestrator-and-three/fleet';
import { threeOnACard } from '../../examples/f36-three-on-a-card/fleet';
import { computeSlices } from '../../lib/catalog/mig-layout';
import { changesOf, engineArgs, expectEstimateGiB, flagOf, poolOf, refusalOf, synthesize } from './support';

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const weightsGiB = (template: FleetTemplate) =>
  sum(template.plan().pools.map(({ memory }) => Math.abs(memory.terms.find(({ id }) => id === 'weights')?.perGpuGiB ?? Number.NaN)));
const cachesGiB = (template: FleetTemplate) => sum(template.plan().pools.map(({ memory }) => memory.kvGiBPerReplica));
const codesOf = (error: { readonly problems: readonly { readonly code: string }[] }) => [
  ...new Set(error.problems.map(({ code }) => code)),
];

describe('F24: a 7B on 2g.20gb and embeddings on 1g.10gb of one H100', () => {
  const template = synthesize((app) => migSlices(app), 'slices');

  test('take three of the seven compute slices of the card', () => {
    expect(sum(['2g.20gb', '1g.10gb'].map(computeSlices))).toBe(3);
  });

  test('in fp8 the orchestrator has 9.1 GiB for its cache, and 28 sessions of 4K fit', () => {
    const pool = poolOf(template, 'orchestrator');
    expectEstimateGiB(pool.memory.kvGiBPerReplica, 9.1);
    expect([pool.demandGiB, pool.verdict]).toEqual([7, 'fits']);
    expect(pool.slices).toMatchObject({ resource: 'nvidia.com/mig-2g.20gb' });
    expect(poolOf(template, 'embeddings').slices).toMatchObject({ resource: 'nvidia.com/mig-1g.10gb' });
  });

  test('both pay one card together, $2.51, the larger slice two thirds of it', () => {
    expect(template.plan().costPerHour.floor).toBeCloseTo(2.51, 6);
    expect(poolOf(template, 'orchestrator').costPerHour.floor).toBeCloseTo((2.51 * 2) / 3, 2);
  });

  test('in 16 bit about 2.6 GiB are left: three sessions are planned of the five that were published without headroom', () => {
    const plain = (concurrentWorkflows: number) => (app: Parameters<typeof migSlices>[0]) =>
      migSlices(app, { format: 'bf16', concurrentWorkflows });
    expectEstimateGiB(poolOf(synthesize(plain(3), 'slices'), 'orchestrator').memory.kvGiBPerReplica, 2.6);
    expect(codesOf(refusalOf(plain(4)))).toEqual(['AF-CAP-002']);
    expect(codesOf(refusalOf(plain(6)))).toEqual(['AF-CAP-001']);
  });

  test.each([
    ['four slices of two do not lie on a card of seven', { layout: { '2g.20gb': 4 } }, 'AF-SPEC-001'],
    ['a second replica has no slice', { replicas: 2 }, 'AF-CLU-001'],
  ])('slices are added up for each card: %s', (_, change, code) => {
    // A layout is refused where it is written, the rest when the app is synthesized.
    expect(() => synthesize((app) => migSlices(app, change), 'slices')).toThrow(code);
  });

  test('three of two lie there, and the plan says what nobody takes and is paid all the same', () => {
    const wide = synthesize((app) => migSlices(app, { layout: { '2g.20gb': 3, '1g.10gb': 1 } }), 'slices');
    const message = wide.plan().findings.find(({ code }) => code === 'AF-CAP-044')?.message;
    expect(message).toMatch(/2 × 2g\.20gb are unused.*57 % of the price/);
  });

  test('the stack as a whole', () => expect(template).toMatchFleetSnapshot());
});

describe('F29: a 70B researcher and a 13B writer on one H200', () => {
  const template = synthesize((app) => residentCrew(app), 'crew');

  test('have 80.1 GiB of weights in fp8, and leave about 40 GiB to both caches', () => {
    expect(Math.abs(weightsGiB(template) - 80.1)).toBeLessThan(0.4);
    expect(Math.abs(cachesGiB(template) - 40)).toBeLessThan(3);
    expect(template.plan().pools.map(({ verdict }) => verdict)).toEqual(['fits', 'fits']);
  });

  test('pay the card together, once: $3.70', () => expect(template.plan().costPerHour.floor).toBeCloseTo(3.7, 6));

  test('are on one card for certain, which nothing isolates', () => {
    expect(template.plan().pools.map(({ sharing }) => sharing?.onOneCard)).toEqual([true, true]);
    expect(template.plan().findings.map(({ code }) => code)).toContain('AF-CAP-041');
  });

  test('do not fit a card of 80 GB', () => {
    expect(codesOf(refusalOf((app) => residentCrew(app, { gpu: Gpu.H100_SXM })))).toEqual(
      expect.arrayContaining(['AF-CAP-006', 'AF-CAP-016']),
    );
  });
});

describe('F34: an orchestrator and three, each with a 7B of its own', () => {
  const template = synthesize((app) => orchestratorAndThree(app), 'team');

  test('four copies with ten sessions of 4K each: 74 GiB, published as about 80 GB', () => {
    const demand = sum(template.plan().pools.map(({ demandGiB }) => demandGiB));
    expect(demand).toBe(20);
    expect(weightsGiB(template) + demand).toBeCloseTo(74, 0);
    expect((weightsGiB(template) + demand) * 1.0737).toBeCloseTo(79.5, 0);
  });

  test('two engines on each of two H100 fit, for $4.02', () => {
    expect(template.plan().pools.map(({ verdict }) => verdict)).toEqual(['fits', 'fits', 'fits', 'fits']);
    expect(template.plan().costPerHour.floor).toBeCloseTo(4.02, 6);
  });

  test('all four on one H100 are refused', () => {
    expect(codesOf(refusalOf((app) => orchestratorAndThree(app, ONE_H100)))).toContain('AF-CAP-001');
  });

  test('one pool of the same model serves all four on an L40S for $0.72, and the plan of the four says so', () => {
    const shared = synthesize((app) => orchestratorAndThree(app, ONE_L40S), 'team');
    const pool = poolOf(shared, 'all-four');
    expect([pool.verdict, pool.demandGiB, shared.plan().costPerHour.floor]).toEqual(['fits', 20, 0.72]);
    expect(template.plan().findings.map(({ code }) => code)).toContain('AF-CAP-011');
  });
});

describe('F36: 7B, 13B and 7B resident on one card', () => {
  const template = synthesize((app) => threeOnACard(app), 'review');

  test('51.2 GiB of weights in 16 bit, about 54 GB; about 13 GiB left to the three caches', () => {
    expect(Math.abs(weightsGiB(template) - 51.2)).toBeLessThan(0.2);
    expect(weightsGiB(template) * 1.0737).toBeGreaterThan(54);
    expect(Math.abs(cachesGiB(template) - 13)).toBeLessThan(1);
  });

  test('fit one H100 for $2.01, each with its share, nine tenths together', () => {
    expect(template.plan().pools.map(({ verdict }) => verdict)).toEqual(['fits', 'fits', 'fits']);
    const shares = template.plan().pools.map(({ name }) => Number(flagOf(engineArgs(template, name), '--gpu-memory-utilization')));
    expect(shares).toEqual([0.25, 0.4, 0.25]);
    expect(template.plan().costPerHour.floor).toBeCloseTo(2.01, 6);
  });

  test('an L40S is refused in 16 bit, and 8-bit weights are what to type', () => {
    const error = refusalOf((app) => threeOnACard(app, { gpu: Gpu.L40S }));
    expect(codesOf(error)).toContain('AF-CAP-016');
    expect(changesOf(error, 'AF-CAP-016').join(' ')).toContain("quantization: 'fp8'");
  });

  test('8-bit weights leave about 9.1 GiB there', () => {
    const small = synthesize((app) => threeOnACard(app, { gpu: Gpu.L40S, quantization: 'fp8', concurrentWorkflows: 2 }), 'review');
    expect(Math.abs(cachesGiB(small) - 9.1)).toBeLessThan(1);
  });
});
