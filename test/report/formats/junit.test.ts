import { XMLParser, XMLValidator } from 'fast-xml-parser';
import type { PoolPlan } from '../../../lib/plan/sections/pool';
import { renderJunit } from '../../../lib/report/formats/junit';
import { type ReportProps, reportView } from '../../../lib/report/view/report-view';
import { HOSTILE, withTextBehind } from '../hostile-plan';
import { SAMPLE_PLAN } from '../sample-plan';

const [planner, workers] = SAMPLE_PLAN.pools as [PoolPlan, PoolPlan];
const junit = (plans = [SAMPLE_PLAN], props: ReportProps = {}) => renderJunit(reportView(plans, props));
const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '',
  isArray: (name) => ['testsuite', 'testcase'].includes(name),
});

interface TestCase {
  readonly name: string;
  readonly classname: string;
  readonly failure?: { readonly message: string };
  readonly skipped?: unknown;
}
interface Suites {
  readonly testsuites: {
    readonly tests: string;
    readonly failures: string;
    readonly skipped: string;
    readonly testsuite?: readonly { readonly name: string; readonly tests: string; readonly testcase: readonly TestCase[] }[];
  };
}
const read = (text: string) => (parser.parse(text) as Suites).testsuites;
const outcomes = (text: string) =>
  (read(text).testsuite ?? []).flatMap(({ testcase }) =>
    testcase.map(({ name, failure, skipped }) => [name, failure !== undefined ? 'failed' : skipped !== undefined ? 'skipped' : 'passed']),
  );

test('each pool and each finding is a test; a warning is told and does not fail', () => {
  const text = junit();
  expect(XMLValidator.validate(text)).toBe(true);
  expect(outcomes(text)).toEqual([
    ['research/planner fits', 'passed'],
    ['research/workers fits', 'passed'],
    ['AF-CAP-014 research/workers', 'passed'],
  ]);
  expect(read(text)).toMatchObject({ tests: '3', failures: '0', skipped: '0' });
});

test('what does not fit fails, what is uncertain is skipped, an error fails', () => {
  const [warning] = SAMPLE_PLAN.findings as [(typeof SAMPLE_PLAN.findings)[number]];
  const plan = {
    ...SAMPLE_PLAN,
    pools: [
      { ...planner, verdict: 'rejected' as const },
      { ...workers, verdict: 'uncertain' as const, missing: ['sampler'] },
    ],
    findings: [{ ...warning, severity: 'error' as const }],
  };
  const text = junit([plan]);
  expect(outcomes(text).map(([, outcome]) => outcome)).toEqual(['failed', 'skipped', 'failed']);
  expect(read(text)).toMatchObject({ tests: '3', failures: '2', skipped: '1' });
});

test('a refused synthesis fails by every problem, in a suite of its own', () => {
  const text = junit([SAMPLE_PLAN], {
    refusal: { refusedAt: '2026-07-04T09:30:00.000Z', problems: [{ code: 'AF-CAP-001', path: 'a/b' }] },
  });
  expect(read(text).testsuite?.map(({ name }) => name)).toEqual(['refused synthesis', 'research']);
  expect(outcomes(text)[0]).toEqual(['AF-CAP-001 a/b', 'failed']);
});

test('no plan and hostile texts are well formed', () => {
  expect(XMLValidator.validate(junit([]))).toBe(true);
  const hostile = junit(withTextBehind([SAMPLE_PLAN], HOSTILE), { title: HOSTILE });
  expect(XMLValidator.validate(hostile)).toBe(true);
  expect(hostile).not.toContain(String.fromCharCode(27));
  expect(outcomes(hostile)).toHaveLength(3);
});
