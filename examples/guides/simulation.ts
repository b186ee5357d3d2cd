import { readFileSync } from 'node:fs';
import { Flow } from 'cdktf-agent-fleet';
import { simulatePlan } from 'cdktf-agent-fleet/simulation';

/** What users of the fleet would feel, or what the plan does not say. */
export function atWork(file: string): readonly string[] {
  const plan: unknown = JSON.parse(readFileSync(file, 'utf8'));
  const result = simulatePlan(plan, {
    hours: 1,
    load: 'bursts',
    seed: 7,
    // Where roles have no `request`, and where the topology loops or routes.
    requests: { coder: { inputTokens: 6_000, cachedTokens: 4_000, outputTokens: 300 } },
    flows: { agents: Flow.sequence(Flow.role('planner'), Flow.loop(Flow.role('coder'), 3), Flow.role('reviewer')) },
  });
  return result.verdict === 'simulated' ? result.findings : result.missing;
}
