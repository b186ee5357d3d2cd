import type { UnplacedFinding } from '../core/finding';
import { formatInteger } from '../core/format';
import type { RoleProps } from './role-props';

interface Limit {
  readonly prop: string;
  readonly tokens: number | undefined;
  /** Most that is accepted. */
  readonly most: number;
  /** What the limit is. */
  readonly of: string;
}

/** What one request of a role holds must fit into the context that is planned for it. */
export function requestFindings(name: string, role: RoleProps, context: number): UnplacedFinding[] {
  return limitsOf(role, context)
    .filter(({ tokens, most }) => tokens !== undefined && tokens > most)
    .map(({ prop, tokens, most, of }) => ({
      code: 'AF-SPEC-001',
      severity: 'error',
      prop: `roles.${name}.${prop}`,
      value: tokens,
      allowed: `at most ${formatInteger(most)}, ${of}`,
      message: `${formatInteger(tokens ?? 0)} tokens of roles.${name}.${prop} do not fit into a session of '${name}', which holds ${formatInteger(context)}`,
      repairs: [`${prop.split('.').at(-1)}: ${most}`, `contextTokens of at least ${formatInteger(context + (tokens ?? 0) - most)}`],
    }));
}

function limitsOf(role: RoleProps, context: number): Limit[] {
  const { request } = role;
  const output = request?.outputTokens ?? 0;
  const prefix: Limit = { prop: 'sharedPrefixTokens', tokens: role.sharedPrefixTokens, most: context, of: 'the planned context' };
  if (request === undefined) return [prefix];
  // A request has at least one token of prompt, and the last one of a prompt is always computed.
  const input = request.inputTokens ?? context - output;
  return [
    prefix,
    { prop: 'request.outputTokens', tokens: output, most: context - 1, of: 'the planned context less a prompt of one token' },
    { prop: 'request.inputTokens', tokens: request.inputTokens, most: context - 1, of: 'the planned context less an answer of one token' },
    { prop: 'request.cachedTokens', tokens: request.cachedTokens, most: Math.max(0, input - 1), of: 'the prompt less its last token' },
  ];
}
