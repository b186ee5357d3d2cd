/** AF-CAP-009: a role grows beyond its pool's cap and nothing bounds it there. */
import { constant, set } from '../../../core/change';
import { type FindingDetail, repair } from '../../../core/finding';
import { formatInteger } from '../../../core/format';
import { grouped } from '../../../core/render-change';
import { type ContextBound, type ContextGrowth, contextAfter, growthPerMinute, minutesToFull, plannedContext } from '../context-growth';
import type { ContextRule, RoleContext } from '../role-context';

export const growthWithinCap: ContextRule = {
  id: 'growth-within-cap',
  code: 'AF-CAP-009',
  title: 'The context of a role grows past the cap of its pool, and nothing bounds it.',
  why: 'Turns and tool results stay in the context; once it is over the cap, every request of the session is refused.',
  fix: 'Bound the context by a window or summaries, send long sessions to a pool of their own, or raise the cap.',
  severity: 'error',
  check({ role, growth, strategy, capTokens, pace }) {
    if (growth === undefined || strategy?.kind === 'long-pool') return 'not-applicable';
    const held = plannedContext(growth, strategy);
    if (held <= capTokens) return 'compliant';
    const cap = formatInteger(capTokens);
    const bound = strategy === undefined ? 'and nothing bounds it' : `although ${BOUNDS[strategy.kind]}`;
    return [
      {
        prop: `roles.${role}.contextTokens`,
        value: held,
        allowed: `≤ ${cap}`,
        message: `a session of '${role}' reaches ${formatInteger(held)} tokens, over the pool's cap of ${cap}, ${bound}`,
        details: [arithmetic(growth), ...timeToFull(growth, pace)],
        repairs: [repair(window(role, capTokens)), 'summaries of older turns', 'a pool for long sessions'],
      },
    ];
  },
};

/** A strategy whose window ends with the cap. */
const window = (role: string, limitTokens: number) =>
  set(`roles.${role}.contextStrategy`, constant(`ContextStrategy.slidingWindow({ limitTokens: ${grouped(limitTokens)} })`));

const BOUNDS: Readonly<Record<ContextBound['kind'], string>> = {
  'sliding-window': 'a window bounds it there',
  summarize: 'older turns are summarized',
  'long-pool': 'long sessions move',
};

function arithmetic(growth: ContextGrowth): FindingDetail {
  const calls = growth.toolCalls ?? 0;
  const perCall = (contextAfter(growth) - growth.baseTokens - growth.turns * growth.tokensPerTurn) / calls;
  const results = calls === 0 ? '' : ` + ${calls} tool calls × ${formatInteger(perCall)}`;
  const turns = `${growth.turns} turns × ${formatInteger(growth.tokensPerTurn)}`;
  return {
    label: 'growth',
    text: `${formatInteger(growth.baseTokens)} + ${turns}${results} = ${formatInteger(contextAfter(growth))} tokens`,
  };
}

function timeToFull(growth: ContextGrowth, pace: RoleContext['pace']): FindingDetail[] {
  if (pace === undefined) return [];
  const perMinute = growthPerMinute(growth, pace.sessions, pace.turnsPerMinute);
  const minutes = minutesToFull(pace.poolTokens, perMinute);
  const text = `${formatInteger(pace.poolTokens)} tokens ÷ ${formatInteger(perMinute)} a minute = ${minutes.toFixed(0)} minutes`;
  return Number.isFinite(minutes) ? [{ label: 'full in', text }] : [];
}
