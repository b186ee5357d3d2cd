/** AF-RTE-072: what takes over from a pool must admit what is planned there. LiteLLM asks no deployment whose window is shorter than the prompt. */
import { atLeast, on } from '../../../core/change';
import { repair } from '../../../core/finding';
import { type Rule, violations } from '../../../core/rule';
import { fallbackSteps, poolsBehind, type RouterView, windowOf } from '../router-view';

export const fallbackAdmitsPlan: Rule<RouterView> = {
  id: 'fallback-admits-plan',
  code: 'AF-RTE-072',
  title: 'What takes over from a pool that fails or is full admits less than the context that is planned there.',
  why: 'Sessions that have grown beyond its window are refused when they need it most, and agents fail in the middle of their work.',
  fix: 'Lead the alias to one that admits the planned context, or plan shorter sessions.',
  severity: 'error',
  check(router) {
    const steps = fallbackSteps(router).flatMap((step) => {
      const [planned, offered] = [plannedOf(router, step.alias), windowOf(router, step.target)];
      const isJudged = TAKING_OVER.includes(step.prop) && step.target !== step.alias && planned > 0 && offered > 0;
      return isJudged ? [{ ...step, planned, offered }] : [];
    });
    if (steps.length === 0) return 'not-applicable';
    return violations(
      steps
        .filter(({ planned, offered }) => offered < planned)
        .map(({ prop, alias, target, planned, offered }) => ({
          prop: `${prop}.${alias}`,
          value: target,
          allowed: `an alias that admits at least ${planned} tokens`,
          message: `sessions of "${alias}" are planned with ${planned} tokens; "${target}" admits ${offered}, and the router refuses the rest`,
          repairs: [
            ...poolsBehind(router, target).map(({ name }) => repair(on('pool', name, atLeast('maxContextTokens', planned)))),
            `contextTokens of the role "${alias}": at most ${offered}`,
            `remove ${target} from ${prop}.${alias}`,
          ],
        })),
    );
  },
};

/** Requests that are too long, or refused for their content, are others. */
const TAKING_OVER: readonly string[] = ['fallbacks', 'overflow'];

/** The longest context that is planned behind an alias; 0 where nobody plans one. */
const plannedOf = ({ routes }: RouterView, name: string): number =>
  Math.max(0, ...routes.flatMap(({ alias, plannedContextTokens }) => (alias === name ? (plannedContextTokens ?? 0) : [])));
