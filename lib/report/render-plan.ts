/** A plan as a person reads it in a terminal: the pools, what limits them, the total with the dates of its prices, warnings. */

import { formatGiB, formatInteger, formatUsd } from '../core/format';
import { printableData } from '../core/printable';
import { gpusInWords, gpusOfReplicas } from '../plan/gpus-of-pool';
import { paidOf } from '../plan/paid-plan';
import type { FleetPlan } from '../plan/schema';
import type { FleetPlanSection } from '../plan/sections/fleet';
import type { GpuServicePlan } from '../plan/sections/gpu-service';
import type { PoolPlan } from '../plan/sections/pool';
import type { RolePlan } from '../plan/sections/role';
import { existingPoolFacts } from './existing-pool-facts';
import { governanceFacts } from './governance-facts';
import { moneyFacts } from './money-facts';
import { type Palette, palette, showsColours } from './palette';
import { planFindings } from './plan-findings';
import { poolTable } from './pool-table';
import { type Fact, requestFacts } from './request-facts';
import { targetsText } from './targets-text';
import { wrap } from './wrap';

export interface RenderProps {
  /**
   * Paint with ANSI colours.
   * @default - standard output is a terminal and NO_COLOR is not set
   */
  readonly colours?: boolean;
  /**
   * Columns at which prose breaks; the table is as wide as its content, and a list below 80.
   * @default - width of the terminal, else 100
   */
  readonly width?: number;
  /**
   * Day on which the plan is read, ISO: lines of prices say how old they are on it.
   * @default - `planDate` of the cluster, where the plan has it
   */
  readonly today?: string;
  /**
   * Print every hint, and what is accepted, in full.
   * @default false: hints are counted, and what is accepted is one line
   */
  readonly all?: boolean;
}

const DEFAULT_WIDTH = 100;

export function renderPlan(given: FleetPlan, props: RenderProps = {}): string {
  const plan = printableData(given);
  const colour = palette(props.colours ?? showsColours(process.stdout));
  const width = props.width ?? process.stdout.columns ?? DEFAULT_WIDTH;
  const { pools, existingPools = [], gpuServices = [] } = plan;
  if (pools.length + existingPools.length + gpuServices.length === 0) return `${colour.bold(plan.stack)}: no inference pool`;
  const facts = [
    ...plan.fleets.map(fleetFact),
    ...plan.fleets.flatMap(stageFact),
    ...plan.fleets.flatMap(requestFacts),
    ...plan.fleets.flatMap(governanceFacts),
    ...existingPoolFacts(plan),
    ...gpuServices.map(gpuServiceFact),
    ...(pools.length === 0 ? [] : [bottleneckFact(plan)]),
    ...(pools.length + gpuServices.length === 0 ? [] : [costFact(plan)]),
    ...moneyFacts(plan, props.today),
  ];
  const table = pools.length === 0 ? [] : [poolTable(pools, colour, width)];
  return [
    title(plan, colour),
    ...table,
    factRows(facts, colour, width),
    ...planFindings(plan, { colour, width, all: props.all ?? false }),
  ].join('\n\n');
}

/** Labels in a column of their own, text wrapped beside them. */
function factRows(facts: readonly Fact[], colour: Palette, width: number): string {
  const margin = Math.max(...facts.map(([label]) => label.length)) + 2;
  const row = ([label, text]: Fact) => {
    const indented = wrap(text, width - margin).replace(/^/gm, ' '.repeat(margin));
    return colour.bold(label) + indented.slice(label.length);
  };
  return facts.map(row).join('\n');
}

function title(plan: FleetPlan, colour: Palette): string {
  const clusters = [...new Set([...paidOf(plan), ...(plan.existingPools ?? [])].map((pool) => pool.cluster))].join(', ');
  return `${colour.bold(plan.stack)} on ${clusters}`;
}

function fleetFact(fleet: FleetPlanSection): Fact {
  const peak = fleet.peakWorkflows === null ? '' : `, ${formatInteger(fleet.peakWorkflows)} at the peak`;
  const workflows = fleet.concurrentWorkflows === null ? '' : `, ${formatInteger(fleet.concurrentWorkflows)} workflows${peak}`;
  const whole = fleet.workflowLatency === null ? [] : [`a workflow takes ${inMs(fleet.workflowLatency.total)}`];
  return [`fleet ${fleet.name}`, [`${fleet.topology.kind}${workflows}`, ...fleet.roles.map(roleText), ...whole].join(' · ')];
}

