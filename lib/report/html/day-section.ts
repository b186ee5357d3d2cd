/** A day of each role that is known by its conversations: what is asked in each hour, and what it is answered with. */
import { formatInteger, formatUsd } from '../../core/format';
import type { DayReport } from '../view/day-report';
import type { ReportView } from '../view/report-view';
import { inPercent } from './bar';
import { count, figure, UNKNOWN, usd } from './figure';
import { type Markup, markup, type Part } from './markup';
import type { Section } from './section';

export function daySection({ days }: ReportView): Section | null {
  if (days.length === 0) return null;
  return { id: 'day', title: 'The day', body: markup`${days.map(card)}` };
}

function card(one: DayReport, index: number): Markup {
  const { at, fleet, role, pool, day, usd: scaled, usdAtPeak } = one;
  const sessions = day.sessionsByHour;
  return markup`<article class="card" aria-labelledby="day-${index}-name"><h3 id="day-${index}-name">${role} <small>of ${fleet}, on pool ${pool}</small></h3>
<dl class="facts">${facts([
    ['conversations a day', count(`${at}/conversations`, day.conversations)],
    ['busiest hour', markup`${hourOf(`${at}/peakHour`, day.peakHour)}, ${count(`${at}/peakSessions`, day.peakSessions)} sessions`],
    ['quietest hour', hourOf(`${at}/quietHour`, day.quietHour)],
    ['a day, scaled by the hour', markup`${usd(null, scaled)} <small>${count(`${at}/gpuHours`, day.gpuHours)} GPU-hours</small>`],
    ['a day at the peak', markup`${usd(null, usdAtPeak)} <small>${count(`${at}/gpuHoursAtPeak`, day.gpuHoursAtPeak)} GPU-hours</small>`],
  ])}</dl>
${sessions === undefined ? null : columns('Sessions', 's-kvNeeded', sessions, 64)}
${columns('Replicas', 's-weights', day.replicasByHour, 40)}
<svg class="hours" width="100%" height="18" aria-hidden="true">${[0, 6, 12, 18].map((hour) => markup`<text x="${inPercent(hour / 24)}" y="13">${hour}:00</text>`)}</svg>
<details><summary>Hour by hour</summary><div class="scroll" tabindex="0" role="region" aria-label="Hours of ${role}"><table><thead><tr><th scope="col" class="n">Hour</th>${sessions === undefined ? null : markup`<th scope="col" class="n">Sessions</th>`}<th scope="col" class="n">Replicas</th><th scope="col" class="n">Cost</th></tr></thead>
<tbody>${day.replicasByHour.map((replicas, hour) => markup`<tr><th scope="row" class="n">${hour}:00</th>${sessions === undefined ? null : markup`<td class="n">${count(`${at}/sessionsByHour/${hour}`, sessions[hour] ?? null)}</td>`}<td class="n">${replicas === null ? markup`<span class="unknown">more than the ceiling</span>` : count(`${at}/replicasByHour/${hour}`, replicas)}</td><td class="n">${costOf(one, hour)}</td></tr>`)}</tbody></table></div></details></article>`;
}

const hourOf = (at: string, hour: number): Markup => figure(at, hour, (value) => `${value}:00`);

function costOf({ usdByHour }: DayReport, hour: number): Markup {
  const cost = usdByHour[hour] ?? null;
  return cost === null ? UNKNOWN : figure(null, cost, formatUsd);
}

const facts = (rows: readonly (readonly [string, Part])[]): Markup[] =>
  rows.map(([label, value]) => markup`<div><dt>${label}</dt><dd>${value}</dd></div>`);

/** One column an hour; where the ceiling is not enough, a column as high as there is. */
function columns(name: string, className: string, values: readonly (number | null)[], height: number): Markup {
  const most = Math.max(1, ...values.map((value) => value ?? 0));
  const words = values.map((value, hour) => `${hour}:00 ${value ?? 'more than the ceiling'}`).join(', ');
  const column = (value: number | null, hour: number): Markup => {
    const tall = value === null ? height : (height * value) / most;
    return markup`<rect class="${value === null ? 's-over' : className}" x="${inPercent((hour + 0.06) / 24)}" width="${inPercent(0.88 / 24)}" y="${Number((height - tall).toFixed(2))}" height="${Number(tall.toFixed(2))}" rx="2"><title>${hour}:00: ${value === null ? 'more than the ceiling' : formatInteger(value)}</title></rect>`;
  };
  return markup`<figure><figcaption>${name} <small>at most ${formatInteger(most)}</small></figcaption><svg class="columns" width="100%" height="${height}" role="img" aria-label="${name} by hour: ${words}">${values.map(column)}</svg></figure>`;
}
