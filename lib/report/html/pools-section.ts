/** Every pool: what it runs, what it must hold and holds, what limits it, what it costs. */

import { formatInteger } from '../../core/format';
import { gpusInWords } from '../../plan/gpus-of-pool';
import type { ReportView } from '../view/report-view';
import type { PoolReport } from '../view/reported';
import { costSpan, count, gib, percent, span, UNKNOWN } from './figure';
import { type Markup, markup, type Part } from './markup';
import { memoryFigure } from './memory-figure';
import type { Section } from './section';
import { verdictMark } from './verdict';

export function poolsSection({ pools }: ReportView): Section | null {
  if (pools.length === 0) return null;
  return {
    id: 'pools',
    title: 'Pools',
    body: markup`<div class="scroll" tabindex="0" role="region" aria-label="All pools"><table class="pools">
<thead><tr><th scope="col">Pool</th><th scope="col">GPUs of a replica</th><th scope="col" class="n">Replicas</th><th scope="col" class="n">KV cache, need</th><th scope="col" class="n">have</th><th scope="col" class="n">Headroom</th><th scope="col">Verdict</th><th scope="col" class="n">per hour</th></tr></thead>
<tbody>${pools.map(row)}</tbody></table></div>
${pools.map(card)}`,
  };
}

function row({ at, plan }: PoolReport, index: number): Markup {
  const { replicas, costPerHour } = plan;
  return markup`<tr><th scope="row"><a href="#pool-${index}">${plan.name}</a></th><td>${gpusInWords(plan)}</td>
<td class="n">${span(`${at}/replicas`, 'min', 'max', [replicas.min, replicas.max], formatInteger)}</td>${kvCells(at, plan)}
<td>${verdictMark(plan.verdict)}</td><td class="n">${costSpan(`${at}/costPerHour`, costPerHour)}</td></tr>`;
}

/** Encoders read a text at once and keep no cache between tokens. */
function kvCells(at: string, { demandGiB, supplyGiB, memory, demand, headroom }: PoolReport['plan']): Markup {
  if (memory.kvBytesPerToken === 0) return markup`<td class="n" colspan="2">no KV cache</td><td class="n">–</td>`;
  const free = demand.length === 0 ? markup`–` : percent(`${at}/headroom`, headroom);
  return markup`<td class="n">${gib(`${at}/demandGiB`, demandGiB)}</td><td class="n">${gib(`${at}/supplyGiB`, supplyGiB)}</td><td class="n">${free}</td>`;
}

function card(pool: PoolReport, index: number): Markup {
  const { plan } = pool;
  return markup`<article id="pool-${index}" class="card pool" aria-labelledby="pool-${index}-name">
<header><h3 id="pool-${index}-name">${plan.name}</h3>${verdictMark(plan.verdict)}<p>${plan.model.id} on ${plan.engine.id} ${plan.engine.version}</p></header>
${facts(pool)}
${memoryFigure(pool)}
${demandTable(pool)}
</article>`;
}

function facts({ at, plan }: PoolReport): Markup {
  const { limits, margin, memory } = plan;
  const rows: readonly (readonly [string, Part])[] = [
    ['bottleneck', plan.bottleneck],
    ['room for', margin === null ? UNKNOWN : markup`${count(`${at}/margin/sessions`, margin.sessions)} more sessions`],
    ['longest context', markup`${count(`${at}/limits/maxContextTokens`, limits.maxContextTokens)} tokens`],
    ['sequences', markup`${count(`${at}/limits/maxNumSeqs`, limits.maxNumSeqs)} at a time`],
    ['KV cache of a token', memory.kvBytesPerToken === 0 ? 'none' : memory.kvFormula],
  ];
  return markup`<dl class="facts">${rows.map(([label, value]) => markup`<div><dt>${label}</dt><dd>${value}</dd></div>`)}</dl>`;
}

function demandTable({ at, plan }: PoolReport): Markup | null {
  if (plan.demand.length === 0) return null;
  return markup`<div class="scroll" tabindex="0" role="region" aria-label="Demand on ${plan.name}"><table><caption>What it is asked for</caption><thead><tr><th scope="col">Role</th><th scope="col" class="n">Sessions</th><th scope="col" class="n">Tokens each</th><th scope="col">How</th></tr></thead>
<tbody>${plan.demand.map((one, index) => markup`<tr><th scope="row">${one.fleet} · ${one.role}</th><td class="n">${count(`${at}/demand/${index}/sessions`, one.sessions)}</td><td class="n">${count(`${at}/demand/${index}/contextTokens`, one.contextTokens)}</td><td>${one.formula}</td></tr>`)}</tbody></table></div>`;
}
