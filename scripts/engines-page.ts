/** docs/engines.md: engines by features, which engine when, and where each cell is proven. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { replicaLayout, sizeReplica } from '../lib/capacity/ask-engine';
import { engineModelOf } from '../lib/capacity/engines/registry';
import { blockOf } from '../lib/capacity/model/kv-layout';
import { Engine } from '../lib/catalog/engines/engine';
import type { EngineDefinition } from '../lib/catalog/engines/engine-definition';
import type { EngineMetrics } from '../lib/catalog/engines/engine-metrics';
import { EngineVersion } from '../lib/catalog/engines/engine-version';
import { weightSupport } from '../lib/catalog/engines/weight-kernels';
import { Gpu } from '../lib/catalog/gpu';
import { Model } from '../lib/catalog/model';
import { MODEL_FACTS } from '../lib/catalog/models';
import { formatInteger } from '../lib/core/format';
import { cellOf, ENGINES, FEATURES, type Feature } from './engine-features';
import { keptCounts } from './matrix/counts';

/** Tests are not in the package: their links lead to the repository. */
const REPOSITORY = 'https://github.com/cdktf-agent-fleet/cdktf-agent-fleet/blob/main/';

export function enginesPage(): string {
  return `${[HEAD, choice(), '## What pools of each engine can do', MATRIX, features(), '## What each tells', METRICS, metrics(), '## Before the first request', WARM, warmUps(), '## Weights by card', WEIGHTS, weights(), '## What the plan knows', KNOWN, plans(), '## The whole matrix', matrix()].join('\n\n')}\n`;
}

const HEAD = `# Engines

<!-- made by \`npm run docs\`; do not edit -->

The engine of a pool is one line (\`engine: Engine.sglang()\`). How each is started, and code that is compiled, stands in [which engine](guides/engines.md); an engine of your own in [parts of your own](guides/own-parts.md).`;

const MATRIX = `Each cell is the answer of the library: a pool with the feature is judged by every rule of pools, on an H100 where no other card is named. The answers are written out once more, by hand, in
[test/docs/engines-page.test.ts](${REPOSITORY}test/docs/engines-page.test.ts); the tests of each engine stand under its name.`;

const METRICS =
  'Series of the engine by meaning. Where there is none, the alert, the panel or the scaling policy that needs it is left out or refused.';

const WARM =
  'A pod gets requests once its engine is warm, so pools send none of their own; the time is a part of `engine` in the `coldStart` of the plan. The prefix cache of a new replica is empty.';

const WEIGHTS = `Formats of weights that the default release reads, by compute capability: 7.5 Turing (T4), 8.0 and 8.6 Ampere (A100, A10), 8.9 Ada (L4, L40S), 9.0 Hopper (H100), 10.0 and 12.0 Blackwell (B200, RTX 50). *Unpacked*: kernels such as
Marlin turn them into 16 bit for every product, which saves memory and no time (AF-CAP-028). *No* is refused (AF-CAP-027), and *?* is uncertain. Other releases, and copies that another method reads (ModelOpt, w4a16, GPTQ in 8 bit), differ: \`Engine.weightSupport\` tells.`;

const KNOWN = 'Where the answer of a plan comes from. What was compared with start-ups stands in [accuracy](accuracy.md).';

/** When to take it, in the words of the table of docs/guides. */
const WHEN: Readonly<Record<string, string>> = {
  vllm: 'by default: every model of the catalog, every prop, and the memory that most start-ups were compared with',
  sglang: 'agents with many turns or long common beginnings: from 70 % of prompt tokens found in the prefix cache (AF-ENG-005)',
  'tensorrt-llm': 'fixed prompts and predictable answers where somebody waits for a voice (AF-ENG-006)',
  tei: 'embedding models, and rerankers that classify',
  ollama: 'the machine of a developer; refused in production (AF-ENG-003)',
  'ray-serve':
    'clusters whose house standard is Ray: the engine of vLLM in the release that Ray brings, run by KubeRay, with fixed replicas',
  tgi: 'nothing new: its makers maintain it no further (AF-ENG-011)',
};