/** Nothing for plans of releases that knew no stages. */
function stageFact({ stage }: FleetPlanSection): Fact[] {
  if (stage === undefined) return [];
  const next = stage.nextAdds.length === 0 ? '' : `; stage ${stage.number + 1} adds ${stage.nextAdds.join(', ')}`;
  return [['stage', `${stage.number} of ${STAGES} (docs/guides/growing.md): ${STAGE_NAMES[stage.number - 1] ?? ''}${next}`]];
}

/** In the order of the stages, as the plan describes them. */
const STAGE_NAMES = ['one GPU', 'replicas with session affinity', 'pools by role, a queue and scaling', 'hardened'];
const STAGES = STAGE_NAMES.length;

function roleText(role: RolePlan): string {
  const sessions = `${role.name} ${formatInteger(role.sessions)} × ${formatInteger(role.contextTokens)} tokens → ${role.pool}`;
  const further = (role.furtherPools ?? []).map(({ pool, sessions: count }) => `, ${formatInteger(count)} → ${pool}`).join('');
  const long = role.longPool === null ? '' : `, long ones → ${role.longPool}`;
  const busiest = role.day === null ? '' : `, ${formatInteger(role.day.peakSessions)} at ${role.day.peakHour}:00`;
  const soon = role.estimate === null ? '' : `, first token ${inMs(role.estimate.firstToken)}`;
  const asked = role.latencyTargets === undefined ? '' : `, asked ${targetsText(role.latencyTargets)}`;

  return sessions + further + long + busiest + soon + asked;
}

/** `329 ms (197–526)`, or the number alone where it was measured. */
const inMs = ({ likely, low, high }: { readonly likely: number; readonly low: number; readonly high: number }): string =>
  `${formatInteger(likely)} ms${low === high ? '' : ` (${formatInteger(low)}–${formatInteger(high)})`}`;

function bottleneckFact(plan: FleetPlan): Fact {
  return ['bottleneck', plan.pools.map((pool) => `${pool.name}: ${pool.bottleneck}${room(pool)}`).join(' · ')];
}

/** How much more of the same demand the pool takes; empty where it takes none or has no demand. */
const room = ({ margin }: PoolPlan): string =>
  margin === null || margin.sessions <= 0 ? '' : `, room for ${formatInteger(margin.sessions)} more sessions`;

/** `1–2 × (1 × L40S) · 34 GiB of 44.4 GiB · $0.72/h, at most $1.44/h`. */
function gpuServiceFact(service: GpuServicePlan): Fact {
  const { min, max } = service.replicas;
  const pods = `${min === max ? min : `${min}–${max}`} × (${gpusInWords(service)})`;
  const { memoryGiBPerGpu, usableGiBPerGpu } = service;
  const of = usableGiBPerGpu === null ? '' : ` of ${formatGiB(usableGiBPerGpu)}`;
  const memory = memoryGiBPerGpu === null ? 'memory not stated' : `${formatGiB(memoryGiBPerGpu)}${of}`;
  const { floor, ceiling } = service.costPerHour;
  const most = ceiling === null || ceiling === floor ? '' : `, at most ${formatUsd(ceiling)}/h`;
  const cost = floor === null ? 'price unknown' : `${formatUsd(floor)}/h${most}`;
  return [`GPU service ${service.name}`, `${pods} · ${memory} · ${cost}`];
}

function costFact(plan: FleetPlan): Fact {
  const { costPerHour } = plan;
  const { floor, ceiling, unpriced, pricesAsOf } = costPerHour;
  const dates = pricesAsOf.length === 0 ? '' : `, prices of ${[...new Set([pricesAsOf[0], pricesAsOf.at(-1)])].join(' to ')}`;
  if (floor === null || ceiling === null) return ['total', `unknown: no price for ${unpriced.join(', ')}${dates}`];
  // A part of a card that nobody uses is on the bill as well.
  const gpus = Math.ceil(paidOf(plan).reduce((sum, one) => sum + gpusOfReplicas(one, one.replicas.min), 0));
  const most = ceiling === floor ? '' : `, at most ${formatUsd(ceiling)}/h`;
  return ['total', `${formatUsd(floor)}/h for ${formatInteger(gpus)} GPUs${most}${dates}`];
}
