/** A finding as text: one line that says it, then the arithmetic, then the repairs. */

import type { Finding, Repair } from './finding';
import { formatPercent, formatUsd } from './format';

/** Repairs of which the first line shows how to continue; the rest aligns below. */
export function renderFinding(finding: Finding): string {
  const rows = [...(finding.details ?? []).map((detail) => [detail.label, detail.text] as const), ...repairRows(finding)];
  const width = Math.max(0, ...rows.map(([label]) => label.length));
  const where = finding.prop === undefined ? finding.path : `${finding.path} (${finding.prop})`;
  return [`[${finding.code}] ${where}: ${finding.message}`, ...rows.map(([label, text]) => `  ${label.padEnd(width)} ${text}`)].join('\n');
}

function repairRows(finding: Finding): (readonly [string, string])[] {
  const rows: (readonly [string, string])[] = [];
  if (finding.allowed !== undefined) rows.push(['allowed', finding.allowed]);
  if (finding.repairs.length > 0) rows.push(['repairs', finding.repairs.map(renderRepair).join(' · ')]);
  return rows;
}

export function renderRepair(repair: Repair | string): string {
  if (typeof repair === 'string') return repair;
  const notes = [
    ...(repair.costPerHour === null ? [] : [`${formatUsd(repair.costPerHour)}/h`]),
    ...(repair.costDeltaPerHour === null
      ? []
      : [`${repair.costDeltaPerHour < 0 ? '−' : '+'}${formatUsd(Math.abs(repair.costDeltaPerHour))}`]),
    ...(repair.headroom === undefined ? [] : [`headroom ${formatPercent(repair.headroom)}`]),
  ];
  return notes.length === 0 ? repair.change : `${repair.change} (${notes.join(', ')})`;
}
