/** docs/errors.md, made from the rules and from the codes that no rule owns. */
import { CODE_ROWS } from '../lib/policies/code-meanings';

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
  SUP: 'Supply chain',
  RES: 'Residency of data',
  COST: 'Cost',
  PLAN: 'Planner',
  POL: 'Policies',
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

function section(area: string, title: string): string {
  const rows = CODE_ROWS.filter(({ code }) => areaOf(code) === area)
    .sort((a, b) => a.code.localeCompare(b.code))
    .map(({ code, severity, meaning, why, fix }) => `| ${code} | ${severity} | ${meaning} | ${why} | ${fix} |`);
  return [`## ${title}`, '', '| code | severity | meaning | why | how to fix |', '|---|---|---|---|---|', ...rows].join('\n');
}
