/** AF-SPEC-016: what one request of a role holds fits into the context that is planned for it. */
import { atLeast, set } from '../../core/change';
import { repair } from '../../core/finding';
import { formatInteger } from '../../core/format';
import { type Rule, violations } from '../../core/rule';
import type { FleetRole } from '../fleet-view';
import type { RoleProps } from '../role-props';

export const requestWithinContext: Rule<FleetRole> = {
  id: 'request-within-context',
  code: 'AF-SPEC-016',
  title: 'A request of a role is larger than a session of it.',
  why: 'Rates, prices and latencies would be computed for requests that no session holds.',
  fix: 'Shorten the request, or plan more contextTokens for the role.',
  severity: 'error',
  check({ role: { name, props, contextTokens } }) {
    if (props.request === undefined && props.sharedPrefixTokens === undefined) return 'not-applicable';
    const broken = limitsOf(props, contextTokens).filter(({ tokens, most }) => tokens > most);
    return violations(
      broken.map(({ prop, tokens, most, of }) => ({
        prop: `roles.${name}.${prop}`,
        value: tokens,
        allowed: `at most ${formatInteger(most)}, ${of}`,
        message: `${formatInteger(tokens)} tokens of roles.${name}.${prop} do not fit into a session of '${name}', which holds ${formatInteger(contextTokens)}`,
        repairs: [
          repair(set(`roles.${name}.${prop}`, most)),
          repair(atLeast(`roles.${name}.contextTokens`, contextTokens + tokens - most)),
        ],
      })),
    );
  },
};

interface Limit {
  readonly prop: string;
  readonly tokens: number;
  /** Most that is accepted. */
  readonly most: number;
  /** What the limit is. */
  readonly of: string;
}

function limitsOf({ request, sharedPrefixTokens = 0 }: RoleProps, context: number): Limit[] {
  const prefix: Limit = { prop: 'sharedPrefixTokens', tokens: sharedPrefixTokens, most: context, of: 'the planned context' };
  if (request === undefined) return [prefix];
  const { outputTokens, inputTokens, cachedTokens = 0 } = request;
  // A request has at least one token of prompt, and the last one of a prompt is always computed.
  const prompt = inputTokens ?? context - outputTokens;
  return [
    prefix,
    {
      prop: 'request.outputTokens',
      tokens: outputTokens,
      most: context - 1,
      of: 'the planned context less a prompt of one token',
    },
    {
      prop: 'request.inputTokens',
      tokens: inputTokens ?? 0,
      most: context - 1,
      of: 'the planned context less an answer of one token',
    },
    { prop: 'request.cachedTokens', tokens: cachedTokens, most: Math.max(0, prompt - 1), of: 'the prompt less its last token' },
  ];
}
