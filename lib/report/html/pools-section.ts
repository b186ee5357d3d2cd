/** Every pool: what it runs, what it must hold and holds, what limits it, what it costs. */

import { formatInteger } from '../../core/format';
import { gpusInWords } from '../../plan/gpus-of-pool';
import { keepsKvCache } from '../../plan/keeps-kv-cache';
import type { ReportView } from '../view/report-view';
import type { PoolReport } from '../view/reported';
import { costSpan, gib, percent, span, UNKNOWN } from './figure';
import { type Markup, markup } from './markup';
import { poolCard } from './pool-card';
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
${pools.map(poolCard)}`,
  };
}

function row({ at, plan }: PoolReport, index: number): Markup {
  const { replicas, costPerHour } = plan;
  return markup`<tr><th scope="row"><a href="#pool-${index}">${plan.name}</a></th><td>${gpusInWords(plan)}</td>
<td class="n">${span(`${at}/replicas`, 'min', 'max', [replicas.min, replicas.max], formatInteger)}</td>${kvCells(at, plan)}
<td>${verdictMark(plan.verdict)}</td><td class="n">${costSpan(`${at}/costPerHour`, costPerHour)}</td></tr>`;
}

function kvCells(at: string, plan: PoolReport['plan']): Markup {
  const { demandGiB, supplyGiB, memory, demand, headroom } = plan;
  if (!keepsKvCache(plan)) return markup`<td class="n" colspan="2">no KV cache</td><td class="n">–</td>`;
  if (memory.kvBytesPerToken === 0) return markup`<td class="n" colspan="2">${UNKNOWN}</td><td class="n">${UNKNOWN}</td>`;
  const free = demand.length === 0 ? markup`–` : percent(`${at}/headroom`, headroom);
  return markup`<td class="n">${gib(`${at}/demandGiB`, demandGiB)}</td><td class="n">${gib(`${at}/supplyGiB`, supplyGiB)}</td><td class="n">${free}</td>`;
}
