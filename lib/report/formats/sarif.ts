/** Findings as SARIF 2.1.0, for code scanning of GitHub, GitLab and others. https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html */

import { acceptedText } from '../../core/accepted-text';
import type { Repair } from '../../core/finding';
import { shortHash } from '../../core/names';
import { renderRepair } from '../../core/render-finding';
import { CODE_ROWS } from '../../policies/code-meanings';
import type { Policy } from '../../policies/policy';
import type { FindingPlan } from '../view/finding-report';
import type { ReportView } from '../view/report-view';

const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';
const INFORMATION = 'https://github.com/cdktf-agent-fleet/cdktf-agent-fleet/blob/main/docs/errors.md';
type Problem = NonNullable<ReportView['refusal']>['problems'][number];

const LEVELS = { error: 'error', warning: 'warning', info: 'note' } as const;

export function renderSarif({ findings, refusal }: ReportView): string {
  const results = [...findings.map(({ stack, plan }) => resultOf(plan, stack)), ...(refusal?.problems ?? []).map(refused)];
  return sarifLog(results);
}

/**
 * A run of this tool with its results.
 *
 * @param policies Rules that an app brings itself; those of the library are known.
 */
export function sarifLog(results: readonly { readonly ruleId: string }[], policies: readonly Policy[] = []): string {
  const ids = [...new Set(results.map(({ ruleId }) => ruleId))].sort();
  const driver = { name: 'agent-fleet', informationUri: INFORMATION, rules: ids.map((id) => ruleOf(id, policies)) };
  const run = {
    tool: { driver },
    columnKind: 'utf16CodeUnits',
    results: results.map((result) => ({ ...result, ruleIndex: ids.indexOf(result.ruleId) })),
  };
  return `${JSON.stringify({ $schema: SCHEMA, version: '2.1.0', runs: [run] }, null, 2)}\n`;
}

/** What viewers show beside a result: what the code means, why it matters and how to fix it. */
function ruleOf(id: string, policies: readonly Policy[]) {
  const known = CODE_ROWS.find(({ code }) => code === id);
  const policy = policies.find(({ code }) => code === id);
  const [meaning, { why, fix }] = known === undefined ? [policy?.title ?? id, policy ?? { why: '', fix: '' }] : [known.meaning, known];
  return {
    id,
    shortDescription: { text: meaning },
    ...(why === '' ? {} : { fullDescription: { text: why } }),
    ...(fix === '' ? {} : { help: { text: fix } }),
    helpUri: INFORMATION,
  };
}

/** @param severity That of the finding, or what it is judged by. */
export function resultOf(finding: FindingPlan, stack: string, severity = finding.severity) {
  const { code, path, prop, message, allowed, details = [], repairs, acknowledged } = finding;
  const lines = [
    prop === undefined ? message : `${prop}: ${message}`,
    ...details.map(({ label, text }) => `${label}: ${text}`),
    ...(allowed === undefined ? [] : [`allowed: ${allowed}`]),
    ...repairs.map((repair) => `repair: ${typeof repair === 'string' ? repair : renderRepair(repair as Repair)}`),
  ];
  return {
    ...identity(code, path, prop ?? ''),
    level: LEVELS[severity],
    message: { text: lines.join('\n') },
    locations: [locationOf(path, `stacks/${encodeURIComponent(stack)}/fleet.plan.json`)],
    ...(acknowledged === undefined ? {} : { suppressions: [{ kind: 'external', justification: acceptedText(acknowledged) }] }),
  };
}

const refused = ({ code, path, message, repairs = [] }: Problem) => ({
  ...identity(code, path, 'refused'),
  level: LEVELS.error,
  message: { text: [`the last synthesis was refused: ${message ?? path}`, ...repairs.map((repair) => `repair: ${repair}`)].join('\n') },
  locations: [locationOf(path, 'fleet.refused.json')],
});

/** The same finding has the same fingerprint in the next run, so that it is not reported as a new one. */
const identity = (code: string, path: string, prop: string) => ({
  ruleId: code,
  partialFingerprints: { 'finding/v1': shortHash(JSON.stringify([code, path, prop])) },
});

/** Plans name constructs, not lines of a program: the construct is the logical location, the plan the file. */
const locationOf = (path: string, uri: string) => ({
  physicalLocation: { artifactLocation: { uri }, region: { startLine: 1 } },
  logicalLocations: [{ fullyQualifiedName: path, kind: 'resource' }],
});
