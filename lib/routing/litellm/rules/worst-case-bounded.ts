/** AF-RTE-023: retries multiply over the layers, and a request that nobody waits for any more still holds a slot. */
import { atMost } from '../../../core/change';
import { repair } from '../../../core/finding';
import { formatInteger } from '../../../core/format';
import { type Rule, type Violation, violations } from '../../../core/rule';
import { requestPassOf } from '../request-pass-of';
import { aliasesOf, type RouterView } from '../router-view';

/**
 * Three attempts (two retries: a loaded pool should see no more) at the pool and at two that take over. Beyond nine, one
 * slow request of one user is more load than ten users.
 */
export const MOST_ATTEMPTS = 9;
/** An hour: the time to live of LiteLLM's session affinity and of its counters of iterations and budget by session; what comes later is another session. */
export const LONGEST_WAIT_SECONDS = 3_600;

export const worstCaseBounded: Rule<RouterView> = {
  id: 'worst-case-bounded',
  code: 'AF-RTE-023',
  title: 'One request of an agent may become very many attempts, or keep it waiting for very long.',
  why: 'Attempts add load where load is the reason for the failure, and an agent that has hung up still holds its slot.',
  fix: 'Fewer retries or fallbacks, or shorter timeouts.',
  severity: 'warning',
  check(router) {
    const passes = aliasesOf(router).flatMap((alias) => requestPassOf(router, alias) ?? []);
    if (passes.length === 0) return 'not-applicable';
    return violations(passes.flatMap((pass) => [...tooMany(router, pass), ...tooLong(router, pass)]));
  },
};

type Pass = NonNullable<ReturnType<typeof requestPassOf>>;

function tooMany({ spec }: RouterView, { alias, attempts, fallbacks }: Pass): Violation[] {
  if (attempts <= MOST_ATTEMPTS) return [];
  const each = Math.max(0, Math.floor(MOST_ATTEMPTS / (fallbacks.length + 1)) - 1);
  return [
    {
      prop: 'retries',
      value: spec.retries,
      allowed: `at most ${MOST_ATTEMPTS} attempts for one request`,
      message: `one request of "${alias}" may become ${attempts} attempts: ${spec.retries + 1} at each of ${fallbacks.length + 1} ${fallbacks.length === 0 ? 'alias' : 'aliases'}`,
      repairs: [repair(atMost('retries', each)), ...(fallbacks.length === 0 ? [] : ['fewer fallbacks'])],
    },
  ];
}

/** What rests on an answer of unknown length is no finding: the plan shows it as assumed. */
function tooLong({ spec }: RouterView, { alias, waitSeconds, assumes = [], attempts }: Pass): Violation[] {
  if (waitSeconds <= LONGEST_WAIT_SECONDS || assumes.includes('length of answers')) return [];
  return [
    {
      prop: 'requestTimeoutSeconds',
      value: spec.requestTimeoutSeconds,
      allowed: `at most ${formatInteger(LONGEST_WAIT_SECONDS)} s over all attempts`,
      message: `an agent may wait ${formatInteger(waitSeconds)} s for one request of "${alias}", over ${attempts} attempts`,
      repairs: ['fewer retries', 'shorter answers: longestAnswerTokens', 'timeoutSeconds on the route'],
    },
  ];
}
