/** AF-CAP-014: an error when not even every stage at its best is soon enough, a warning when only that is. */
import type { Rule } from '../../../core/rule';
import { inMs } from '../classes';
import { type AwaitedWorkflow, limitMs } from '../workflow-latency';

export const workflowInTime: Rule<AwaitedWorkflow> = {
  id: 'workflow-in-time',
  code: 'AF-CAP-014',
  title: 'The stages of a workflow together take longer than users accept.',
  why: 'Each stage waits for the one before it, so the answer of the last one comes too late.',
  fix: 'Run stages in parallel, shorten their answers, or serve the workflow in the background.',
  severity: ['error', 'warning'],
  check(workflow) {
    const { latency, target, budgetMs, prop } = workflow;
    const limit = limitMs(workflow);
    if (limit === null || latency.missing.length > 0) return 'not-applicable';
    if (latency.totalMs <= limit) return 'compliant';
    const stages = Object.entries(latency.stageMs).map(([role, ms]) => `${role} ${ms.toFixed(0)}`);
    const sum = inMs({ likely: latency.totalMs, range: latency.rangeMs });
    const owner = budgetMs === undefined ? `a ${target} answer has` : 'the budget is';
    return [
      {
        severity: latency.rangeMs[0] > limit ? 'error' : 'warning',
        prop,
        value: Math.round(latency.totalMs),
        allowed: `≤ ${limit} ms`,
        message: `the stages take about ${sum} together (${stages.join(' + ')}, hops ${latency.hopsMs.toFixed(0)}); ${owner} ${limit} ms`,
        repairs: [
          "latency: 'background', with a queue instead of a waiting user",
          'fewer stages in a row',
          'stages side by side',
          'shorter outputs',
        ],
      },
    ];
  },
};
