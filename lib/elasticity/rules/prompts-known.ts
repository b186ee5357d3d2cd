/** AF-ELA-024: a backlog of tokens needs the tokens of a request, and the time that they take. */
import type { Rule } from '../../core/rule';
import type { ScalingView } from '../scaling-view';
import { promptBacklog } from '../signals/tokens';

export const promptsKnown: Rule<ScalingView> = {
  id: 'prompts-known',
  code: 'AF-ELA-024',
  title: 'A pool scales on the tokens that wait, and the plan does not know how many a request has, or how fast they are computed.',
  why: 'There is no number of requests at which a replica is missing.',
  fix: 'Say how often the roles on the pool ask, or give promptTokens and prefillTokensPerSecond.',
  severity: 'error',
  check({ signals, spec, target }) {
    if (!signals.includes('tokens')) return 'not-applicable';
    if (promptBacklog(target, spec) !== null) return 'compliant';
    const isPromptKnown = (spec.promptTokens ?? target.load?.promptTokens ?? null) !== null;
    const prop = isPromptKnown ? 'prefillTokensPerSecond' : 'promptTokens';
    return [
      {
        prop: `scaling.${prop}`,
        value: 'unknown',
        allowed: isPromptKnown ? 'tokens in a second, where the plan cannot estimate them' : 'tokens, where no role says how often it asks',
        message: isPromptKnown
          ? `it is not known how many tokens of prompts a replica of ${target.name} computes in a second`
          : `no role on ${target.name} says how often it asks, so the tokens of a waiting request are not known`,
        repairs: isPromptKnown
          ? ['scaling.prefillTokensPerSecond: the rate that you measured', 'Scaling.queueDepth']
          : ['request: { inputTokens, outputTokens, perMinute } of the roles', 'scaling.promptTokens: the mean that you measured'],
      },
    ];
  },
};
