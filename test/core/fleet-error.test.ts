import { constant, set } from '../../lib/core/change';
import type { Finding } from '../../lib/core/finding';
import { FleetCapacityError, type FleetError, FleetSpecError, isFleetError, throwProblems } from '../../lib/core/fleet-error';

const finding = (over: Partial<Finding>): Finding => ({
  code: 'AF-CAP-001',
  severity: 'error',
  path: 'research/planner',
  message: 'it does not fit',
  repairs: [],
  ...over,
});

function thrownBy(findings: Finding[]): FleetError {
  try {
    throwProblems(findings);
  } catch (error) {
    if (isFleetError(error)) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

test('warnings and hints never stop a synthesis', () => {
  expect(() => throwProblems([finding({ severity: 'warning' }), finding({ severity: 'info' })])).not.toThrow();
});

test('the error is named after what its problems have in common', () => {
  expect(thrownBy([finding({}), finding({ code: 'AF-CLU-001' })])).toBeInstanceOf(FleetCapacityError);
  expect(thrownBy([finding({ code: 'AF-SPEC-002' })])).toBeInstanceOf(FleetSpecError);
  const mixed = thrownBy([finding({}), finding({ code: 'AF-SPEC-002' })]);
  expect(mixed.name).toBe('FleetError');
  expect(mixed.problems.map((problem) => problem.code)).toEqual(['AF-CAP-001', 'AF-SPEC-002']);
});

test('a problem prints what was asked, the arithmetic line by line, and the repairs with their price', () => {
  const error = thrownBy([
    finding({
      prop: 'concurrentWorkflows',
      message: '25 sessions × 12,000 tokens need 91.6 GiB',
      details: [{ label: 'per token', text: '320 KiB' }],
      repairs: [
        { changes: [set('kvCacheDtype', 'fp8')], costPerHour: 5, costDeltaPerHour: 0, headroom: 0.31 },
        { changes: [set('replicas', 2)], costPerHour: 10, costDeltaPerHour: 5 },
        { changes: [set('gpusPerReplica', 1)], costPerHour: 2.5, costDeltaPerHour: -2.5 },
        { changes: [set('gpu', constant('Gpu.H20'))], costPerHour: null, costDeltaPerHour: null },
      ],
    }),
  ]);
  expect(error.message.split('\n')).toEqual([
    '[AF-CAP-001] research/planner (concurrentWorkflows): 25 sessions × 12,000 tokens need 91.6 GiB',
    '  per token 320 KiB',
    "  repairs   kvCacheDtype: 'fp8' ($5.00/h, +$0.00, headroom 31 %) · replicas: 2 ($10.00/h, +$5.00) · gpusPerReplica: 1 ($2.50/h, −$2.50) · gpu: Gpu.H20",
  ]);
});

test('several problems are counted and all printed', () => {
  const error = thrownBy([finding({}), finding({ path: 'research/workers' })]);
  expect(error.message).toContain('2 problems');
  expect(error.message).toContain('research/planner');
  expect(error.message).toContain('research/workers');
});

test('the brand recognises errors of another copy of the library, and nothing else', () => {
  const foreign = Object.defineProperty(new Error('x'), Symbol.for('cdktf-agent-fleet.FleetError'), { value: true });
  expect(isFleetError(foreign)).toBe(true);
  expect(isFleetError(new Error('x'))).toBe(false);
  expect(isFleetError(undefined)).toBe(false);
});
