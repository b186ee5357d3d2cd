import { renderJunit } from '../../../lib/report/formats/junit';
import { renderSarif } from '../../../lib/report/formats/sarif';
import { renderHtml } from '../../../lib/report/html/page';
import { reportView } from '../../../lib/report/view/report-view';
import { SAMPLE_PLAN } from '../sample-plan';
import { at, elementsOf, figuresOf, textOf } from './read-page';

type Plan = typeof SAMPLE_PLAN;
const [finding] = SAMPLE_PLAN.findings as [Plan['findings'][number]];
const severity = { development: 'info', staging: 'warning', production: 'error' } as const;
const words = { title: 't', appliesTo: 'a', why: 'w', source: 's', fix: 'f' };
const rules = [
  { id: 'replica-may-be-lost', code: 'AF-CAP-014', ...words, severity },
  { id: 'names-are-ours', code: 'ACME-001', ...words, severity },
  { id: 'never-asked', code: 'ACME-002', ...words, severity },
];
const checked: Plan = {
  ...SAMPLE_PLAN,
  checks: { environment: 'production', kept: ['ACME-001'], packs: [{ id: 'acme', title: 'Rules of Acme', rules }] },
};
const accepted: Plan = {
  ...checked,
  findings: [{ ...finding, severity: 'error', acknowledged: { reason: 'one night', owner: 'sre', expires: '2027-01-01' } }],
};
const outcomes = (plan: Plan) => reportView([plan]).checklists[1]?.points.map(({ outcome }) => outcome);
const textsOf = (plan: Plan, tag: string) =>
  elementsOf(renderHtml(reportView([plan])))
    .filter(({ tagName }) => tagName === tag)
    .map(textOf);

test('the checklist for production and each pack of the app are there, with what breaks a point', () => {
  const { checklists } = reportView([checked]);
  expect(checklists.map(({ title }) => title).slice(1)).toEqual(['Rules of Acme']);
  expect(outcomes(checked)).toEqual(['fail', 'pass', 'not-applicable']);
  expect(checklists[1]).toMatchObject({ environment: 'production', met: 2, of: 3 });
  expect(
    textsOf(checked, 'th').some((text) => text.startsWith('Replica may be lost') && text.includes('research/workers: one lost replica')),
  ).toBe(true);
});

test('a plan of an older release has no checklist', () => {
  expect(reportView([SAMPLE_PLAN]).checklists).toEqual([]);
  expect(textsOf(SAMPLE_PLAN, 'h2')).not.toContain('Checklist');
});

test('what somebody accepts is said with who and why, and does not fail elsewhere', () => {
  expect(outcomes(accepted)?.[0]).toBe('acknowledged');
  expect(textsOf(accepted, 'p')).toContain('accepted by sre: one night, until 2027-01-01');
  expect(renderSarif(reportView([accepted]))).toContain('"justification": "sre: one night, until 2027-01-01"');
  expect(renderJunit(reportView([accepted]))).toContain('failures="0" skipped="1"');
});

test('what a role costs is that of the plan, beside what an API would ask', () => {
  const usd = { floor: 1, plan: 2, peak: 3.5, ceiling: 4 };
  const crossover = {
    api: 'big model',
    asOf: '2026-07-01',
    usdPerHour: 0.8,
    usdPerMillionTokens: 2,
    times: 2.5,
    breakEvenTokensPerHour: 1,
    breakEvenUse: 0.4,
    usdPerHourCountedOnce: null,
  };
  const economics = {
    usdPerHour: usd,
    usdPerMonth: { floor: 720, plan: 1_440, peak: 2_520, ceiling: 2_880 },
    usdPerDay: 48,
    tokensPerHour: 1e6,
    usdPerMillionTokens: 2.5,
    crossover,
  };
  const [fleet] = SAMPLE_PLAN.fleets as [Plan['fleets'][number]];
  const plan = {
    ...SAMPLE_PLAN,
    fleets: [{ ...fleet, roles: fleet.roles.map((role, index) => (index === 0 ? { ...role, economics } : role)) }],
  };
  const figures = figuresOf(renderHtml(reportView([plan]))).filter(({ of }) => of.includes('/economics/'));
  expect(figures.map(({ of, text }) => [of.replace('/0/fleets/0/roles/0/economics/', ''), text])).toEqual([
    ['usdPerHour/plan', '$2.00'],
    ['usdPerHour/peak', '$3.50'],
    ['usdPerMonth/plan', '$1,440'],
    ['usdPerMillionTokens', '$2.50'],
    ['crossover/usdPerHour', '$0.80'],
  ]);
  expect(figures.filter(({ of, value }) => at([plan], of) !== value)).toEqual([]);
  expect(textsOf(SAMPLE_PLAN, 'h3')).not.toContain('By role');
});
