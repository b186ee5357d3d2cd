/** How an app stands against a pack, in the forms that pipelines read. */
import { acceptedText } from '../../core/accepted-text';
import type { Finding } from '../../core/finding';
import { renderFinding } from '../../core/render-finding';
import type { FleetPlan } from '../../plan/schema';
import type { PackResult, PointOutcome, PointResult } from '../../policies/hold-against';
import { type Case, junitXml } from './junit';
import { plainText, tableRow } from './markdown-text';
import { resultOf, sarifLog } from './sarif';

/** What is written of a check. */
export interface CheckReport {
  readonly result: PackResult;
  /** The same plans against the checklist for production. */
  readonly checklist: PackResult;
  readonly plans: readonly FleetPlan[];
  /** Whether a point ends the command with a failure. */
  readonly fails: (point: PointResult) => boolean;
}

export const CHECK_FORMATS = { sarif: checkSarif, junit: checkJunit, markdown: checkMarkdown } as const satisfies Readonly<
  Record<string, (report: CheckReport) => string>
>;

/** What breaks a point, as serious as the point is; what is accepted is suppressed with its reason. */
function checkSarif({ result, plans }: CheckReport): string {
  const stackOf = (finding: Finding) => plans.find(({ findings }) => (findings as readonly Finding[]).includes(finding))?.stack ?? '';
  return sarifLog(
    result.results.flatMap(({ findings, severity, outcome }) =>
      findings.map((finding) =>
        resultOf(finding as FleetPlan['findings'][number], stackOf(finding), outcome === 'fail' ? severity : undefined),
      ),
    ),
    result.pack.points.flatMap(({ policies }) => policies),
  );
}

/** Each point is a test: skipped where there is nothing to hold against it or its break is accepted. */
function checkJunit({ result, fails }: CheckReport): string {
  const suite = result.pack.id;
  const cases = result.results.map(
    (one): Case => ({ suite, name: `${codesOf(one)} ${one.point.title}`, outcome: junitOutcome(one, fails(one)), text: textOf(one) }),
  );
  return junitXml(`${suite} for ${result.environment}`, cases, null);
}

function junitOutcome({ outcome }: PointResult, isFailure: boolean): Case['outcome'] {
  if (outcome === 'fail') return isFailure ? 'failed' : 'passed';
  return outcome === 'pass' ? 'passed' : 'skipped';
}

function textOf({ outcome, severity, findings }: PointResult): string {
  if (findings.length === 0) return WORDS[outcome];
  return findings
    .map((finding) => [...(outcome === 'fail' ? [severity] : acceptance(finding)), renderFinding(finding)].join(' '))
    .join('\n');
}

const acceptance = ({ acknowledged }: Finding): string[] =>
  acknowledged === undefined ? [] : [`accepted by ${acceptedText(acknowledged)};`];

const codesOf = ({ point }: PointResult): string => point.policies.map(({ code }) => code).join(', ');

const WORDS: Readonly<Record<PointOutcome, string>> = {
  pass: 'pass',
  fail: 'fail',
  acknowledged: 'accepted',
  'not-applicable': 'not applicable',
};

function checkMarkdown({ result, checklist }: CheckReport): string {
  const { pack, environment, results, score } = result;
  const rows = results.map((one) =>
    tableRow([one.outcome === 'fail' ? `**${one.severity}**` : WORDS[one.outcome], plainText(one.point.title), codesOf(one)]),
  );
  return [
    `## ${plainText(pack.title)}, judged for ${environment}: ${score.met}/${score.of}`,
    ...(checklist.pack.id === pack.id ? [] : ['', `${plainText(checklist.pack.title)}: ${checklist.score.met}/${checklist.score.of}`]),
    '',
    tableRow(['outcome', 'point', 'rules']),
    '|---|---|---|',
    ...rows,
    ...findingList(results),
    '',
  ].join('\n');
}

function findingList(results: readonly PointResult[]): string[] {
  const broken = results.flatMap(({ findings, outcome, severity }) => findings.map((finding) => ({ finding, outcome, severity })));
  if (broken.length === 0) return [];
  const items = broken.map(({ finding, outcome, severity }) => {
    const [first = '', ...more] = renderFinding(finding).split('\n');
    const how = outcome === 'fail' ? `**${severity}**` : plainText(acceptance(finding).join(''));
    return [`- ${how} ${plainText(first)}`, ...more.map((line) => `  ${plainText(line.trim())}  `)].join('\n');
  });
  return ['', '### What breaks them', '', ...items];
}
