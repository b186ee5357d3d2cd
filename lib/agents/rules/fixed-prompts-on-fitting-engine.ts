/** AF-ENG-006: an engine for fixed prompts gets fixed prompts, and who waits for a voice with fixed prompts hears of it. */
import { type Rule, violations } from '../../core/rule';
import { betterEngine } from '../../inference/better-engine';
import type { FleetRole } from '../fleet-view';
import type { RoleView } from '../role-view';
import { shareOf } from './prefixes-on-fitting-engine';

/** Share of the prompt that is the same in every request from which prompts count as fixed; assumed, as for AF-ENG-005. */
const FIXED_FROM = 0.7;

export const fixedPromptsOnFittingEngine: Rule<FleetRole> = {
  id: 'fixed-prompts-on-fitting-engine',
  code: 'AF-ENG-006',
  title: 'A growing conversation runs on an engine for fixed prompts (warning), or fixed prompts with a voice on another engine (info).',
  why: 'Such an engine is tuned for one shape of requests on one GPU and precision: it answers those soonest, and others no better than the rest.',
  fix: 'Put each kind of role on the engine that is made for it.',
  severity: ['warning', 'info'],
  check({ role }) {
    const { name, pool, props } = role;
    if (pool.existing !== undefined) return 'not-applicable';
    if (pool.engine.isMadeFor('fixed-prompts')) return violations(props.growth === undefined ? [] : [growing(role)]);
    if (props.latency !== 'voice' || props.growth !== undefined || shareOf(role) < FIXED_FROM) return 'not-applicable';
    const other = betterEngine(pool, 'fixed-prompts');
    if (other === undefined) return 'compliant';
    return [
      {
        severity: 'info',
        prop: `roles.${name}.pool`,
        value: pool.engine.name,
        allowed: `${other.factory}(), or this engine after a comparison`,
        message: `'${name}' is a voice with fixed prompts; ${other.name} is made for the lowest latency of such requests`,
        repairs: [`engine: ${other.factory}() of ${pool.name}`],
      },
    ];
  },
};

const growing = ({ name, pool }: RoleView) => ({
  severity: 'warning' as const,
  prop: `roles.${name}.pool`,
  value: pool.engine.name,
  allowed: 'a role whose requests are known: request, and no growth',
  message: `the context of '${name}' grows with its turns, and ${pool.engine.name} is made for fixed prompts and predictable answers`,
  repairs: [`engine of ${pool.name}: leave it out`, `roles.${name}.pool: another pool`],
});
