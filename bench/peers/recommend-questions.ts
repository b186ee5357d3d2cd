/**
 * Questions that this planner, AIConfigurator's `recommend` and llm-d-planner can all answer: one model on H100 SXM, a rate of requests, their lengths, and how late the first and each further token may be. How many GPUs?
 * One JSON object a line, with the answer of this library; `ask-recommend.py` puts them to the others.
 */
import { Gpu } from '../../lib/catalog/gpu';
import { Model } from '../../lib/catalog/model';
import { type FleetToPlanProps, planFleet } from '../../lib/planner';

export interface RecommendQuestion {
  readonly id: string;
  /** As each tool calls it; the dimensions are the same. */
  readonly model: { readonly ours: Model; readonly aiconfigurator: string; readonly llmd: string };
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly requestsPerSecond: number;
}

export const TARGETS = { firstTokenMs: 500, tokenMs: 50 } as const;

const SMALL = {
  ours: Model.LLAMA_3_1_8B_INSTRUCT,
  aiconfigurator: 'meta-llama/Meta-Llama-3.1-8B',
  llmd: 'meta-llama/llama-3.1-8b-instruct',
};
const LARGE = {
  ours: Model.LLAMA_3_3_70B_INSTRUCT,
  aiconfigurator: 'meta-llama/Meta-Llama-3.1-70B',
  llmd: 'meta-llama/llama-3.3-70b-instruct',
};

type Row = readonly [model: RecommendQuestion['model'], inputTokens: number, outputTokens: number, requestsPerSecond: number];

// Lengths and models are those of the benchmarks that llm-d-planner carries.
const ROWS: readonly Row[] = [
  [SMALL, 512, 256, 5],
  [SMALL, 512, 256, 20],
  [SMALL, 512, 256, 50],
  [SMALL, 4_096, 512, 2],
  [SMALL, 4_096, 512, 10],
  [LARGE, 512, 256, 5],
  [LARGE, 512, 256, 20],
];

export const RECOMMEND_QUESTIONS: readonly RecommendQuestion[] = ROWS.map(([model, inputTokens, outputTokens, requestsPerSecond]) => ({
  id: `${model.ours.id}, ${inputTokens} + ${outputTokens} tokens, ${requestsPerSecond}/s`,
  model,
  inputTokens,
  outputTokens,
  requestsPerSecond,
}));

/** As many sessions as requests are under way when each takes as long as it may. */
function asked({ model, inputTokens, outputTokens, requestsPerSecond }: RecommendQuestion): FleetToPlanProps {
  const seconds = (TARGETS.firstTokenMs + outputTokens * TARGETS.tokenMs) / 1e3;
  const role = {
    sessions: Math.ceil(requestsPerSecond * seconds),
    contextTokens: inputTokens + outputTokens,
    models: [{ model: model.ours, quantizations: ['checkpoint' as const] }],
    latency: 'chat' as const,
    request: { outputTokens, perMinute: 60 / seconds },
  };
  return { roles: { chat: role }, inventory: { h100: { gpu: Gpu.H100_SXM } } };
}

export interface GpuAnswer {
  readonly gpus: number;
  readonly replicas: number;
  readonly gpusPerReplica: number;
}

export function ourAnswer(question: RecommendQuestion): GpuAnswer {
  const [pool] = planFleet(asked(question)).pools;
  if (pool === undefined) throw new Error(`${question.id} has no pool`);
  const { replicas, gpusPerReplica } = pool;
  return { gpus: replicas * gpusPerReplica, replicas, gpusPerReplica };
}

if (require.main === module) {
  for (const { model, ...question } of RECOMMEND_QUESTIONS) {
    const line = { ...question, aiconfigurator: model.aiconfigurator, llmd: model.llmd, ...TARGETS };
    process.stdout.write(`${JSON.stringify(line)}\n`);
  }
}
