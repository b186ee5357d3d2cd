/** Guardrails as LiteLLM's config.yaml. Keys: litellm 1.106.2, types/guardrails.py and proxy/guardrails/guardrail_hooks. */
import { shortHash } from '../../core/names';
import type { SecretRef } from '../../core/secret-ref';
import type { YamlValue } from '../../core/yaml';
import type { Guardrail } from '../guardrails/guardrail';
import type { CheckedGuardrail, GuardedSide } from '../guardrails/guardrail-props';

/** Guardrails by name. */
export type Guardrails = Readonly<Record<string, Guardrail>>;

const MODES: Readonly<Record<GuardedSide, readonly string[]>> = {
  input: ['pre_call'],
  output: ['post_call'],
  both: ['pre_call', 'post_call'],
};

/** Undefined where there is none. */
export function guardrailList(guardrails: Guardrails): YamlValue | undefined {
  const entries = Object.entries(guardrails);
  if (entries.length === 0) return undefined;
  // On for every request: a client names none.
  return entries.map(([name, { spec }]) => ({ guardrail_name: name, litellm_params: { ...paramsOf(name, spec), default_on: true } }));
}

/** Variables of the pod with the keys of guardrails. */
export function guardrailSecrets(guardrails: Guardrails): Record<string, SecretRef> {
  return Object.fromEntries(
    Object.entries(guardrails).flatMap(([name, { spec }]) =>
      spec.kind === 'own' && spec.service.key !== undefined ? [[keyVariable(name), spec.service.key] as const] : [],
    ),
  );
}

const keyVariable = (name: string): string => `GUARDRAIL_KEY_${shortHash(name).toUpperCase()}`;

function paramsOf(name: string, spec: CheckedGuardrail): Record<string, YamlValue | undefined> {
  switch (spec.kind) {
    case 'content-filter':
      return {
        guardrail: 'litellm_content_filter',
        mode: [...MODES[spec.on]],
        patterns: [...spec.mask.map(pattern('MASK')), ...spec.block.map(pattern('BLOCK'))],
        blocked_words: spec.blockedWords.length === 0 ? undefined : spec.blockedWords.map((keyword) => ({ keyword, action: 'BLOCK' })),
      };
    case 'tool-scope':
      return {
        guardrail: 'tool_permission',
        mode: ['pre_call', 'post_call'],
        // Each is a regular expression that matches the whole name.
        rules: spec.allow.map((tool) => ({ id: `allow-${tool}`, tool_name: tool.replaceAll('.', '[.]'), decision: 'allow' })),
        default_action: 'deny',
        on_disallowed_action: 'block',
      };
    default:
      return {
        guardrail: 'generic_guardrail_api',
        mode: [...MODES[spec.on]],
        api_base: spec.service.url,
        api_key: spec.service.key === undefined ? undefined : `os.environ/${keyVariable(name)}`,
        unreachable_fallback: spec.unanswered === 'passed' ? 'fail_open' : 'fail_closed',
      };
  }
}

const pattern =
  (action: 'MASK' | 'BLOCK') =>
  (name: string): YamlValue => ({ pattern_type: 'prebuilt', pattern_name: name, action });
