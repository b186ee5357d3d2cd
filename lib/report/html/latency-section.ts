/** How soon roles are answered, as ranges beside what they ask. */
import { inMilliseconds } from '../../capacity/latency/judged-time';
import { formatInteger } from '../../core/format';
import type { LatencyReport, Milliseconds } from '../view/latency-report';
import type { ReportView } from '../view/report-view';
import { inPercent } from './bar';
import { count, figure } from './figure';
import { type Markup, markup } from './markup';
import type { Section } from './section';

export function latencySection({ latency, fleets }: ReportView): Section | null {
  if (latency.length === 0) return null;
  const longest = Math.max(...latency.flatMap(({ asked, limitMs }) => [asked.high, limitMs ?? 0]), 1) * 1.05;
  return {
    id: 'latency',
    title: 'Latency',
    body: markup`<p class="lead">Nine of ten comparable runs are within the range; the dot is what is expected, the line what the role asks, or its class for it. A range that is one value was measured.</p>
<div class="scroll" tabindex="0" role="region" aria-label="Latency by role"><table class="latency"><thead><tr><th scope="col">Role</th><th scope="col">Class</th><th scope="col" class="wide">0 to ${formatInteger(longest)} ms</th><th scope="col" class="n">First token</th><th scope="col" class="n">Between tokens</th><th scope="col" class="n">In flight</th></tr></thead>
<tbody>${latency.map((one) => row(one, longest))}</tbody></table></div>
${fleets.map(({ plan, at }) => (plan.workflowLatency === null ? null : markup`<p class="lead">A workflow of ${plan.name} takes ${ranged(`${at}/workflowLatency/total`, plan.workflowLatency.total)} until its last answer.</p>`))}`,
  };
}

function row(
  { at, fleet, role, latencyClass, firstToken, perToken, concurrency, limits, perTokenLimitMs, ...one }: LatencyReport,
  longest: number,
): Markup {
  return markup`<tr><th scope="row">${role} <small>${fleet}</small></th><td>${latencyClass ?? 'none'}${limits.map(({ measured, limitMs }) => (limitMs === null ? null : markup` <small>${measured} ≤ ${formatInteger(limitMs)} ms</small>`))}</td>
<td class="wide">${chart(one.asked, one.limitMs, longest, `${role}, ${one.measured}`)}</td><td class="n">${ranged(`${at}/firstToken`, firstToken)}</td><td class="n">${ranged(`${at}/perToken`, perToken, 1)}${perTokenLimitMs === null ? null : markup` <small>≤ ${inMilliseconds(perTokenLimitMs)}</small>`}</td><td class="n">${count(`${at}/concurrency`, concurrency)}</td></tr>`;
}

/** `329 ms (197–526)`. */
function ranged(at: string, { likely, low, high }: Milliseconds, digits = 0): Markup {
  const shown = (value: number) => (digits === 0 ? formatInteger(value) : value.toFixed(digits));
  const range = low === high ? null : markup` <small>(${figure(`${at}/low`, low, shown)}–${figure(`${at}/high`, high, shown)})</small>`;
  return markup`${figure(`${at}/likely`, likely, (value) => `${shown(value)} ms`)}${range}`;
}

function chart({ likely, low, high }: Milliseconds, limitMs: number | null, longest: number, label: string): Markup {
  const at = (ms: number) => inPercent(ms / longest);
  const words = `${label}: ${formatInteger(likely)} ms, ${formatInteger(low)} to ${formatInteger(high)}${limitMs === null ? '' : `, asked at most ${formatInteger(limitMs)}`}`;
  const side = limitMs === null ? 'open' : likely > limitMs ? 'late' : high > limitMs ? 'maybe' : 'soon';
  const line = limitMs === null ? null : markup`<line class="limit" x1="${at(limitMs)}" x2="${at(limitMs)}" y1="1" y2="23"/>`;
  return markup`<svg class="range ${side}" width="100%" height="24" role="img" aria-label="${words}"><line class="axis" x1="0" x2="100%" y1="12" y2="12"/><rect class="spread" x="${at(low)}" width="${at(Math.max(high - low, longest / 400))}" y="7" height="10" rx="5"/>${line}<circle class="likely" cx="${at(likely)}" cy="12" r="5"/></svg>`;
}
