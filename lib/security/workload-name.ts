/** The id of a construct, or its `name`, becomes the name of Kubernetes objects; this says so before the API server does. */
import { evaluateRules } from '../core/evaluate-rules';
import type { UnplacedFinding } from '../core/finding';
import type { WorkloadNameRule } from './named-workload';
import { WORKLOAD_NAME_RULES } from './rules';

export const workloadNameFindings = (name: string, rule: WorkloadNameRule): UnplacedFinding[] =>
  evaluateRules(WORKLOAD_NAME_RULES, { ...rule, name });
