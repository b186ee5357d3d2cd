/** Pools and findings as JUnit XML: each pool is a test, so is each finding; errors and pools that do not fit fail, what is uncertain is skipped. */

import type { Finding } from '../../core/finding';
import { formatGiB } from '../../core/format';
import { renderFinding } from '../../core/render-finding';
import { keepsKvCache } from '../../plan/keeps-kv-cache';
import { type Markup, markup } from '../html/markup';
import { notKnownOf } from '../not-known';
import type { FindingReport } from '../view/finding-report';
import type { ReportView } from '../view/report-view';
import type { PoolReport } from '../view/reported';

/** One test. */
export interface Case {
  readonly suite: string;
  readonly name: string;
  readonly outcome: 'passed' | 'failed' | 'skipped';
  readonly text: string;
}

export function renderJunit({ title, pools, findings, refusal, writtenAt }: ReportView): string {
  const cases = [...(refusal?.problems ?? []).map(refusedCase), ...pools.map(poolCase), ...findings.map(findingCase)];
  return junitXml(title, cases, writtenAt);
}

/** @param writtenAt ISO; null where it is not known */
export function junitXml(title: string, cases: readonly Case[], writtenAt: string | null): string {
  const suites = [...new Set(cases.map(({ suite }) => suite))];
  const page = markup`<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="${title}" ${counts(cases)}>
${suites.map((suite) =>
  suiteOf(
    suite,
    cases.filter((one) => one.suite === suite),
    writtenAt,
  ),
)}</testsuites>
`;
  return page.text;
}

/** Seconds alone, as the format has it. */
const suiteOf = (name: string, cases: readonly Case[], writtenAt: string | null): Markup =>
  markup`  <testsuite name="${name}" ${counts(cases)} errors="0"${writtenAt === null ? null : markup` timestamp="${writtenAt.slice(0, 19)}"`}>
${cases.map(caseOf)}  </testsuite>
`;

function counts(cases: readonly Case[]): Markup {
  const of = (outcome: Case['outcome']) => cases.filter((one) => one.outcome === outcome).length;
  return markup`tests="${cases.length}" failures="${of('failed')}" skipped="${of('skipped')}" time="0"`;
}

function caseOf({ suite, name, outcome, text }: Case): Markup {
  const [first = ''] = text.split('\n');
  const result = {
    passed: markup`<system-out>${text}</system-out>`,
    failed: markup`<failure message="${first}">${text}</failure>`,
    skipped: markup`<skipped message="${first}"/>`,
  }[outcome];
  return markup`    <testcase classname="${suite}" name="${name}" time="0">${result}</testcase>
`;
}

function poolCase({ stack, plan }: PoolReport): Case {
  const { verdict, path, demandGiB, supplyGiB, memory } = plan;
  const cache =
    memory.kvBytesPerToken === 0 ? 'KV cache: unknown' : `KV cache: ${formatGiB(demandGiB)} needed, ${formatGiB(supplyGiB)} there`;
  const room = keepsKvCache(plan) ? cache : 'no KV cache';
  const text = [`${verdict}; ${room}`, ...notKnownOf(plan).map((fact) => `not known: ${fact}`)].join('\n');
  return {
    suite: stack,
    name: `${path} fits`,
    outcome: verdict === 'rejected' ? 'failed' : verdict === 'uncertain' ? 'skipped' : 'passed',
    text,
  };
}

/** Warnings and hints are told and do not fail: whether they should is for a policy to say. */
const findingCase = ({ stack, plan }: FindingReport): Case => ({
  ...{ suite: stack, name: `${plan.code} ${plan.path}${plan.prop === undefined ? '' : ` ${plan.prop}`}` },
  ...{
    outcome: plan.severity !== 'error' ? 'passed' : plan.acknowledged === undefined ? 'failed' : 'skipped',
    text: `${plan.severity} ${renderFinding(plan as Finding)}`,
  },
});

type Problem = NonNullable<ReportView['refusal']>['problems'][number];

const refusedCase = ({ code, path, message, repairs = [] }: Problem): Case => ({
  ...{ suite: 'refused synthesis', name: `${code} ${path}`, outcome: 'failed' },
  text: [`[${code}] ${path}: ${message ?? 'the last synthesis was refused'}`, ...repairs.map((repair) => `repair: ${repair}`)].join('\n'),
});
