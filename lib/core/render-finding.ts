/** A finding as text: one line that says it, then the arithmetic, then the repairs. */

import { acceptedText } from './accepted-text';
import type { Advice, Finding, Repair } from './finding';
import { formatPercent, formatUsd } from './format';
import { renderChanges } from './render-change';

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
  if (finding.acknowledged !== undefined) rows.push(['accepted', acceptedText(finding.acknowledged)]);
  if (finding.repairs.length > 0) rows.push(['repairs', finding.repairs.map(renderRepair).join(' · ')]);
  return rows;
}

export function renderRepair(repair: Repair | Advice): string {
  if (typeof repair === 'string') return repair;
  const { costPerHour, costDeltaPerHour, headroom, changes } = repair;
  const notes = [
    ...(known(costPerHour) ? [`${formatUsd(costPerHour)}/h`] : []),
    ...(known(costDeltaPerHour) ? [`${costDeltaPerHour < 0 ? '−' : '+'}${formatUsd(Math.abs(costDeltaPerHour))}`] : []),
    ...(headroom === undefined ? [] : [`headroom ${formatPercent(headroom)}`]),
  ];
  const change = renderChanges(changes);
  return notes.length === 0 ? change : `${change} (${notes.join(', ')})`;
}

const known = (usd: number | null | undefined): usd is number => typeof usd === 'number';
