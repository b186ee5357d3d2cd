/** A report as Markdown, for a pull request or a wiki: the figures that come first, cost, pools, findings. */

import { acceptedText } from '../../core/accepted-text';
import type { Finding } from '../../core/finding';
import { formatGiB, formatInteger, formatPercent, formatUsd } from '../../core/format';
import { renderRepair } from '../../core/render-finding';
import { keepsKvCache } from '../../plan/keeps-kv-cache';
import { counted, wholeUsd } from '../html/figure';
import { rangeText } from '../html/range-text';
import type { CostNode, CostRange } from '../view/cost-tree';
import type { FindingReport } from '../view/finding-report';
import type { ReportView } from '../view/report-view';
import type { PoolReport } from '../view/reported';
import { plainText, tableRow } from './markdown-text';

export function renderMarkdown(view: ReportView): string {
  return `${[...heading(view), ...refused(view), ...costTable(view), ...poolTable(view), ...findingList(view), ...assumed(view)].join('\n')}\n`;
}

function heading({ title, summary, writtenAt }: ReportView): string[] {
  const { verdict, pools, gpus, perHour, perMonth, least, findings } = summary;
  const parts = [
    ...(verdict === null ? [] : [`**${verdict}**`]),
    `${counted(pools, 'pool')}, ${rangeText(gpus.floor, gpus.ceiling, formatInteger)} GPUs`,
    `${moneyOf(perHour, formatUsd)} per hour, ${moneyOf(perMonth, wholeUsd)} per month`,
    ...(least === null ? [] : [`least headroom ${formatPercent(least.headroom)} (${plainText(least.pool)})`]),
    counted(findings.error + findings.warning, 'finding'),
    ...(findings.accepted === 0 ? [] : [`${formatInteger(findings.accepted)} accepted`]),
  ];
  return [
    `## ${plainText(title)}`,
    '',
    parts.join(' · '),
    ...(writtenAt === null ? [] : ['', `Synthesized ${writtenAt.slice(0, 16).replace('T', ' ')} UTC.`]),
  ];
}

function refused({ refusal }: ReportView): string[] {
  if (refusal === null) return [];
  const problems = refusal.problems.map(
    ({ code, path, message }) => `> - ${plainText(code)} ${plainText(message === undefined ? path : `${path}: ${message}`)}`,
  );
  return ['', '> **The last synthesis was refused**; this is the one before.', '>', ...problems];
}

const moneyOf = ({ floor, ceiling }: CostRange, format: (usd: number) => string): string =>
  floor === null || ceiling === null ? 'unknown' : rangeText(floor, ceiling, format);

function costTable({ costs }: ReportView): string[] {
  if (costs.parts.length === 0) return [];
  const rows = (node: CostNode, depth: number): string[] => [
    tableRow([
      `${'&nbsp;&nbsp;'.repeat(depth)}${plainText(node.name)}`,
      moneyOf(node.perHour, formatUsd),
      moneyOf(node.perMonth, wholeUsd),
    ]),
    ...node.parts.flatMap((part) => rows(part, depth + 1)),
  ];
  const whole = costs.parts.length === 1 ? (costs.parts[0] as CostNode) : costs;
  return ['', '### Cost', '', tableRow(['what', 'per hour', 'per month']), '|---|--:|--:|', ...rows(whole, 0)];
}

function poolTable({ pools }: ReportView): string[] {
  if (pools.length === 0) return [];
  const head = ['pool', 'model', 'GPUs of a replica', 'replicas', 'KV cache, need / have', 'headroom', 'verdict'];
  return ['', '### Pools', '', tableRow(head), '|---|---|---|--:|--:|--:|---|', ...pools.map(poolRow)];
}

function poolRow({ plan }: PoolReport): string {
  const { name, model, gpusPerReplica, gpu, replicas, memory, demandGiB, supplyGiB, demand, headroom, verdict } = plan;
  const hasCache = keepsKvCache(plan);
  const known = memory.kvBytesPerToken > 0;
  return tableRow([
    ...[
      plainText(name),
      plainText(model.id),
      `${gpusPerReplica} × ${plainText(gpu.name)}`,
      rangeText(replicas.min, replicas.max, formatInteger),
    ],
    known ? `${formatGiB(demandGiB)} / ${formatGiB(supplyGiB)}` : hasCache ? 'unknown' : 'none',
    demand.length === 0 || !hasCache ? '–' : headroom === null ? 'unknown' : formatPercent(headroom),
    verdict,
  ]);
}

function findingList({ findings }: ReportView): string[] {
  if (findings.length === 0) return ['', '### Findings', '', 'None: every rule holds.'];
  const serious = findings.filter(({ plan }) => plan.severity !== 'info');
  const hints = findings.filter(({ plan }) => plan.severity === 'info');
  const folded =
    hints.length === 0
      ? []
      : ['', `<details><summary>${counted(hints.length, 'hint')}</summary>`, '', ...hints.flatMap(finding), '', '</details>'];
  return ['', '### Findings', '', ...serious.flatMap(finding), ...folded];
}

function finding({ plan }: FindingReport): string[] {
  const { severity, code, path, prop, message, repairs, acknowledged } = plan as Finding;
  const where = plainText(prop === undefined ? path : `${path} (${prop})`);
  return [
    `- **${severity}** ${plainText(code)} ${where}: ${plainText(message)}`,
    ...(acknowledged === undefined ? [] : [`  - accepted by ${plainText(acceptedText(acknowledged))}`]),
    ...repairs.map((repair) => `  - ${plainText(renderRepair(repair))}`),
  ];
}

function assumed({ assumptions }: ReportView): string[] {
  const missing = assumptions.filter(({ kind }) => kind === 'missing');
  if (missing.length === 0) return [];
  return ['', '### Not known', '', ...missing.map(({ what, about }) => `- ${plainText(what)}: ${plainText(about.join(', '))}`)];
}
