import { set } from '../../lib/core/change';
import { type TryOut, withCheckedRepairs } from '../../lib/core/check-repairs';
import { type Finding, repair } from '../../lib/core/finding';

const problem = (code: string, change: Partial<Finding> = {}): Finding => ({
  code,
  severity: 'error',
  path: 's/p',
  message: `${code} is there`,
  repairs: [],
  ...change,
});
const asked = problem('AF-CAP-001', { repairs: [repair(set('replicas', 2)), repair(set('replicas', 3)), 'advice'] });
const after = (found: Readonly<Record<number, readonly Finding[] | null>>): TryOut => {
  return (_, [change]) => {
    const findings = found[Number(change?.value)] ?? null;
    return findings === null ? null : { findings };
  };
};
const repairsAfter = (found: Readonly<Record<number, readonly Finding[] | null>>) =>
  withCheckedRepairs([asked, problem('AF-OLD-001')], after(found))[0]?.repairs;

describe('a repair is kept', () => {
  test('where the problem is gone; what was there before may stay', () => {
    expect(repairsAfter({ 2: [asked], 3: [problem('AF-OLD-001')] })).toEqual([repair(set('replicas', 3)), 'advice']);
  });

  test('but not where it brings another error, or cannot be applied', () => {
    expect(repairsAfter({ 2: [problem('AF-CLU-001')], 3: null })).toEqual(['advice']);
  });

  test('an error that becomes a warning is fixed, and a new warning does not count', () => {
    expect(repairsAfter({ 2: [{ ...asked, severity: 'warning' }], 3: [problem('AF-CLU-001', { severity: 'warning' })] })).toEqual(
      asked.repairs,
    );
  });
});

test('where none holds the first is told with what stands against it', () => {
  const only = problem('AF-CAP-001', { repairs: [repair(set('replicas', 2))] });
  const [told] = withCheckedRepairs([only], after({ 2: [problem('AF-CLU-001', { message: 'the nodes have 1' })] }));
  expect(told?.repairs).toEqual(['replicas: 2 is not enough alone: the nodes have 1']);
});

test('the free share that is shown is that of the app after the change', () => {
  const only = problem('AF-CAP-001', { repairs: [{ changes: [set('replicas', 2)], costPerHour: 5, headroom: 0.27 }] });
  const [told] = withCheckedRepairs([only], () => ({ findings: [], worth: { headroom: 0.634 } }));
  expect(told?.repairs).toEqual([{ changes: [set('replicas', 2)], costPerHour: 5, headroom: 0.634 }]);
});

test('one change is tried once, however many findings offer it', () => {
  let count = 0;
  withCheckedRepairs([asked, problem('AF-CAP-002', { repairs: asked.repairs })], () => {
    count += 1;
    return { findings: [] };
  });
  expect(count).toBe(2);
});
