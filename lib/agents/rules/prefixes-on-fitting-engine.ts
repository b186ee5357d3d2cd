/** AF-ENG-005: prompts that repeat are worth an engine that is made for it. */
import { prefixShare } from '../../capacity/demand/prefix-share';
import type { Rule } from '../../core/rule';
import { betterEngine } from '../../inference/better-engine';
import type { FleetRole } from '../fleet-view';
import type { RoleView } from '../role-view';

/** Share of prompt tokens found in the cache from which it pays (comparisons of engines for agents, 2026: a hit rate that stays above 70 %). */
const FROM = 0.7;

export const prefixesOnFittingEngine: Rule<FleetRole> = {
  id: 'prefixes-on-fitting-engine',
  code: 'AF-ENG-005',
  title: 'More than 70 % of the prompt tokens of a role are found in the prefix cache, and another engine is made for that.',
  why: 'Engines with a tree of prefixes keep more of them and schedule by them.',
  fix: 'Try the pool on the other engine and compare.',
  severity: 'info',
  check({ role }) {
    const share = shareOf(role);
    // The other engine would have to split the stages, too.
    const { existing, prefill } = role.pool;
    if (share <= FROM || existing !== undefined || prefill !== undefined) return 'not-applicable';
    const other = betterEngine(role.pool, 'shared-prefixes');
    if (other === undefined) return 'compliant';
    return [
      {
        prop: `roles.${role.name}.pool`,
        value: role.pool.engine.name,
        allowed: `${other.factory}(), or this engine after a comparison`,
        message: `about ${Math.floor(share * 100)} % of the prompt tokens of '${role.name}' are found in the prefix cache; ${other.name} is made for prompts with long common beginnings`,
        repairs: [`engine: ${other.factory}() of ${role.pool.name}`],
      },
    ];
  },
};

/** As the request declares it, else as shared prefix and turns imply. */
export function shareOf({ props, contextTokens }: Pick<RoleView, 'props' | 'contextTokens'>): number {
  const { request, growth, sharedPrefixTokens = 0 } = props;
  const turns = growth?.turns ?? (growth?.minutes ?? 0) * (growth?.turnsPerMinute ?? 0);
  return prefixShare({
    contextTokens,
    sharedPrefixTokens,
    ...(request?.cachedTokens === undefined
      ? {}
      : { request: { inputTokens: request.inputTokens ?? contextTokens - request.outputTokens, cachedTokens: request.cachedTokens } }),
    ...(growth === undefined || turns < 1
      ? {}
      : { turns: { count: turns, baseTokens: growth.baseTokens, tokensPerTurn: growth.tokensPerTurn } }),
  });
}
