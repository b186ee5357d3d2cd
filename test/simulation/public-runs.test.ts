/**
 * Qwen3-32B on two H100, tensor parallel 2: medians of first tokens that the token-aware autoscaling guide of llm-d prints (September 2026,
 * llm-d.ai/docs/dev/operations/autoscaling/token-aware). They are simulated at a low rate, where requests seldom wait: the time of a prompt, not a queue.
 */
import type { FleetPlan } from '../../lib/plan/schema';
import { simulatePlan } from '../../lib/simulation';
import { planOf } from './simulated-app';

const TOLERANCE = 0.25;
/** Little enough that requests seldom meet. */
const WORKFLOWS_PER_HOUR = 360;

const plan = planOf();

/** One role that asks one replica, with the limits of the published run where it says them. */
function runOf(inputTokens: number, outputTokens: number): FleetPlan {
  const [pool] = plan.pools as [FleetPlan['pools'][number]];
  const [fleet] = plan.fleets as [FleetPlan['fleets'][number]];
  const [role] = fleet.roles as [FleetPlan['fleets'][number]['roles'][number]];
  return {
    ...plan,
    pools: [
      {
        ...pool,
        model: { ...pool.model, id: 'qwen3-32b' },
        gpusPerReplica: 2,
        parallelism: { ...pool.parallelism, tensor: 2 },
        limits: { ...pool.limits, maxContextTokens: 16_384, maxNumSeqs: 256, maxNumBatchedTokens: 8_192 },
        memory: { ...pool.memory, kvTokensPerReplica: 300_000 },
        replicas: { min: 1, max: 1 },
      },
    ],
    fleets: [
      {
        ...fleet,
        handovers: [],
        topology: { kind: 'flat', description: 'one' },
        roles: [{ ...role, sessions: 25, estimate: null, request: { inputTokens, cachedTokens: 0, outputTokens } }],
      },
    ],
  };
}

test.each([
  [2_048, 2_048, 0.2],
  [256, 4_096, 0.09],
  [8_192, 256, 0.62],
])('%i tokens in and %i out: the first token after %f s in the median', (inputTokens, outputTokens, measured) => {
  const result = simulatePlan(runOf(inputTokens, outputTokens), { workflowsPerHour: WORKFLOWS_PER_HOUR });
  if (result.verdict !== 'simulated') throw new Error(result.missing.join('; '));
  const seconds = (result.roles[0]?.ttftMs?.p50 ?? 0) / 1e3;
  expect(Math.abs(seconds / measured - 1)).toBeLessThan(TOLERANCE);
});
