/** docs/errors.md, made from the rules and from the codes that no rule owns. */
import { CODES } from '../lib/core/codes';
import { isGraded, type Rule } from '../lib/core/rule';
import { ALL_RULES } from '../lib/policies/all-rules';

const AREAS: Readonly<Record<string, string>> = {
  SPEC: 'The spec itself',
  CAP: 'Capacity',
  CLU: 'Cluster and placement',
  ENG: 'Engine',
  STO: 'Stores',
  ELA: 'Scaling',
  LAT: 'Latency',
  RTE: 'Router',
  CPU: 'CPU layer',
  OBS: 'Observability',
  PLT: 'Platform',
  SEC: 'Security',
  RES: 'Residency of data',
  COST: 'Cost',
  PLAN: 'Planner',
  VIEW: 'Kubernetes view',
  INT: 'Inside',
};

const areaOf = (code: string) => code.split('-')[1] ?? '';

export function errorsPage(): string {
  const sections = Object.entries(AREAS).map(([area, title]) => section(area, title));
  return `${[HEAD, ...sections].join('\n\n')}\n`;
}

const HEAD = `# Codes

<!-- made by \`npm run docs\`; do not edit -->

Every finding carries a stable code, the path of the construct, the prop as you wrote it, its value, what is allowed, and what to change. Errors of all
constructs and stacks are collected and thrown once, when the app is synthesized: as \`FleetCapacityError\` when all are about what fits, as \`FleetSpecError\`
when all are about the spec, else as \`FleetError\`. Malformed props are thrown by the constructor, because nothing can be computed from them. Warnings appear as cdktf annotations and in
\`fleet.plan.json\`; hints (info) in the plan alone. \`environment\` of the cluster decides the severity of some; on a \`strict\` cluster whatever is not known is an error. Recognise our errors with \`isFleetError(error)\`; \`error.problems\` holds them one by one.`;

interface Row {
  readonly code: string;
  readonly severity: string;
  readonly meaning: string;
  readonly why: string;
  readonly fix: string;
}

const ROWS: readonly Row[] = [
  ...ALL_RULES.map((rule) => ({ code: rule.code, severity: severityOf(rule), meaning: meaningOf(rule), why: rule.why, fix: rule.fix })),
  ...Object.entries(CODES).map(([code, { title, why, fix }]) => ({ code, severity: 'error', meaning: title, why, fix })),
];

function section(area: string, title: string): string {
  const rows = ROWS.filter(({ code }) => areaOf(code) === area)
    .sort((a, b) => a.code.localeCompare(b.code))
    .map(({ code, severity, meaning, why, fix }) => `| ${code} | ${severity} | ${meaning} | ${why} | ${fix} |`);
  return [`## ${title}`, '', '| code | severity | meaning | why | how to fix |', '|---|---|---|---|---|', ...rows].join('\n');
}

function meaningOf({ title, raisedBy }: Rule<never>): string {
  return raisedBy === undefined ? title : `${title} Raised by ${raisedBy} alone.`;
}

function severityOf(rule: Rule<never>): string {
  return rule.uncertain === true ? `${ownSeverity(rule)}, error where strict` : ownSeverity(rule);
}

function ownSeverity({ severity }: Rule<never>): string {
  if (typeof severity === 'string') return severity;
  if (isGraded(severity)) return severity.join(' or ');
  const other = Object.entries(severity).filter(([, at]) => at !== severity.production);
  return [severity.production, ...other.map(([environment, at]) => `${at} in ${environment}`)].join(', ');
}
