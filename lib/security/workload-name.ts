/** The id of a construct, or its `name`, becomes the name of Kubernetes objects; this says so before the API server does. */
import type { SpecCode } from '../core/codes';
import type { UnplacedFinding } from '../core/finding';
import { isLabel, MAX_LABEL, physicalName } from '../core/names';

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
  /** The name was given apart from the id. @default false */
  readonly isGiven?: boolean;
}

export function workloadNameFindings(
  name: string,
  { becomes, example, max = MAX_LABEL, isGiven = false }: WorkloadNameRule,
): UnplacedFinding[] {
  if (isLabel(name, max)) return [];
  return [
    {
      code: 'AF-SPEC-006' satisfies SpecCode,
      severity: 'error',
      prop: isGiven ? 'name' : 'id',
      value: name,
      allowed: `lower-case letters, digits and dashes, beginning with a letter, at most ${max}`,
      message: `the ${isGiven ? 'name' : 'id'} "${name}" becomes ${becomes}, and Kubernetes does not accept that name`,
      repairs: isGiven ? [`name: '${physicalName([name], max)}'`] : [example],
    },
  ];
}