function choice(): string {
  const rows = ENGINES.map((engine) => [`**${engine.name}**`, WHEN[engine.id] ?? '', `\`${engine.factory}()\``, engine.defaultVersion]);
  return `## Which engine when\n\n${table(['engine', 'take it for', 'written', 'release by default'], rows)}\n\n${numbers()}`;
}

/** What the same replica holds on each engine that serves it. */
const SAMPLE = {
  model: Model.QWEN3_8B,
  gpu: Gpu.H100_SXM,
  tensorParallel: 1,
  maxContextTokens: 8_192,
  gpuMemoryUtilization: 0.9,
  quantization: 'checkpoint',
  kvCacheDtype: 'auto',
} as const;
/** For production, with weights in 16 bit. */
const SERVED: Feature = { name: 'checkpoints in 16 bit', props: { model: Model.QWEN3_8B, quantization: 'checkpoint' }, ofEither: false };

function numbers(): string {
  const rows = ENGINES.filter((definition) => cellOf(definition, SERVED) === 'yes').map((definition) => {
    const { kvCacheGiB, kvTokens } = sizeReplica({ ...SAMPLE, engine: Engine.of(definition) });
    return [definition.name, kvCacheGiB.toFixed(1), formatInteger(kvTokens)];
  });
  return `The numbers behind it. Qwen3 8B on one H100 SXM, 16 bit, contexts of 8K, as each is started by default:\n\n${table(['engine', 'KV cache, GiB', 'tokens'], rows)}

SGLang keeps common beginnings in a tree: published hit rates are 50 to 99 %, and its makers compare up to 6.4 times the throughput; below 70 % of hits the library does not propose it. Ray Serve adds 1 to 2 ms to a request.
TensorRT-LLM is proposed for fixed prompts in voice (a round trip of 500 ms, of which the model has 200). Changing the engine is one line; \`agent-fleet diff\` says what it changes: engine, release, image, tokens, verdict and cost.`;
}

const features = () =>
  table(
    ['feature', ...ENGINES.map(linked)],
    FEATURES.map((feature) => [feature.name, ...ENGINES.map((engine) => cellOf(engine, feature))]),
  );

const SERIES: readonly (readonly [text: string, meaning: keyof EngineMetrics])[] = [
  ['requests that wait', 'requestsWaiting'],
  ['requests that run', 'requestsRunning'],
  ['KV cache in use', 'kvCacheUsage'],
  ['prefix cache hits', 'prefixCacheHits'],
  ['time to first token', 'timeToFirstToken'],
  ['time per token', 'timePerOutputToken'],
  ['tokens generated', 'generationTokens'],
];

const metrics = () =>
  table(
    ['series', ...ENGINES.map(({ name }) => name)],
    SERIES.map(([text, meaning]) => [text, ...ENGINES.map((engine) => seriesOf(engine, meaning))]),
  );

const seriesOf = ({ metrics: names }: EngineDefinition, meaning: keyof EngineMetrics) =>
  names[meaning] == null ? '–' : `\`${names[meaning]}\``;

const warmUps = () =>
  table(
    ['engine', 'what runs before the health check answers', 'read in'],
    ENGINES.map(({ name, warmUp }) => [
      name,
      warmUp?.runs ?? 'not known',
      warmUp === undefined ? '' : `${warmUp.provenance.source}, ${warmUp.provenance.asOf}`,
    ]),
  );

const KERNEL_FORMATS = ['fp8', 'awq', 'gptq', 'int8', 'nvfp4', 'mxfp4', 'int4'];
const CAPABILITIES = [7.5, 8, 8.9, 9, 10, 12];

function weights(): string {
  const known = ENGINES.filter(({ weightKernels }) => weightKernels !== undefined);
  const rows = known.flatMap((engine) => KERNEL_FORMATS.flatMap((format) => kernelRow(engine, format)));
  const sources = known.map(
    ({ name, weightKernels }) => `- ${name}: ${weightKernels?.provenance.source} (${weightKernels?.provenance.asOf})`,
  );
  return `${table(['engine', 'weights', ...CAPABILITIES.map((capability) => capability.toFixed(1))], rows)}\n\nRead in:\n\n${sources.join('\n')}`;
}

