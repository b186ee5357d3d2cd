/** docs/errors.md, made from the codes. */
import { CODES } from '../lib/core/codes';

const AREAS: Readonly<Record<string, string>> = {
  SPEC: 'The spec itself',
  CAP: 'Capacity',
  CLU: 'Cluster and placement',
  ENG: 'Engine',
  ELA: 'Scaling',
  LAT: 'Latency',
  RTE: 'Router',
  CPU: 'CPU layer',
  OBS: 'Observability',
  COST: 'Cost',
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
\`fleet.plan.json\`; hints (info) in the plan alone. Recognise our errors with \`isFleetError(error)\`; \`error.problems\` holds them one by one.`;

function section(area: string, title: string): string {
  const rows = Object.entries(CODES)
    .filter(([code]) => areaOf(code) === area)
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([code, meaning]) => `| ${code} | ${meaning} |`);
  return [`## ${title}`, '', '| code | meaning |', '|---|---|', ...rows].join('\n');
}
