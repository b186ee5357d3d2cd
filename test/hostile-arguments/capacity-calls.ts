import * as capacity from 'cdktf-agent-fleet/capacity';
import type { Call } from './ask';

const { Engine, Gpu, Model, Topology } = capacity;

const replica = () => ({
  model: Model.LLAMA_3_1_8B_INSTRUCT,
  gpu: Gpu.L40S,
  engine: Engine.vllm(),
  tensorParallel: 1,
  quantization: 'checkpoint',
  kvCacheDtype: 'auto',
  gpuMemoryUtilization: 0.9,
  maxContextTokens: 4_096,
});
const demand = () => ({ fleet: 'f', role: 'r', sessions: 2, contextTokens: 1_000, formula: '2' });
const poolInput = () => ({ name: 'p', replica: replica(), replicas: 1, maxReplicas: 1, demands: [demand()], pricePerGpuHour: null });
const plan = () => ({
  fleet: 'f',
  topology: Topology.flat({ agents: ['writer'] }),
  concurrentWorkflows: 2,
  roles: { writer: { contextTokens: 1_000 } },
});

const growth = () => ({ baseTokens: 1_000, turns: 5, tokensPerTurn: 200, toolCalls: 2, tokensPerToolCall: 100 });
const strategy = () => ({ kind: 'summarize', everyTokens: 500, summaryTokens: 50 });

const load = () => ({ concurrency: 4, inputTokens: 1_000, outputTokens: 200, cachedTokens: 100 });
const lengths = () => ({ inputTokens: 1_000, outputTokens: 200 });
const targets = () => ({ ttftMs: 2_000, tpotMs: 60, e2eMs: 30_000 });
const rate = () => ({ requestsPerSecond: 1, inputTokens: 1_000, cachedInputTokens: 100, outputTokens: 200 });
const measured = () => ({ ttftMs: 100, tpotMs: 10, tokensPerSecond: 400, atConcurrency: 4 });
const context = () => ({
  pool: { perGpuGiB: { kvCache: 10, kvCacheRange: [9, 11] }, maxNumSeqs: 64, maxNumBatchedTokens: 8_192, missing: [] },
});
const everyOption = () => ({
  ...replica(),
  rareKvCacheDtype: 'nvfp4',
  engineMemoryFraction: 0.8,
  maxNumSeqs: 16,
  maxNumBatchedTokens: 4_096,
  pipelineParallel: 2,
  dataParallel: 2,
  expertParallel: true,
  cpuOffloadGiB: 1,
  gpusPerNode: 8,
  sampler: 'native',
  drafter: { kind: 'sized', weightsGiB: 1, kvBytesPerToken: 1_000 },
  decodeContextParallel: 1,
  kvOffloadGiB: 1,
  kvOffload: { cpuGiB: 1, nvmeGiB: 1 },
  adapters: { rank: 16, count: 2 },
  redundantExperts: 1,
  prefixCaching: true,
  speculativeTokens: 2,
});
const everyPart = () => ({
  ...poolInput(),
  told: { version: true, sampler: true, prefixCaching: true, compileCache: 'warm', formatBand: [0, 1] },
  doubts: ['something'],
  demands: [{ ...demand(), conversationsPerDay: 10, offloadedSessions: 1, sharedPrefixTokens: 10, rate: rate() }],
  peakDemands: [demand()],
  pricePerGpuHour: 2,
  measured: measured(),
  prices: () => 2,
  alternatives: [Gpu.H100_PCIE],
  mostGpusPerReplica: 8,
  environment: 'production',
  gpusPerNodeOf: () => 8,
});
const service = () => ({
  fleet: 'f',
  role: 'r',
  conversationsPerDay: 1_000,
  turns: 5,
  tokensPerTurn: 500,
  burst: 3,
  contextTokens: 4_000,
  outputTokensPerTurn: 200,
  answerSeconds: 5,
  thinkSeconds: 20,
  kept: { seconds: 60 },
  keptIn: 'pool',
  sharedPrefixTokens: 100,
  curve: 'business-hours',
});
const served = () => [{ role: 'r', pool: 'p', latency: 'chat', floor: 0, takesTurns: false }];
const workflow = () => ({ totalMs: 900, rangeMs: [800, 1_000], hopsMs: 16, stageMs: { r: 884 }, missing: [] });

