/** AF-CAP-040: without an estimate for every stage it is not known whether a workflow is soon enough. */
import type { Rule } from '../../../core/rule';
import { type AwaitedWorkflow, limitMs } from '../workflow-latency';

export const workflowKnown: Rule<AwaitedWorkflow> = {
  id: 'workflow-known',
  code: 'AF-CAP-040',
  title: 'Users wait for a workflow, and the latency of one of its roles is not known.',
  why: 'The time of the workflow is the sum of its stages, and one of them is missing.',
  fix: 'Give the role its request, or your own measured latency.',
  severity: 'warning',
  uncertain: true,
  check(workflow) {
    const { latency, prop, declare } = workflow;
    if (limitMs(workflow) === null) return 'not-applicable';
    const { missing } = latency;
    if (missing.length === 0) return 'compliant';
    return [
      {
        prop,
        value: missing,
        message: `cannot say how long the workflow takes: the latency is not known of ${missing.join(', ')}`,
        repairs: declare === undefined ? ['give your own measured latency'] : missing.map(declare),
      },
    ];
  },
};
