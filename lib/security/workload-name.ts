/** The id of a construct becomes the name of Kubernetes objects; this says so before the API server does. */
import type { SpecCode } from '../core/codes';
import type { UnplacedFinding } from '../core/finding';
import { isLabel, MAX_LABEL } from '../core/names';

export interface WorkloadNameRule {
  /** What the id names, e.g. `a Deployment and a Service`. */
  readonly becomes: string;
  /** How a valid one is written. */
  readonly example: string;
  /**
   * Longest name.
   * @default 63
   */
  readonly max?: number;
}

export function workloadNameFindings(name: string, { becomes, example, max = MAX_LABEL }: WorkloadNameRule): UnplacedFinding[] {
  if (isLabel(name, max)) return [];
  return [
    {
      code: 'AF-SPEC-006' satisfies SpecCode,
      severity: 'error',
      prop: 'id',
      value: name,
      allowed: `lower-case letters, digits and dashes, beginning with a letter, at most ${max}`,
      message: `the id "${name}" becomes ${becomes}, and Kubernetes does not accept that name`,
      repairs: [example],
    },
  ];
}
