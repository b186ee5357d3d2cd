import { Flow } from '../../lib/capacity/demand/flow';
import { CARD_RULES, CLASS_RULES, SHARING_RULES } from '../../lib/capacity/fit/between-roles';
import type { RoleLatency } from '../../lib/capacity/latency/role-latency';
import { ROLE_LATENCY_RULES, WORKFLOW_RULES } from '../../lib/capacity/latency/rules';
import { type AwaitedWorkflow, workflowLatency } from '../../lib/capacity/latency/workflow-latency';
import { Gpu } from '../../lib/catalog/gpu';
import { FP8, pool, replica, sessions } from '../capacity/support';
import { describeRules } from './cases';

const LOAD = { concurrency: 4, inputTokens: 1_000, outputTokens: 200 };
const role = (change: Partial<RoleLatency> = {}): RoleLatency => ({
  role: 'writer',
  target: 'chat',
  replica: replica({ ...FP8, gpu: Gpu.H100_SXM }),
  concurrency: 2,
  contextTokens: 4_000,
  request: { inputTokens: 200, cachedTokens: 0, outputTokens: 100 },
  ...change,
});
const slow = { replica: replica({ ...FP8, gpu: Gpu.L4, quantization: 'fp8' }), concurrency: 64 };
const spoken = (outputTokens: number, tpotMs: number) =>
  role({ target: 'voice', request: { inputTokens: 200, cachedTokens: 0, outputTokens }, measured: { ttftMs: 20, tpotMs } });

describeRules('rules of the latency class of a role', ROLE_LATENCY_RULES, {
  'voice-answers-in-time': {
    violated: [spoken(100, 10), role({ target: 'voice', request: undefined })],
    compliant: spoken(10, 5),
    notApplicable: role(),
  },
  'chat-starts-in-time': {
    violated: [
      role({ ...slow, contextTokens: 32_000, request: { inputTokens: 31_000, cachedTokens: 0, outputTokens: 100 } }),
      role({ measured: undefined, replica: replica({ gpu: Gpu.fromReported({ name: 'a card', memoryGiB: 79 }) }) }),
    ],
    compliant: role({ measured: { ttftMs: 100, tpotMs: 10 } }),
    notApplicable: role({ target: 'background' }),
  },
  'tokens-come-in-time': {
    violated: [role({ latencyTargets: { tpotMs: 3 } }), role({ latencyTargets: { tpotMs: 5 } })],
    compliant: role({ latencyTargets: { tpotMs: 60 } }),
    notApplicable: role({ latencyTargets: { ttftMs: 2_000 } }),
  },
  'target-possible': {
    violated: [role({ latencyTargets: { tpotMs: 1 } })],
    compliant: role({ latencyTargets: { tpotMs: 60 } }),
    notApplicable: role(),
  },
});

const stage = { replica: replica({ ...FP8, gpu: Gpu.H100_SXM }), load: LOAD };
const latency = workflowLatency(Flow.sequence(Flow.role('a'), Flow.role('b')), { a: stage, b: stage });
const waiting = (change: Partial<AwaitedWorkflow> = {}): AwaitedWorkflow => ({
  target: 'chat',
  latency,
  budgetMs: 600_000,
  prop: 'workflowLatency',
  ...change,
});
const unknown = { ...latency, missing: ['b'] };

describeRules('rules of a workflow with a waiting user', WORKFLOW_RULES, {
  'workflow-known': {
    violated: [waiting({ latency: unknown })],
    compliant: waiting(),
    notApplicable: waiting({ target: 'background', budgetMs: undefined, latency: unknown }),
  },
  'workflow-in-time': {
    violated: [waiting({ budgetMs: latency.rangeMs[0] - 1 }), waiting({ budgetMs: (latency.rangeMs[0] + latency.totalMs) / 2 })],
    compliant: waiting(),
    notApplicable: waiting({ latency: unknown }),
  },
});

const quiet = () => pool({ replica: replica(FP8), demands: [sessions(5, 4_096)] });
const busy = () => pool({ replica: replica(FP8), demands: [sessions(100, 8_192)] });

describeRules('rules between pools of one kind', SHARING_RULES, {
  'pools-apart': { violated: [[quiet(), quiet()]], compliant: [busy(), busy()], notApplicable: [quiet()] },
});

describeRules('rules between latency classes on one pool', CLASS_RULES, {
  'one-latency-class': {
    violated: [
      {
        pool: 'p',
        roles: [
          { role: 'a', latency: 'chat' },
          { role: 'b', latency: 'background' },
        ],
      },
    ],
    compliant: { pool: 'p', roles: [{ role: 'a', latency: 'chat' }] },
    notApplicable: { pool: 'p', roles: [] },
  },
});

const priced = (gpu: Gpu, usd: Readonly<Record<string, number>>) =>
  pool({ replica: replica({ ...FP8, gpu }), pricePerGpuHour: usd[gpu.id] ?? null, prices: ({ id }) => usd[id] ?? null });
const usd = { [Gpu.H100_SXM.id]: 4, [Gpu.L40S.id]: 0.2 };

describeRules('rules of the card for a latency class', CARD_RULES, {
  'card-suits-class': {
    violated: [{ pool: priced(Gpu.H100_SXM, usd), target: 'background', load: LOAD }],
    compliant: { pool: priced(Gpu.L40S, usd), target: 'background', load: LOAD },
    notApplicable: { pool: priced(Gpu.H100_SXM, {}), target: 'background', load: LOAD },
  },
});
