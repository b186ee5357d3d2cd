/** One pool in detail: what limits it, how it starts, the memory of a card, and who asks it. */
import { formatInteger } from '../../core/format';
import { keepsKvCache } from '../../plan/keeps-kv-cache';
import { notKnownOf } from '../not-known';
import type { PoolReport } from '../view/reported';
import { count, figure, gib, UNKNOWN } from './figure';
import { type Markup, markup, type Part } from './markup';
import { memoryFigure } from './memory-figure';
import { verdictMark } from './verdict';

export function poolCard(pool: PoolReport, index: number): Markup {
  const { plan } = pool;
  return markup`<article id="pool-${index}" class="card pool" aria-labelledby="pool-${index}-name">
<header><h3 id="pool-${index}-name">${plan.name}</h3>${verdictMark(plan.verdict)}<p>${plan.model.id} on ${plan.engine.id} ${plan.engine.version}</p></header>
<dl class="facts">${factsOf(pool).map(([label, value]) => markup`<div><dt>${label}</dt><dd>${value}</dd></div>`)}</dl>
${memoryFigure(pool)}
${demandTable(pool)}
</article>`;
}

function roomFor({ at, plan: { margin, demand } }: PoolReport): Part {
  if (margin === null) return demand.length === 0 ? 'no role keeps a session on it' : UNKNOWN;
  const sessions = count(`${at}/margin/sessions`, Math.abs(margin.sessions));
  return margin.sessions < 0 ? markup`it may lack ${sessions} sessions` : markup`${sessions} more sessions`;
}

function factsOf(pool: PoolReport): readonly (readonly [string, Part])[] {
  const { at, plan } = pool;
  const { limits, memory, throughput, coldStart, survivesReplicaLoss, reserveGiB } = plan;
  const unknown = notKnownOf(plan);
  return [
    ['bottleneck', plan.bottleneck],
    ['room for', roomFor(pool)],
    ['when a replica is lost', survivesReplicaLoss ? 'the demand still fits' : 'the demand does not fit'],
    ['longest context', markup`${count(`${at}/limits/maxContextTokens`, limits.maxContextTokens)} tokens`],
    ['sequences', markup`${count(`${at}/limits/maxNumSeqs`, limits.maxNumSeqs)} at a time`],
    ...(throughput === null ? [] : [['tokens per second', speed(at, throughput)] as const]),
    ...(coldStart === undefined
      ? []
      : [
          [
            'a new replica takes',
            markup`${seconds(`${at}/coldStart/seconds`, coldStart.seconds)}${nodeStart(at, coldStart.nodeSeconds)}`,
          ] as const,
        ]),
    ...priorityFacts(pool),
    ['KV cache of a token', keepsKvCache(plan) ? memory.kvFormula : 'none'],
    ...(reserveGiB === 0 ? [] : [['kept for doubt', gib(`${at}/reserveGiB`, reserveGiB)] as const]),
    ...(unknown.length === 0 ? [] : [['not known', unknown.join('; ')] as const]),
  ];
}

function priorityFacts({ at, plan: { priority } }: PoolReport): (readonly [string, Part])[] {
  if (priority === undefined) return [];
  const { givesWayTo, takesPlaceOf, endsWithinSeconds } = priority;
  return [
    ...(givesWayTo.length === 0
      ? []
      : [
          [
            'gives way to',
            markup`${givesWayTo.join(', ')} <small>within ${seconds(`${at}/priority/endsWithinSeconds`, endsWithinSeconds)}</small>`,
          ] as const,
        ]),
    ...(takesPlaceOf.length === 0 ? [] : [['takes nodes of', takesPlaceOf.join(', ')] as const]),
  ];
}

type Throughput = NonNullable<PoolReport['plan']['throughput']>;

const speed = (at: string, { demandTokensPerSecond, supplyTokensPerSecond, low, high }: Throughput): Markup =>
  markup`${count(`${at}/throughput/demandTokensPerSecond`, demandTokensPerSecond)} asked, ${count(`${at}/throughput/supplyTokensPerSecond`, supplyTokensPerSecond)} expected <small>(${count(`${at}/throughput/low`, low)}–${count(`${at}/throughput/high`, high)})</small>`;

const seconds = (at: string, value: number): Markup => figure(at, value, (known) => `${formatInteger(known)} s`);

/** Nodes that always run need no time to start. */
function nodeStart(at: string, nodeSeconds: number | null): Part {
  if (nodeSeconds === 0) return null;
  return nodeSeconds === null
    ? markup` <small>and a new node, of unknown time</small>`
    : markup` <small>and ${seconds(`${at}/coldStart/nodeSeconds`, nodeSeconds)} for a new node</small>`;
}

type Demand = PoolReport['plan']['demand'][number];

function demandTable({ at, plan }: PoolReport): Markup | null {
  const { demand, peakDemand } = plan;
  if (demand.length + peakDemand.length === 0) return null;
  return markup`<div class="scroll" tabindex="0" role="region" aria-label="Demand on ${plan.name}"><table><caption>What it is asked for</caption><thead><tr><th scope="col">Role</th><th scope="col" class="n">Sessions</th><th scope="col" class="n">Tokens each</th><th scope="col">How</th></tr></thead>
<tbody>${demand.map((one, index) => demandRow(one, `${at}/demand/${index}`, null))}${peakDemand.map((one, index) => demandRow(one, `${at}/peakDemand/${index}`, 'at the peak'))}</tbody></table></div>`;
}

function demandRow({ fleet, role, sessions, contextTokens, formula, sharedPrefixTokens }: Demand, at: string, when: string | null): Markup {
  const shared =
    sharedPrefixTokens === undefined ? null : markup` <small>${count(`${at}/sharedPrefixTokens`, sharedPrefixTokens)} shared</small>`;
  return markup`<tr><th scope="row">${fleet} · ${role}${when === null ? null : markup` <small>${when}</small>`}</th><td class="n">${count(`${at}/sessions`, sessions)}</td><td class="n">${count(`${at}/contextTokens`, contextTokens)}${shared}</td><td>${formula}</td></tr>`;
}
