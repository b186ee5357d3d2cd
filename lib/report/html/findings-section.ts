/** Findings with their arithmetic and what repairs them, the most severe first. */
import { formatPercent } from '../../core/format';
import type { FindingPlan, FindingReport } from '../view/finding-report';
import type { ReportView } from '../view/report-view';
import { counted, figure } from './figure';
import { type Markup, markup, type Part } from './markup';
import type { Section } from './section';

/** Hints are folded: they ask for nothing. */
export function findingsSection({ findings }: ReportView): Section {
  const serious = findings.filter(({ plan }) => plan.severity !== 'info');
  const hints = findings.filter(({ plan }) => plan.severity === 'info');
  const body = markup`${serious.length === 0 ? markup`<p class="lead">No error and no warning: every rule holds.</p>` : list(serious)}
${hints.length === 0 ? null : markup`<details><summary>${counted(hints.length, 'hint')}</summary>${list(hints)}</details>`}`;
  return { id: 'findings', title: 'Findings', body };
}

const list = (findings: readonly FindingReport[]): Markup => markup`<ol class="findings">${findings.map(item)}</ol>`;

function item({ plan }: FindingReport): Markup {
  const { severity, code, path, prop, message, details = [], allowed, repairs, acknowledged } = plan;
  return markup`<li class="card finding ${severity}"><p class="what"><span class="mark ${severity}">${severity}</span> <code>${code}</code> <span class="where">${path}${prop === undefined ? null : markup` · <code>${prop}</code>`}</span></p>
<p>${message}</p>
${acknowledged === undefined ? null : markup`<p class="allowed"><span class="mark fits">accepted</span> by ${acknowledged.owner}: ${acknowledged.reason}${acknowledged.expires === undefined ? null : `, until ${acknowledged.expires}`}</p>`}
${details.length === 0 ? null : markup`<dl class="lines">${details.map(({ label, text }) => markup`<div><dt>${label}</dt><dd>${text}</dd></div>`)}</dl>`}
${allowed === undefined ? null : markup`<p class="allowed">Allowed: ${allowed}</p>`}
${repairs.length === 0 ? null : markup`<p class="label">Repairs</p><ul class="repairs">${repairs.map((repair) => markup`<li>${repairOf(repair)}</li>`)}</ul>`}</li>`;
}

function repairOf(repair: FindingPlan['repairs'][number]): Part {
  if (typeof repair === 'string') return repair;
  const { change, code, costDeltaPerHour, headroom } = repair;
  const worth = [
    ...(typeof costDeltaPerHour === 'number' ? [markup`${figure(null, costDeltaPerHour, signedUsd)} per hour`] : []),
    ...(headroom === undefined ? [] : [markup`headroom ${figure(null, headroom, formatPercent)}`]),
  ];
  return markup`<code title="${change}">${code}</code>${worth.map((part) => markup` <span class="worth">${part}</span>`)}`;
}

const signedUsd = (value: number): string => `${value < 0 ? '−' : '+'}$${Math.abs(value).toFixed(2)}`;
