/** Every rule that packs know, with what it applies to and where the reason is written. docs/rules.md is made from it. */
import { ALL_RULES } from '../all-rules';
import { type Policy, policyOf } from '../policy';
import { AGENTS } from './agents';
import { CAPACITY } from './capacity';
import { COST } from './cost';
import { ENGINE } from './engine';
import { LATENCY } from './latency';
import type { LibraryRow } from './library-row';
import { OBSERVABILITY } from './observability';
import { ROUTER } from './router';
import { SCALING } from './scaling';
import { SECURITY } from './security';

const RULES = new Map(ALL_RULES.map((rule) => [rule.id, rule]));

const ROWS: readonly LibraryRow[] = [
  ...CAPACITY,
  ...LATENCY,
  ...ENGINE,
  ...ROUTER,
  ...AGENTS,
  ...SCALING,
  ...OBSERVABILITY,
  ...COST,
  ...SECURITY,
];

const POLICIES: ReadonlyMap<string, Policy> = new Map(ROWS.map(([id, appliesTo, source]) => [id, policyOf(ruleOf(id), appliesTo, source)]));

function ruleOf(id: string) {
  const rule = RULES.get(id);
  if (rule === undefined) throw new Error(`no room has a rule ${id}`);
  return rule;
}

/** Rules that packs know, in the order of their areas. */
export const LIBRARY: readonly Policy[] = [...POLICIES.values()];

/** The rules of these ids, e.g. `two-instances`. */
export function policies(...ids: readonly string[]): Policy[] {
  return ids.map((id) => {
    const policy = POLICIES.get(id);
    if (policy === undefined) throw new Error(`packs know no rule ${id}`);
    return policy;
  });
}
