/** Who takes over while a pool is full. LiteLLM has one list for pools that are full and pools that fail. */
import type { YamlValue } from '../../core/yaml';
import type { Fallbacks, LiteLLMRouterSpec } from './router-props';

/** Aliases that take over from each, those for a full pool first. */
export function failureFallbacks({ overflow, fallbacks }: Pick<LiteLLMRouterSpec, 'overflow' | 'fallbacks'>): Fallbacks {
  const aliases = [...new Set([...Object.keys(overflow), ...Object.keys(fallbacks)])];
  const of = (table: Fallbacks, alias: string) => (Object.hasOwn(table, alias) ? (table[alias] ?? []) : []);
  return Object.fromEntries(aliases.map((alias) => [alias, [...new Set([...of(overflow, alias), ...of(fallbacks, alias)])]]));
}

/** No retry of what a limit refused, so that it goes elsewhere at once. */
export function overflowRetries(overflow: Fallbacks): YamlValue | undefined {
  const aliases = Object.keys(overflow);
  return aliases.length === 0 ? undefined : Object.fromEntries(aliases.map((alias) => [alias, { RateLimitErrorRetries: 0 }]));
}
