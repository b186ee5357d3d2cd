import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fleet from 'cdktf-agent-fleet';
import * as planner from 'cdktf-agent-fleet/planner';
import type { Call } from './ask';

const { Gpu, Model, PriceBook, Engine } = planner;

const role = {
  sessions: 10,
  contextTokens: 4_096,
  sharedPrefixTokens: 100,
  request: { inputTokens: 1_000, cachedTokens: 100, outputTokens: 100, perMinute: 1 },
  latency: 'chat',
  latencyTargets: { ttftMs: 2_000, tpotMs: 100, e2eMs: 60_000 },
  models: [{ model: Model.LLAMA_3_1_8B_INSTRUCT, quantizations: ['fp8'] }],
  gpus: [Gpu.L40S],
  regions: ['eu'],
  apis: ['small'],
  interruptible: false,
  minReplicas: 1,
  survivesReplicaLoss: false,
  sessionsPerGpu: 40,
  dedicated: false,
  busyShare: 0.5,
} as const;

const day = {
  perDay: 1_000,
  turns: 5,
  tokensPerTurn: 200,
  outputTokensPerTurn: 100,
  answerSeconds: 3,
  thinkSeconds: 5,
  keptSeconds: 5,
  burst: 4,
  curve: 'even',
} as const;

const question = () => ({
  name: 'fleet',
  roles: { writer: { ...role, models: [...role.models], gpus: [...role.gpus], regions: [...role.regions], apis: [...role.apis] } },
  inventory: {
    l40s: {
      gpu: Gpu.L40S,
      purchase: 'on-demand',
      usdPerGpuHour: 0.72,
      priceAsOf: '2026-04-19',
      gpusPerNode: 4,
      nodes: 2,
      region: 'eu',
      nvlinkBridge: false,
    },
  },
  apis: {
    small: {
      inputUsdPerMTokens: 0.4,
      outputUsdPerMTokens: 1,
      cachedInputUsdPerMTokens: 0.1,
      usdPerMTokens: 0.4,
      priceAsOf: '2026-11-01',
      region: 'eu',
    },
  },
  engines: [Engine.vllm()],
  prices: PriceBook.PUBLISHED,
  timeLimitMs: 5_000,
});

/** A book of somebody's own: a file that is there. */
const PRICE_FILE = join(mkdtempSync(join(tmpdir(), 'prices-')), 'prices.json');
writeFileSync(PRICE_FILE, JSON.stringify({ rows: [] }));

const ROW = { gpu: 'l40s', provider: 'ours', purchase: 'on-demand', usdPerGpuHour: 0.5, asOf: '2026-11-01', source: 'contract' };
const API_ROW = {
  id: 'ours',
  provider: 'ours',
  inputUsdPerMillion: 1,
  outputUsdPerMillion: 2,
  mixedUsdPerMillion: null,
  asOf: '2026-11-01',
  source: 'contract',
};

export const PLANNER: readonly Call[] = [
  { name: 'planFleet', args: () => [question()], call: planner.planFleet as never, deepest: 6 },
  {
    name: 'planFleet',
    args: () => [
      {
        roles: { writer: { conversations: day, contextTokens: 4_096, models: [Model.LLAMA_3_1_8B_INSTRUCT] } },
        inventory: { l40s: { gpu: Gpu.L40S } },
      },
    ],
    call: planner.planFleet as never,
    deepest: 5,
  },
  { name: 'fleetCode', args: () => [question()], call: planner.fleetCode as never, deepest: 4 },
  { name: 'recommendFleet', args: () => [question()], call: planner.recommendFleet as never, deepest: 2 },
  { name: 'savings', args: () => [question()], call: planner.savings as never, deepest: 2 },
  {
    name: 'sessionsOnGpus',
    args: () => [
      {
        gpu: Gpu.L40S,
        gpus: 2,
        models: [Model.LLAMA_3_1_8B_INSTRUCT],
        quantizations: ['fp8'],
        contextTokens: 4_096,
        latency: 'chat',
        latencyTargets: { ttftMs: 2_000, tpotMs: 100, e2eMs: 60_000 },
        outputTokens: 100,
        engine: Engine.vllm(),
      },
    ],
    call: planner.sessionsOnGpus as never,
    deepest: 3,
  },
  {
    name: 'jobsOnGpus',
    args: () => [
      {
        requests: 1_000,
        inputTokens: 2_000,
        cachedTokens: 500,
        outputTokens: 200,
        models: [Model.LLAMA_3_1_8B_INSTRUCT],
        withinSeconds: 3_600,
        inventory: { l40s: { gpu: Gpu.L40S } },
        engines: [Engine.vllm()],
        prices: PriceBook.PUBLISHED,
      },
    ],
    call: planner.jobsOnGpus as never,
    deepest: 2,
  },
  { name: 'PriceBook.with', args: () => [[ROW], [API_ROW]], call: PriceBook.with as never, deepest: 3 },
  { name: 'priceOf', args: () => [Gpu.L40S, { purchase: 'on-demand', region: 'us-east-1' }], call: fleet.priceOf as never },
  { name: 'PriceBook.fromFile', args: () => [PRICE_FILE], call: PriceBook.fromFile as never },
  { name: 'PriceBook.isPriceBook', args: () => [PriceBook.PUBLISHED], call: PriceBook.isPriceBook as never },
];
