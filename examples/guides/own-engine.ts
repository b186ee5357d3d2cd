/** An engine of one's own: facts, a sizing, and pure functions from a pool to its container. */
import { type App, TerraformStack } from 'cdktf';
import {
  Cluster,
  Engine,
  type EngineAdapter,
  type EngineDefinition,
  type EngineLimit,
  FlagTable,
  Gpu,
  InferencePool,
  isRepository,
  Model,
  NO_METRICS,
  registerEngine,
  type ServingBase,
  type ServingSpec,
} from 'cdktf-agent-fleet';
import { modelByAccounting, UNCOMPARED_LATENCY } from 'cdktf-agent-fleet/capacity';

const provenance = { source: 'handbook of acme-serve', asOf: '2026-11', evidence: 'found' } as const;
const READS = ['3.0.0'];
const FOLDER = '/weights';

const ACME_SERVE: EngineDefinition = {
  id: 'acme-serve',
  name: 'Acme Serve',
  factory: 'acmeServe',
  defaultVersion: '3.0.0',
  provenance: { version: provenance, flags: provenance, retired: provenance, metrics: provenance },
  images: [
    {
      vendor: 'NVIDIA',
      name: 'registry.example.com/acme-serve',
      since: null,
      userSince: '3.0.0',
      withoutUser: 'unknown',
      examplesFolder: '/examples',
      provenance,
    },
  ],
  tagOf: (version) => version,
  port: 7000,
  healthPath: '/ready',
  metricsPort: 7000,
  metricsPath: '/metrics',
  // What it does not write stays null: panels and alerts on it are left out.
  metrics: { ...NO_METRICS, requestsRunning: 'acme_running', requestsWaiting: 'acme_waiting', kvCacheUsage: 'acme_cache_share' },
  flags: new FlagTable({
    flags: [
      ['--model', 'text', '3.0.0'],
      ['--name', 'text', '3.0.0'],
      ['--listen', 'text', '3.0.0'],
      ['--folder', 'text', '3.0.0'],
      ['--context', 'int', '3.0.0'],
      ['--slots', 'int', '3.0.0'],
      ['--gpus', 'int', '3.0.0'],
      ['--memory', 'float', '3.0.0'],
      ['--verbose', 'switch', '3.0.0'],
    ],
    aliases: [],
    choices: [],
    retired: [],
    reads: READS,
  }),
  alwaysOwned: ['--listen', '--folder'],
  propOfFlag: {
    '--model': 'model',
    '--context': 'maxContextTokens',
    '--slots': 'maxNumSeqs',
    '--gpus': 'gpusPerReplica',
    '--memory': 'gpuMemoryUtilization',
  },
  flagEffects: [['--verbose', 'none']],
  variableEffects: [],
  countedArgs: () => ({}),
  retiredEnvironment: [],
  values: { reads: READS, toolParsers: [], reasoningParsers: [], kvCacheDtypes: [], quantizations: [] },
  startup: { engineSeconds: 60, leastSeconds: 300, provenance },
  reservedNames: {},
  quantizesAtLoad: {},
  modelParsers: {},
  admissionDefaults: () => ({ maxNumSeqs: 64, maxNumBatchedTokens: 4_096, provenance }),
  utilizationDefault: () => ({ share: 0.9, provenance }),
};

const acmeAdapter: EngineAdapter = {
  definition: ACME_SERVE,
  // Its share of the GPU, less weights, one pass and a GiB of its own.
  sizing: modelByAccounting({
    id: 'acme-serve',
    name: 'Acme Serve',
    spelled: /^acme-serve$/i,
    compared: 'three start-ups of our own',
    unread: [],
    memoryShare: { input: 'gpuMemoryUtilization', setting: '--memory', meaning: 'share of the reported memory for everything' },
    latency: UNCOMPARED_LATENCY,
    accounting: ({ gpuMemoryUtilization }) => ({
      budget: ({ physical }) => physical.perGpuGiB * gpuMemoryUtilization,
      kvCache: ({ budget, weights }, { activation }) => budget - weights - activation.plannedGiB - 1,
      bandGiB: () => 1,
    }),
  }),
  runAs: { user: 1000, group: 1000 },
  weightsFolder: FOLDER,
  drainSeconds: 20,
  ownedFlags: ['--model', '--name', '--context', '--slots', '--gpus', '--memory'],
  flagsOfProps: {},
  ownedEnvironment: { ACME_HUB_TOKEN: 'huggingFaceToken' },
  writableFolders: () => [{ name: 'scratch', path: '/scratch', sizeGiB: 1, usedByDownload: true }],
  command: () => ['acme-serve'],
  args: (spec) => [...servingArgs(spec), ...spec.extraArgs],
  env: () => ({ HOME: '/scratch' }),
  repositories: ({ checkpoint }) => [checkpoint].filter(isRepository),
  download: ({ checkpoint }, marker) => ['acme-serve', 'pull', checkpoint, '--folder', FOLDER, '--done', `${FOLDER}/${marker}`],
  downloadEnv: ({ huggingFaceToken }) => (huggingFaceToken === undefined ? {} : { ACME_HUB_TOKEN: huggingFaceToken }),
  limits,
};

const servingArgs = ({ replica, supply, checkpoint, servedName }: ServingSpec): string[] =>
  [
    ['--model', checkpoint],
    ['--name', servedName],
    ['--listen', `0.0.0.0:${ACME_SERVE.port}`],
    ['--folder', FOLDER],
    ['--context', String(replica.maxContextTokens)],
    ['--slots', String(supply.maxNumSeqs)],
    ['--gpus', String(replica.tensorParallel)],
    ['--memory', String(replica.gpuMemoryUtilization)],
  ].flat();

/** What the engine cannot do is refused by the name of the prop. */
function limits({ replica, speculative }: ServingBase): EngineLimit[] {
  const asked: readonly (readonly [prop: string, isAsked: boolean])[] = [
    ['parallelism.pipeline', (replica.pipelineParallel ?? 1) > 1],
    ['parallelism.data', (replica.dataParallel ?? 1) > 1],
    ['offload', (replica.cpuOffloadGiB ?? 0) + (replica.kvOffloadGiB ?? 0) > 0],
    ['speculative', speculative !== undefined],
  ];
  return asked.flatMap(([prop, isAsked]) =>
    isAsked
      ? [{ prop, value: 'given', allowed: 'nothing', message: `${ACME_SERVE.name} has no ${prop}`, repairs: [`leave ${prop} out`] }]
      : [],
  );
}

export function onOwnEngine(app: App): void {
  registerEngine(acmeAdapter);
  const stack = new TerraformStack(app, 'own-engine');
  new InferencePool(stack, 'model', {
    cluster: Cluster.fromEnvironment({ context: 'prod' }),
    model: Model.QWEN3_8B,
    gpu: Gpu.L40S,
    maxContextTokens: 8_192,
    engine: Engine.of(ACME_SERVE),
    toolCalling: false,
  });
}