/** The rest of a model is that of an engine which has one. */
const model = () => ({ ...capacity.engineModelOf(replica() as never), id: 'mine', spelled: /^mine$/ });
const accounted = () => ({
  id: 'mine',
  name: 'Mine',
  spelled: /^mine$/,
  compared: 'not compared',
  unread: [],
  memoryShare: { input: 'gpuMemoryUtilization', setting: null, meaning: 'share of everything' },
  latency: capacity.UNCOMPARED_LATENCY,
  accounting: () => ({ budget: () => 40, kvCache: () => 20, bandGiB: () => 2 }),
});

export const CAPACITY: readonly Call[] = [
  { name: 'estimateLatency', args: () => [replica(), load(), measured(), context()], call: capacity.estimateLatency },
  { name: 'estimateReplica of every option', args: () => [everyOption()], call: capacity.estimateReplica },
  { name: 'judgePool of every part', args: () => [everyPart()], call: capacity.judgePool },
  {
    name: 'replicaThroughput',
    args: () => [replica(), { concurrency: 4, contextTokens: 1_000, cachedTokens: 100 }, context()],
    call: capacity.replicaThroughput,
  },
  { name: 'saturation', args: () => [replica(), lengths(), 0.1, context()], call: capacity.saturation },
  { name: 'concurrencyWithin', args: () => [replica(), 50, lengths(), measured(), context()], call: capacity.concurrencyWithin },
  { name: 'inFlight', args: () => [replica(), rate(), measured()], call: capacity.inFlight },
  {
    name: 'demandOfTokenRate',
    args: () => [
      { fleet: 'f', role: 'r', tokensPerSecond: 50, inputTokens: 1_000, cachedInputTokens: 0, outputTokens: 200, burst: 2 },
      replica(),
      2,
      measured(),
    ],
    call: capacity.demandOfTokenRate,
  },
  { name: 'planConversations', args: () => [service()], call: capacity.planConversations },
  {
    name: 'DayPlan.demandAt',
    args: () => [3],
    call: (hour) => capacity.planConversations(service() as never).demandAt(hour),
  },
  { name: 'overTheDay', args: () => [poolInput(), capacity.planConversations(service() as never)], deepest: 2, call: capacity.overTheDay },
  { name: 'requestsInFlight', args: () => [everyPart()], deepest: 2, call: capacity.requestsInFlight },
  { name: 'shareGpu', args: () => [[{ spec: replica(), demandGiB: 2 }]], call: capacity.shareGpu },
  { name: 'checkShares', args: () => [[{ spec: replica(), demandGiB: 2 }]], call: capacity.checkShares },
  { name: 'suggestSharing', args: () => [[poolInput(), poolInput()]], deepest: 3, call: capacity.suggestSharing },
  {
    name: 'workflowLatency',
    args: () => [Topology.flat({ agents: ['r'] }).root, { r: { replica: replica(), load: load(), measured: measured() } }, 16],
    call: capacity.workflowLatency,
  },
  { name: 'engineToSize', args: () => ['vllm', '0.30.0'], call: capacity.engineToSize },
  { name: 'engineModelIds', args: () => [], call: capacity.engineModelIds },
  { name: 'engineModelOf', args: () => [replica()], call: capacity.engineModelOf },
  { name: 'registerEngineModel', args: () => [model()], call: (given) => capacity.registerEngineModel(given)() },
  { name: 'modelByAccounting', args: () => [accounted()], call: capacity.modelByAccounting },
  { name: 'gpusOfReplica', args: () => [replica()], call: capacity.gpusOfReplica },
  { name: 'isSlice', args: () => [Gpu.L40S], call: capacity.isSlice },
  { name: 'hostMemory', args: () => [everyOption(), 32], call: capacity.hostMemory },
  {
    name: 'startupSeconds',
    args: () => [{ checkpointGiB: 15, engineSeconds: 60, leastSeconds: 600, bytesPerSecond: 1e8 }],
    call: capacity.startupSeconds,
  },
  { name: 'checkLatency', args: () => [replica(), 'chat', load(), measured(), targets()], call: capacity.checkLatency },
  {
    name: 'checkRoleLatency',
    args: () => [
      {
        ...{ role: 'r', target: 'chat', latencyTargets: targets(), replica: replica(), concurrency: 4, contextTokens: 2_000 },
        ...{ request: lengths(), measured: measured() },
      },
    ],
    call: capacity.checkRoleLatency,
  },
  { name: 'checkWorkflowLatency', args: () => ['chat', workflow(), 500], call: capacity.checkWorkflowLatency },
  { name: 'checkTier', args: () => [everyPart(), 'chat', load()], deepest: 2, call: capacity.checkTier },
  {
    name: 'checkClasses',
    args: () => [
      'p',
      [
        { role: 'a', latency: 'chat', latencyTargets: targets() },
        { role: 'b', latency: 'background' },
      ],
      'staging',
    ],
    call: capacity.checkClasses,
  },
  { name: 'checkAlwaysThere', args: () => ['crewai', served()], call: capacity.checkAlwaysThere },
  { name: 'checkConversation', args: () => ['autogen', 'r', 500, growth(), strategy()], call: capacity.checkConversation },
  {
    name: 'checkGrowth',
    args: () => [
      'r',
      growth(),
      1_500,
      { kind: 'long-pool', capTokens: 2_000, pool: 'long' },
      { longPools: { long: 8_000 }, pace: { poolTokens: 1e6, sessions: 10, turnsPerMinute: 2 } },
    ],
    call: capacity.checkGrowth,
  },
  {
    name: 'checkPercentiles',
    args: () => ['r', { p50Tokens: 100, p95Tokens: 3_000, maxTokens: 9_000 }, 2_000, strategy()],
    call: capacity.checkPercentiles,
  },
  { name: 'sizeReplica', args: () => [replica()], call: capacity.sizeReplica },
  { name: 'estimateReplica', args: () => [replica()], call: capacity.estimateReplica },
  { name: 'judgePool', args: () => [poolInput()], call: capacity.judgePool },
  { name: 'planDemand', args: () => [plan()], call: capacity.planDemand },
  { name: 'checkRoles', args: () => [plan()], call: capacity.checkRoles },
  { name: 'contextAfter', args: () => [growth()], call: capacity.contextAfter },
  { name: 'plannedContext', args: () => [growth(), strategy()], call: capacity.plannedContext },
  { name: 'callsForStrategy', args: () => [growth(), strategy()], call: capacity.callsForStrategy },
  { name: 'growthPerMinute', args: () => [growth(), 10, 2], call: capacity.growthPerMinute },
  { name: 'capOf', args: () => [{ p50Tokens: 100, p95Tokens: 1_000 }], call: capacity.capOf },
  {
    name: 'splitLongSessions',
    args: () => [demand(), { p50Tokens: 100, p95Tokens: 1_000, maxTokens: 8_000 }, 1_000, 0.05],
    call: capacity.splitLongSessions,
  },
  { name: 'minutesToFull', args: () => [1_000, 10], call: capacity.minutesToFull },
  { name: 'trafficOf', args: () => [{ conversationsPerDay: 10, turns: 2, tokensPerTurn: 100, burst: 3 }], call: capacity.trafficOf },
  { name: 'sessionsAtPeak', args: () => [2, 3], call: capacity.sessionsAtPeak },
  {
    name: 'tokensWithSharedPrefix',
    args: () => [{ sessions: 2, contextTokens: 1_000 }, 100, 2],
    call: capacity.tokensWithSharedPrefix,
  },
  {
    name: 'tokenBudget',
    args: () => [Topology.flat({ agents: ['a'] }), { a: { inputTokens: 10, outputTokens: 10 } }, 100, { a: 1 }],
    call: capacity.tokenBudget,
  },
  { name: 'assumedTokens', args: () => [100, 2], call: capacity.assumedTokens },
  { name: 'dayCurve', args: () => ['even'], call: capacity.dayCurve },
  { name: 'ownDayCurve', args: () => [Array.from({ length: 24 }, () => 1 / 24), 'declared'], call: capacity.ownDayCurve },
  { name: 'frameworkProfile', args: () => ['crewai'], call: capacity.frameworkProfile },
];
