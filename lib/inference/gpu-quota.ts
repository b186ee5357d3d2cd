/** GPUs that all pools of a cluster ask for, against what its nodes have. Reported once, at the first pool that competes for them. */
import { evaluateRules } from '../core/evaluate-rules';
import { type Finding, place } from '../core/finding';
import { competitions } from './competition';
import type { GpuTenant } from './gpu-tenant';
import { COMPETITION_RULES } from './rules';

export function quotaFindings(pools: readonly GpuTenant[]): Finding[] {
  return competitions(pools).flatMap((competition) =>
    evaluateRules(COMPETITION_RULES, competition).map((finding) => place(competition.first.path, finding)),
  );
}
