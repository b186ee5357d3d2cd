/** How fleets and their roles are told in a comparison. */
import { formatInteger } from '../../core/format';
import type { PartDiff } from '../../plan/diff/part-diff';
import type { FleetFrame, FleetRole } from '../../plan/diff/plan-diff';
import { roleTargets } from '../../plan/role-targets';
import { targetsText } from '../targets-text';
import { type DiffRow, type Line, rowsOf } from './diff-row';
import { formatField, NOTHING } from './format-field';
import { usdOr } from './money-text';

/** `329 ms (197–526)`, or the number alone where it was measured. */
const inMs = ({ likely, low, high }: { readonly likely: number; readonly low: number; readonly high: number }): string =>
  `${formatInteger(likely)} ms${low === high ? '' : ` (${formatInteger(low)}–${formatInteger(high)})`}`;

const countOf = (count: number | null): string => (count === null ? NOTHING : formatInteger(count));

export const loadOf = ({ sessions, contextTokens }: FleetRole): string =>
  `${formatInteger(sessions)} × ${formatInteger(contextTokens)} tokens`;

/** A pool by its path, which no other has. */
const poolOf = ({ pool, poolPath }: FleetRole): string => (poolPath.endsWith(`/${pool}`) ? poolPath : `${pool} (${poolPath})`);

const requestOf = ({ request }: FleetRole): string =>
  request === null
    ? NOTHING
    : `${formatInteger(request.inputTokens)} in (${formatInteger(request.cachedTokens)} cached), ${formatInteger(request.outputTokens)} out`;

const dayOf = ({ day }: FleetRole): string =>
  day === null
    ? NOTHING
    : `${formatInteger(day.conversations)} conversations, ${formatInteger(day.peakSessions)} sessions at ${day.peakHour}:00`;

/** `TTFT ≤ 2,000 ms, TPOT ≤ 40 ms`. */
const targetsOf = (role: FleetRole): string => targetsText(roleTargets(role)) || NOTHING;

const handoversOf = ({ handovers = [] }: FleetFrame): string => handovers.map(({ from, to }) => `${from} → ${to}`).join(', ') || NOTHING;

const servicesOf = ({ services = [] }: FleetFrame): string => services.map(({ kind, name }) => `${kind} ${name}`).join(', ') || NOTHING;

interface Priced {
  readonly usdPerHour: { readonly plan: number | null };
}

const perHour = (economics: Priced | undefined): string => (economics === undefined ? NOTHING : usdOr(economics.usdPerHour.plan, '/h'));

const ROLE_LINES: readonly Line<FleetRole>[] = [
  { label: 'pool', text: poolOf, tells: ['pool', 'poolPath'] },
  {
    label: 'further pools',
    text: ({ furtherPools = [] }) => furtherPools.map(({ pool, share }) => `${pool} ${Math.round(share * 100)} %`).join(', ') || NOTHING,
    tells: ['furtherPools'],
  },
  {
    label: 'part that the pool answers',
    text: ({ share }) => (share === undefined ? NOTHING : `${Math.round(share * 100)} %`),
    tells: ['share'],
  },
  { label: 'pool of long sessions', text: ({ longPool }) => longPool ?? NOTHING, tells: ['longPool'] },
  { label: 'sessions × tokens', text: loadOf, tells: ['sessions', 'contextTokens'] },
  { label: 'one request', text: requestOf, tells: ['request'] },
  { label: 'a day', text: dayOf, tells: ['day'] },
  { label: 'latency class', text: ({ latency }) => latency ?? NOTHING, tells: ['latency'] },
  { label: 'latency targets', text: targetsOf, tells: ['latencyTargets'] },
  {
    label: 'first token',
    text: ({ estimate }) => (estimate === null ? NOTHING : inMs(estimate.firstToken)),
    tells: ['estimate'],
  },
  { label: 'each further token', text: ({ estimate }) => (estimate === null ? NOTHING : inMs(estimate.perToken)), tells: [] },
  {
    label: 'longest wait of an agent',
    text: ({ requestPass: pass }) =>
      pass === undefined ? NOTHING : `${formatInteger(pass.waitSeconds)} s, ${formatInteger(pass.attempts)} attempts`,
    tells: [
      'requestPass.waitSeconds',
      'requestPass.attempts',
      'requestPass.hops',
      'requestPass.clientTimeoutSeconds',
      'requestPass.isAssumed',
      'requestPass.assumes',
    ],
  },
  {
    label: 'falls back to',
    text: ({ requestPass: pass }) => pass?.fallbacks.join(', ') || NOTHING,
    tells: ['requestPass.fallbacks'],
  },
  { label: 'its part of the cost', text: ({ economics }) => perHour(economics), tells: ['economics'] },
  { label: 'a million of its tokens cost', text: ({ economics }) => formatField('usd', economics?.usdPerMillionTokens), tells: [] },
  { label: 'a conversation costs', text: ({ economics }) => formatField('usd', economics?.usdPerConversation), tells: [] },
  { label: 'model name on the router', text: ({ modelAlias }) => modelAlias, tells: ['modelAlias'] },
];

const FLEET_LINES: readonly Line<FleetFrame>[] = [
  { label: 'topology', text: ({ topology }) => `${topology.kind}: ${topology.description}`, tells: ['topology'] },
  { label: 'cost of its plan', text: ({ economics }) => perHour(economics), tells: ['economics'] },
  { label: 'a day costs', text: ({ economics }) => formatField('usdPerDay', economics?.usdPerDay), tells: [] },
  { label: 'a workflow costs', text: ({ economics }) => formatField('usd', economics?.workflow?.usd), tells: [] },
  { label: 'hands over', text: handoversOf, tells: ['handovers'] },
  { label: 'wired to', text: servicesOf, tells: ['services'] },
  { label: 'workflows that always fit', text: ({ concurrentWorkflows }) => countOf(concurrentWorkflows), tells: ['concurrentWorkflows'] },
  { label: 'workflows at the peak', text: ({ peakWorkflows }) => countOf(peakWorkflows), tells: ['peakWorkflows'] },
  {
    label: 'a workflow takes',
    text: ({ workflowLatency }) => (workflowLatency === null ? NOTHING : inMs(workflowLatency.total)),
    tells: ['workflowLatency'],
  },
  {
    label: 'requests at once that the router admits',
    text: ({ admission }) => countOf(admission?.maxParallelRequests ?? null),
    tells: ['admission.maxParallelRequests'],
  },
  { label: 'stage', text: ({ stage }) => countOf(stage?.number ?? null), tells: ['stage.number'] },
];

export const roleRows = (diff: PartDiff<FleetRole>): DiffRow[] => rowsOf(diff, ROLE_LINES, ['name', 'fleet', 'formula']);
export const fleetRows = (diff: PartDiff<FleetFrame>): DiffRow[] =>
  rowsOf(diff, FLEET_LINES, ['name', 'path', 'stage.sessions', 'stage.nextAdds']);
