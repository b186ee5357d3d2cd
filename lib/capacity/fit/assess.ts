/** Runs every capacity rule over one pool. */
import { type RuleResult, resultsOf } from '../../core/evaluate-rules';
import type { UnplacedFinding } from '../../core/finding';
import type { Assessment } from './assessment';
import { POOL_RULES } from './rules';

/** One finding with the rule that made it. */
export interface RuledFinding {
  readonly rule: RuleResult<Assessment>['rule'];
  readonly finding: UnplacedFinding;
}

export function findingsOf(assessment: Assessment): RuledFinding[] {
  const missing = assessment.floor.supply.missing.length > 0 ? (['memory'] as const) : [];
  const { environment = 'production' } = assessment.input;
  return resultsOf(POOL_RULES, assessment, { environment, missing }).flatMap(({ rule, findings }) =>
    findings.map((finding) => ({ rule, finding })),
  );
}