function kernelRow({ name, weightKernels, defaultVersion, releaseStep }: EngineDefinition, format: string): string[][] {
  const version = EngineVersion.of(defaultVersion, releaseStep);
  const supports = CAPABILITIES.map((computeCapability) =>
    weightSupport(weightKernels, version, { format, repository: '', gpu: { vendor: 'NVIDIA', computeCapability } }),
  );
  const cells = supports.map((support) =>
    support === null || support.loads === 'not known' ? '?' : support.loads === 'no' ? 'no' : support.unpacked ? 'unpacked' : 'yes',
  );
  return supports.every((support) => support === null) ? [] : [[name, format, ...cells]];
}

function plans(): string {
  const rows: readonly (readonly [string, (engine: EngineDefinition) => string])[] = [
    ['share of the GPU', ({ id, name }) => shareOf(id, name)],
    ['compared with start-ups', ({ id, name }) => engineModelOf({ engine: sized(id, name) }).compared ?? 'best known: see accuracy'],
    ['tokens of a KV block, of the replica above', (engine) => blockTokens(engine)],
    ['releases whose flags were read', ({ values }) => values.reads.join(', ')],
    ['flags of the newest', (engine) => String(flagsOf(engine))],
    [
      'models with a known tool parser',
      ({ modelParsers, parsesToolsByItself }) =>
        parsesToolsByItself
          ? 'parses by itself'
          : String(Object.values(modelParsers).filter(({ toolCall }) => toolCall !== undefined).length),
    ],
  ];
  const head = `Of ${MODEL_FACTS.filter(({ kind }) => kind === 'llm').length} language models of the catalog.`;
  return `${table(
    ['', ...ENGINES.map(({ name }) => name)],
    rows.map(([text, of]) => [text, ...ENGINES.map(of)]),
  )}\n\n${head}`;
}

/** Counts of the last whole run, which `test/matrix.test.ts` holds to the catalog. */
function matrix(): string {
  const { gpus, models, cells, byEngine } = keptCounts();
  const rows = Object.entries(byEngine).map(([id, { fits, refused, uncertain }]) => [
    ENGINES.find((engine) => engine.id === id)?.name ?? id,
    ...[fits, refused, uncertain].map(formatInteger),
  ]);
  const head = `${gpus} GPUs × ${models} models × ${rows.length} engines × 1, 2, 4 and 8 GPUs with one session of 4K tokens are ${formatInteger(cells)} cells: each fits, is refused with a code or is uncertain with what is not known
([test/matrix.test.ts](${REPOSITORY}test/matrix.test.ts): a sample in \`npm test\`, all of them in CI). Ollama is asked for q4_k_m, the others for the checkpoint as it is published. What is refused are
mostly weights that do not fit (AF-CAP-016), encoders on engines for language models and the reverse (AF-ENG-027), GPUs of a vendor without an image (AF-ENG-028) and heads that GPUs do not divide (AF-CAP-007).`;
  return `${head}\n\n${table(['engine', 'fits', 'refused', 'uncertain'], rows)}`;
}

/** Engines that serve the sample, as they are started by default. */
function blockTokens(definition: EngineDefinition): string {
  if (cellOf(definition, SERVED) !== 'yes') return '–';
  const spec = { ...SAMPLE, engine: Engine.of(definition) };
  return String(blockOf(replicaLayout(spec)));
}

function flagsOf(definition: EngineDefinition): number {
  const engine = Engine.of(definition, { version: definition.values.reads.at(-1) ?? definition.defaultVersion });
  return definition.flagEffects.filter(([flag]) => engine.knowsFlag(flag) === 'present').length;
}

function shareOf(id: string, name: string): string {
  const { input, setting } = engineModelOf({ engine: sized(id, name) }).memoryShare;
  return input === null ? 'none' : `\`${input}\` (\`${setting}\`)`;
}

const sized = (id: string, name: string) => ({ id, name, version: '' }) as Parameters<typeof engineModelOf>[0]['engine'];

/** The name of an engine leads to the tests of its pools. */
function linked({ id, name }: EngineDefinition): string {
  const own = [`test/inference/${id}-pools.test.ts`, 'test/inference/inference-pool.test.ts'];
  const found = own.find((file) => fs.existsSync(path.join(__dirname, '..', file))) ?? own[1];
  return `[${name}](${REPOSITORY}${found})`;
}

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');

const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
