/** The top of the page: does it fit, what does it cost, what is nearest to its limit. */
import { formatInteger, formatPercent, formatUsd } from '../../core/format';
import type { ReportView } from '../view/report-view';
import { counted, figure, UNKNOWN, wholeUsd } from './figure';
import { type Markup, markup, type Part } from './markup';
import { verdictMark } from './verdict';

export function headerOf({ title, summary, writtenAt }: ReportView): Markup {
  const made = writtenAt === null ? null : markup` · synthesized <time datetime="${writtenAt}">${minuteOf(writtenAt)}</time>`;
  return markup`<header>
<div class="headline"><h1>${title}</h1>${summary.verdict === null ? null : verdictMark(summary.verdict)}</div>
<p class="about">${sizeOf(summary)}${made}</p>
<dl class="tiles">${tiles(summary)}</dl>
</header>`;
}

/** Minutes are enough, and the zone is said. */
const minuteOf = (iso: string): string => `${iso.slice(0, 16).replace('T', ' ')} UTC`;

function sizeOf({ fleets, roles, pools, clusters }: ReportView['summary']): string {
  const parts = [...(fleets === 0 ? [] : [`${counted(fleets, 'fleet')} with ${counted(roles, 'role')}`]), counted(pools, 'inference pool')];
  return parts.join(', ') + (clusters.length === 0 ? '' : ` on ${clusters.join(', ')}`);
}

function tiles({ perHour, perMonth, gpus, least, findings, unpriced, pricesAsOf }: ReportView['summary']): Markup[] {
  const dated = pricesAsOf.length === 0 ? null : `prices of ${[...new Set([pricesAsOf[0], pricesAsOf.at(-1)])].join(' to ')}`;
  const unknown = unpriced.length === 0 ? dated : `no price for ${unpriced.join(', ')}`;
  const most = (floor: number | null, ceiling: number | null, format: (value: number) => string): Part =>
    ceiling === null || ceiling === floor ? null : markup`up to ${figure(null, ceiling, format)} when scaled out`;
  return [
    tile('Cost per hour', figure(null, perHour.floor, formatUsd), most(perHour.floor, perHour.ceiling, formatUsd) ?? unknown),
    tile('Cost per month', figure(null, perMonth.floor, wholeUsd), most(perMonth.floor, perMonth.ceiling, wholeUsd) ?? '720 hours'),
    tile('GPUs', figure(null, gpus.floor, formatInteger), most(gpus.floor, gpus.ceiling, formatInteger) ?? 'always on'),
    least === null
      ? tile('Least headroom', UNKNOWN, 'no pool has a known demand')
      : tile('Least headroom', figure(least.at, least.headroom, formatPercent), `of the KV cache of ${least.pool}`),
    tile('Findings', figure(null, findings.error + findings.warning, formatInteger), findingWords(findings)),
  ];
}

const findingWords = ({ error, warning, info, accepted }: ReportView['summary']['findings']): string =>
  [
    ...(error === 0 ? [] : [counted(error, 'error')]),
    counted(warning, 'warning'),
    ...(info === 0 ? [] : [counted(info, 'hint')]),
    ...(accepted === 0 ? [] : [`${formatInteger(accepted)} accepted`]),
  ].join(', ');

const tile = (label: string, value: Markup, note: Part): Markup =>
  markup`<div class="tile"><dt>${label}</dt><dd class="value">${value}</dd><dd class="note">${note}</dd></div>`;
