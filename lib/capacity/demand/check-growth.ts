/** AF-CAP-009 and AF-CAP-010: contexts that outgrow their pool, and long sessions that have nowhere to go. */

import type { FindingDetail, UnplacedFinding } from '../../core/finding';
import { formatInteger } from '../../core/format';
import { own } from '../../core/own';
import { type ContextGrowth, type ContextStrategy, contextAfter, growthPerMinute, minutesToFull, plannedContext } from './context-growth';

/** What is known beside the role itself. */
export interface GrowthSurroundings {
  /** Context caps of the pools that long sessions may go to, by name; without it any named pool counts as there. */
  readonly longPools?: Readonly<Record<string, number>>;
  /** Lets the finding say when the pool is full: its tokens, the sessions of the role and how fast they talk. */
  readonly pace?: { readonly poolTokens: number; readonly sessions: number; readonly turnsPerMinute: number };
}

/** AF-CAP-009: a role grows beyond its pool's cap and nothing bounds it; AF-CAP-010: the long sessions have no pool to go to. */
export function checkGrowth(
  role: string,
  growth: ContextGrowth,
  capTokens: number,
  strategy?: ContextStrategy,
  surroundings: GrowthSurroundings = {},
): UnplacedFinding[] {
  const held = plannedContext(growth, strategy);
  const moved = strategy?.kind === 'long-pool' ? longPool(role, growth, strategy, surroundings) : [];
  if (held <= capTokens) return moved;
  const asked = { role, growth, held, capTokens };
  return [...moved, strategy?.kind === 'long-pool' ? overCap(role, growth, capTokens, strategy) : outgrown(asked, strategy, surroundings)];
}

interface Outgrown {
  readonly role: string;
  readonly growth: ContextGrowth;
  readonly held: number;
  readonly capTokens: number;
}

function outgrown(
  { role, growth, held, capTokens }: Outgrown,
  strategy: ContextStrategy | undefined,
  { pace }: GrowthSurroundings,
): UnplacedFinding {
  const cap = formatInteger(capTokens);
  const bound = strategy === undefined ? 'and nothing bounds it' : `although ${BOUNDS[strategy.kind]}`;
  return {
    code: 'AF-CAP-009',
    severity: 'error',
    prop: `roles.${role}.contextTokens`,
    value: held,
    allowed: `≤ ${cap}`,
    message: `a session of '${role}' reaches ${formatInteger(held)} tokens, over the pool's cap of ${cap}, ${bound}`,
    details: [arithmetic(growth), ...timeToFull(growth, pace)],
    repairs: [`a sliding window of ${cap} tokens`, 'summaries of older turns', 'a pool for long sessions'],
  };
}

const BOUNDS: Readonly<Record<ContextStrategy['kind'], string>> = {
  'sliding-window': 'a window bounds it there',
  summarize: 'older turns are summarized',
  'long-pool': 'long sessions move',
};

function arithmetic(growth: ContextGrowth): FindingDetail {
  const calls = growth.toolCalls ?? 0;
  const results =
    calls === 0
      ? ''
      : ` + ${calls} tool calls × ${formatInteger((contextAfter(growth) - growth.baseTokens - growth.turns * growth.tokensPerTurn) / calls)}`;
  const turns = `${growth.turns} turns × ${formatInteger(growth.tokensPerTurn)}`;
  return {
    label: 'growth',
    text: `${formatInteger(growth.baseTokens)} + ${turns}${results} = ${formatInteger(contextAfter(growth))} tokens`,
  };
}

function timeToFull(growth: ContextGrowth, pace: GrowthSurroundings['pace']): FindingDetail[] {
  if (pace === undefined) return [];
  const perMinute = growthPerMinute(growth, pace.sessions, pace.turnsPerMinute);
  const minutes = minutesToFull(pace.poolTokens, perMinute);
  const text = `${formatInteger(pace.poolTokens)} tokens ÷ ${formatInteger(perMinute)} a minute = ${minutes.toFixed(0)} minutes`;
  return Number.isFinite(minutes) ? [{ label: 'full in', text }] : [];
}

type LongPool = Extract<ContextStrategy, { readonly kind: 'long-pool' }>;

function overCap(role: string, growth: ContextGrowth, cap: number, strategy: LongPool): UnplacedFinding {
  const reach = `sessions of '${role}' reach ${formatInteger(contextAfter(growth))} tokens`;
  return {
    code: 'AF-CAP-010',
    severity: 'error',
    prop: `roles.${role}.contextTokens`,
    value: plannedContext(growth, strategy),
    allowed: `≤ ${formatInteger(cap)}`,
    message: `${reach} and stay in the pool up to ${formatInteger(strategy.capTokens)}, over its cap of ${formatInteger(cap)}`,
    repairs: [`capTokens: ${formatInteger(cap).replace(/,/g, '_')}`, 'summaries of older turns', 'a longer cap of the pool'],
  };
}

/** The pool that is named has to be there, and to admit what is sent to it. */
function longPool(role: string, growth: ContextGrowth, { pool }: LongPool, { longPools }: GrowthSurroundings): UnplacedFinding[] {
  if (longPools === undefined) return [];
  const cap = own(longPools, pool) ?? null;
  const tokens = contextAfter(growth);
  if (cap !== null && tokens <= cap) return [];
  const known = Object.keys(longPools).join(', ');
  const why = cap === null ? `pool '${pool}' is not there` : `pool '${pool}' admits ${formatInteger(cap)}`;
  return [
    {
      code: 'AF-CAP-010',
      severity: 'error',
      prop: `roles.${role}.contextStrategy.pool`,
      value: pool,
      allowed: cap === null ? known : `a pool that admits ${formatInteger(tokens)} tokens`,
      message: `long sessions of '${role}' reach ${formatInteger(tokens)} tokens, and ${why}`,
      repairs: [
        cap === null ? 'name a pool that is there' : `maxContextTokens: ${formatInteger(tokens).replace(/,/g, '_')} on pool '${pool}'`,
      ],
    },
  ];
}
