import * as fs from 'node:fs';
import * as path from 'node:path';
import Ajv from 'ajv';
import { renderSarif, sarifLog } from '../../../lib/report/formats/sarif';
import { reportView } from '../../../lib/report/view/report-view';
import { HOSTILE, withTextBehind } from '../hostile-plan';
import { SAMPLE_PLAN } from '../sample-plan';

/** As OASIS publishes it; one of its patterns is read only without the flag `u`. */
const schema = JSON.parse(fs.readFileSync(path.join(__dirname, '../../data/sarif-2.1.0.schema.json'), 'utf8')) as object;
const isUri = (text: string) => URL.canParse(text, 'file:///');
const ajv = new Ajv({
  strict: false,
  allErrors: true,
  unicodeRegExp: false,
  formats: { uri: isUri, 'uri-reference': isUri, 'date-time': true, regex: true },
});
const validate = ajv.compile(schema);
const complaints = (text: string) => (validate(JSON.parse(text)) ? [] : validate.errors);

interface Log {
  readonly runs: readonly {
    readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } };
    readonly results: readonly {
      readonly ruleId: string;
      readonly ruleIndex: number;
      readonly level: string;
      readonly message: { readonly text: string };
      readonly partialFingerprints: Readonly<Record<string, string>>;
      readonly locations: readonly { readonly logicalLocations: readonly { readonly fullyQualifiedName: string }[] }[];
    }[];
  }[];
}
const resultsOf = (text: string) => (JSON.parse(text) as Log).runs.flatMap(({ results }) => results);

test('a rule says what it means, why it matters and how to fix it; one that an app brings says what it was given', () => {
  const rulesOf = (text: string) => (JSON.parse(text) as { runs: { tool: { driver: { rules: object[] } } }[] }).runs[0]?.tool.driver.rules;
  expect(rulesOf(renderSarif(reportView([SAMPLE_PLAN])))).toMatchObject([
    {
      id: 'AF-CAP-014',
      shortDescription: { text: expect.any(String) },
      fullDescription: { text: expect.any(String) },
      help: { text: expect.any(String) },
    },
  ]);
  const own = {
    id: 'names',
    code: 'ACME-001',
    title: 'Names.',
    why: 'Why.',
    fix: 'Fix.',
    appliesTo: 'pools',
    source: 'https://example.com',
  };
  const severity = { development: 'info', staging: 'info', production: 'info' } as const;
  const text = sarifLog([{ ruleId: 'ACME-001' }, { ruleId: 'ACME-002' }], [{ ...own, severity }]);
  expect(rulesOf(text)).toMatchObject([
    { shortDescription: { text: 'Names.' }, fullDescription: { text: 'Why.' }, help: { text: 'Fix.' } },
    { shortDescription: { text: 'ACME-002' } },
  ]);
  expect(complaints(renderSarif(reportView([SAMPLE_PLAN])))).toEqual([]);
});

test('a finding is a result with its rule, its construct and its repairs', () => {
  const text = renderSarif(reportView([SAMPLE_PLAN]));
  expect(complaints(text)).toEqual([]);
  const [result] = resultsOf(text);
  expect(result).toMatchObject({ ruleId: 'AF-CAP-014', ruleIndex: 0, level: 'warning' });
  expect(result?.locations[0]?.logicalLocations[0]?.fullyQualifiedName).toBe('research/workers');
  expect(result?.message.text).toContain('repair: replicas: 3 ($4.05/h, +$1.35, headroom 40 %)');
});

test('each code is one rule, and each result finds its own', () => {
  const [warning] = SAMPLE_PLAN.findings as [(typeof SAMPLE_PLAN.findings)[number]];
  const findings = ['AF-Z-002', 'AF-A-001', 'AF-Z-002'].map((code, index) => ({
    ...warning,
    code,
    severity: 'info' as const,
    path: `p/${index}`,
  }));
  const text = renderSarif(reportView([{ ...SAMPLE_PLAN, findings }]));
  const [run] = (JSON.parse(text) as Log).runs;
  const rules = run?.tool.driver.rules.map(({ id }) => id) ?? [];
  expect(rules).toEqual(['AF-A-001', 'AF-Z-002']);
  expect(resultsOf(text).map(({ ruleId, ruleIndex }) => rules[ruleIndex] === ruleId)).toEqual([true, true, true]);
  expect(resultsOf(text).map(({ level }) => level)).toEqual(['note', 'note', 'note']);
});

test('a finding keeps its fingerprint when its figures change, and two findings have two', () => {
  const [warning] = SAMPLE_PLAN.findings as [(typeof SAMPLE_PLAN.findings)[number]];
  const printOf = (change: Partial<typeof warning>) =>
    resultsOf(renderSarif(reportView([{ ...SAMPLE_PLAN, findings: [{ ...warning, ...change }] }])))[0]?.partialFingerprints;
  expect(printOf({ message: 'other figures' })).toEqual(printOf({}));
  expect(printOf({ path: 'research/planner' })).not.toEqual(printOf({}));
  expect(printOf({ prop: 'replicas' })).not.toEqual(printOf({}));
});

test('a refused synthesis is an error of every problem', () => {
  const refusal = { refusedAt: '2026-07-04T09:30:00.000Z', problems: [{ code: 'AF-CAP-001', path: 'research/planner' }] };
  const text = renderSarif(reportView([SAMPLE_PLAN], { refusal }));
  expect(complaints(text)).toEqual([]);
  expect(
    resultsOf(text)
      .filter(({ level }) => level === 'error')
      .map(({ ruleId }) => ruleId),
  ).toEqual(['AF-CAP-001']);
});

test('no finding, no plan and hostile texts are valid, too', () => {
  expect(complaints(renderSarif(reportView([{ ...SAMPLE_PLAN, findings: [] }])))).toEqual([]);
  expect(complaints(renderSarif(reportView([])))).toEqual([]);
  const hostile = renderSarif(reportView(withTextBehind([SAMPLE_PLAN], HOSTILE)));
  expect(complaints(hostile)).toEqual([]);
  expect(resultsOf(hostile)[0]?.message.text).not.toContain(String.fromCharCode(27));
});
