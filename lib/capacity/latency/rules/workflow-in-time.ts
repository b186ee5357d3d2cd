/** AF-CAP-014: an error when not even every stage at its best is soon enough, uncertain when not every stage at its worst is. */
import { type Rule, violations } from '../../../core/rule';
import { late } from '../classes';
import { inMs } from '../judged-time';
import { type AwaitedWorkflow, limitMs } from '../workflow-latency';

export const workflowInTime: Rule<AwaitedWorkflow> = {
  id: 'workflow-in-time',
  code: 'AF-CAP-014',
  title: 'The stages of a workflow together take longer than users accept, or the slow end of their range does.',
  why: 'Each stage waits for the one before it, so the answer of the last one comes too late.',
  fix: 'Run stages in parallel, shorten their answers, serve the workflow in the background, or measure and say so.',
  severity: ['error', 'warning'],
  check(workflow) {
    const { latency, target, budgetMs, before, prop } = workflow;
    const limit = limitMs(workflow);
    if (limit === null || latency.missing.length > 0) return 'not-applicable';
    const total = { likely: latency.totalMs, range: latency.rangeMs };
    const stages = Object.entries(latency.stageMs).map(([role, ms]) => `${role} ${ms.toFixed(0)}`);
    const owner = budgetMs === undefined ? `a ${target} answer has` : 'the budget is';
    const what = before === undefined ? 'the stages take' : `the stages before '${before}', for which users wait, take`;
    const message = `${what} about ${inMs(total)} together (${stages.join(' + ')}, hops ${latency.hopsMs.toFixed(0)}); ${owner} ${limit} ms`;
    const repairs = [
      "latency: 'background', with a queue instead of a waiting user",
      'fewer stages in a row',
      'stages side by side',
      'shorter outputs',
      'your own measured latency',
      ...(before === undefined ? [] : ['workflowLatency: { budgetMs }, the time that your users accept']),
    ];
    return violations(late(total, { ms: limit, refusedAt: 'fast' }, message).map((violation) => ({ ...violation, prop, repairs })));
  },
};
