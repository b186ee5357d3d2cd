/** Pools that somebody else runs: where they are, what is asked of what is stated, and what their tokens cost. */
import { formatInteger } from '../../core/format';
import type { ReportView } from '../view/report-view';
import type { ExistingPoolReport } from '../view/reported';
import { count, percent, UNKNOWN, usd } from './figure';
import { type Markup, markup, type Part } from './markup';
import type { Section } from './section';
import { verdictMark } from './verdict';

export function existingPoolsSection({ existingPools }: ReportView): Section | null {
  if (existingPools.length === 0) return null;
  return {
    id: 'existing-pools',
    title: 'Pools of others',
    body: markup`<p class="lead">Somebody else runs them: what they hold is what is stated of them.</p>
<div class="scroll" tabindex="0" role="region" aria-label="Pools of others"><table class="pools">
<thead><tr><th scope="col">Pool</th><th scope="col">Served as</th><th scope="col" class="n">Sessions</th><th scope="col">Stated</th><th scope="col" class="n">Headroom</th><th scope="col">Verdict</th><th scope="col" class="n">per hour, as planned</th></tr></thead>
<tbody>${existingPools.map(row)}</tbody></table></div>`,
  };
}

function row({ at, stack, plan }: ExistingPoolReport): Markup {
  const { name, url, model, demand, headroom, verdict, economics, price } = plan;
  const sessions = demand.reduce((sum, role) => sum + role.sessions, 0);
  return markup`<tr><th scope="row">${name} <small>${stack}</small></th><td>${model.servedName} <small>at ${url}</small></td><td class="n">${formatInteger(Math.ceil(sessions))}</td>
<td>${stated(at, plan)}</td><td class="n">${demand.length === 0 ? markup`–` : percent(`${at}/headroom`, headroom)}</td><td>${verdictMark(verdict)}</td>
<td class="n">${economics === undefined ? UNKNOWN : usd(`${at}/economics/usdPerHour/plan`, economics.usdPerHour.plan)}${priceOf(at, price)}</td></tr>`;
}

function stated(at: string, { capacity, missing }: ExistingPoolReport['plan']): Part {
  if (capacity === null) return UNKNOWN;
  const limits = [
    ['kvTokens', 'tokens of KV cache'],
    ['requests', 'requests at once'],
    ['tokensPerSecond', 'tokens per second'],
  ] as const;
  const known = limits.filter(([prop]) => capacity[prop] !== null);
  const lines = known.map(([prop, unit]) => markup`<div>${count(`${at}/capacity/${prop}`, capacity[prop])} ${unit}</div>`);
  return markup`${lines}${missing.length === 0 ? null : markup`<div>not known: ${missing.join('; ')}</div>`}`;
}

/** For a million tokens. */
function priceOf(at: string, price: ExistingPoolReport['plan']['price']): Part {
  if (price === undefined || price === null) return markup` <small>no price</small>`;
  return markup` <small>${usd(`${at}/price/input`, price.input)} in, ${usd(`${at}/price/output`, price.output)} out, ${price.asOf}</small>`;
}
