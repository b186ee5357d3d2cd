/** Serving runs that nobody had seen when the latency was estimated: what was said first, and what is said now. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { estimateReplica } from '../lib/capacity/ask-engine';
import { plannedReplica } from '../lib/capacity/fit/balance';
import { estimateLatency, type LatencyEstimate, type LatencyRange } from '../lib/capacity/latency/estimate-latency';
import { findGpu } from '../lib/sizing/find-gpu';
import { findModel } from '../lib/sizing/find-model';
import { engineOf, toldBy } from '../lib/sizing/question-engine';
import { poolOf } from '../lib/sizing/question-verdict';
import { replicaOf } from '../lib/sizing/replica-of';
import { type SizeRequest, sizeRequestSchema } from '../lib/sizing/size-request';
import { quantile } from './least-squares';

interface Part {
  /** (Estimate − measured) ÷ measured. */
  readonly error: number;
  readonly inRange: boolean;
}

/** Null where nothing could be said. */
interface Scores {
  readonly ttft: Part | null;
  readonly tpot: Part | null;
}

interface LatencyRow {
  readonly id: string;
  readonly url: string;
  readonly date: string;
  readonly quality: 'full' | 'partial';
  readonly request: Readonly<Record<string, unknown>>;
  readonly measured: { readonly ttftMs: number; readonly tpotMs: number };
  /** What the estimate of one commit said, before any error was looked at. */
  readonly first?: Scores & { readonly at: string };
}

interface LatencyFile {
  readonly source: string;
  readonly asOf: string;
  readonly rows: readonly LatencyRow[];
}

const FILE = join(__dirname, '../test/data/clean-latency.json');
const file = (): LatencyFile => JSON.parse(readFileSync(FILE, 'utf8')) as LatencyFile;

function estimateOf(request: SizeRequest): LatencyEstimate | null {
  const { isl, osl, concurrency } = request;
  const found = findModel(request.model, request.modelConfig, request.checkpointGiB);
  const card = findGpu(request.gpu, request.memoryGiB ?? null);
  const engine = engineOf(request);
  if (found === null || card === null || engine === null || isl == null || typeof osl !== 'number') return null;
  const spec = plannedReplica(poolOf(request, replicaOf(request, found, card.gpu, engine).spec, toldBy(request), []));
  const load = { concurrency: concurrency ?? 1, inputTokens: isl, outputTokens: osl };
  const estimate = estimateLatency(spec, load, {}, { pool: estimateReplica(spec), together: true });
  return 'missing' in estimate ? null : estimate;
}

function scoresOf({ request, measured }: LatencyRow): Scores {
  const estimate = estimateOf(sizeRequestSchema.parse(request));
  if (estimate === null) return { ttft: null, tpot: null };
  const part = (said: number, [low, high]: LatencyRange, actual: number): Part => ({
    error: Number((said / actual - 1).toFixed(4)),
    inRange: low <= actual && actual <= high,
  });
  return {
    ttft: part(estimate.ttftMs, estimate.range.ttftMs, measured.ttftMs),
    tpot: part(estimate.tpotMs, estimate.range.tpotMs, measured.tpotMs),
  };
}

/** Rows without a first score get one; rows that have theirs keep it. */
function scoreNew(at: string): void {
  const { rows, ...rest } = file();
  const scored = rows.map((row) => ({ ...row, first: row.first ?? { at, ...scoresOf(row) } }));
  writeFileSync(FILE, `${JSON.stringify({ ...rest, rows: scored }, null, 1)}\n`);
}

const percent = (value: number) => `${(value * 100).toFixed(0)} %`;

function cells(parts: readonly (Part | null)[]): string {
  const said = parts.filter((part) => part !== null);
  if (said.length === 0) return ' | | ';
  const sizes = said.map(({ error }) => Math.abs(error));
  const inside = said.filter(({ inRange }) => inRange).length;
  return `${percent(quantile(sizes, 0.5))} | ${percent(quantile(sizes, 0.9))} | ${inside} of ${said.length}`;
}

type Kind = readonly [name: string, includes: (row: LatencyRow) => boolean];

const engineIs =
  (id: string) =>
  ({ request }: LatencyRow) =>
    request['engine'] === id;

const AMD = /AMD|MI\d{3}X/;

const KINDS: readonly Kind[] = [
  ['all', () => true],
  ['vLLM', engineIs('vllm')],
  ['SGLang', engineIs('sglang')],
  ['TensorRT-LLM', engineIs('tensorrt-llm')],
  ['GB10, requests that come at a rate', ({ request }) => request['gpu'] === 'NVIDIA GB10'],
  ['AMD', ({ request }) => AMD.test(String(request['gpu']))],
  ['one request', ({ request }) => request['concurrency'] === 1],
  ['32 requests and more', ({ request }) => Number(request['concurrency']) >= 32],
  ['drafts', ({ request }) => request['speculative'] !== undefined],
];

function table(rows: readonly LatencyRow[], scored: (row: LatencyRow) => Scores): string {
  const latest = rows.at(-1)?.first?.at;
  const kinds: readonly Kind[] = [
    ...KINDS.slice(0, 1),
    [`collected last (commit ${latest})`, ({ first }) => first?.at === latest],
    ...KINDS.slice(1),
  ];
  const line = ([name, includes]: Kind): string => {
    const scores = rows.filter(includes).map(scored);
    return `| ${name} | ${scores.length} | ${cells(scores.map(({ tpot }) => tpot))} | ${cells(scores.map(({ ttft }) => ttft))} |`;
  };
  const head = '| runs | all | token: median | p90 | inside the range | first token: median | p90 | inside the range |';
  return [`${head}\n|---|---|---|---|---|---|---|---|`, ...kinds.map(line)].join('\n');
}

export function cleanLatencySection(): string {
  const { asOf, rows } = file();
  const repositories = new Set(rows.map(({ url }) => url.split('/').slice(3, 5).join('/')));
  const commits = [...new Set(rows.map(({ first }) => first?.at ?? ''))];
  const prompts = rows.map(({ request }) => Number(request['isl']));
  return [
    '## Serving runs that nobody had seen',
    `${rows.length} runs of ${repositories.size} repositories (test/data/clean-latency.json, each with its page), collected until ${asOf} and scored before any error was looked at (commits ${commits.join(', ')}): time per output token and time to the first one, the range being that of nine in ten runs. Their prompts have ${Math.min(...prompts)} to ${Math.max(...prompts).toLocaleString('en')} tokens. First tokens are medians, times per token means. Runs that come at a rate are asked for at their mean number of requests in flight. No public run was found that used prefix caching, an offloaded cache or expert parallelism and gave all inputs.`,
    table(rows, (row) => row.first ?? { ttft: null, tpot: null }),
    'The same runs with the estimate as it is now, after their errors were read: no longer a clean figure, but for GB10, whose runs were not answered before its bandwidth was in the catalog and which nothing was fitted on.',
    table(rows, scoresOf),
    'First tokens were off for prompts of a few tokens: the formula was fitted on prompts of a thousand and more, and on loads that had run for long. Since then prompts that captured graphs hold launch no layers one by one (vLLM), and the upper end of the range holds requests that all arrive together, as in these runs: the server reads one after the other, 1.5 ms each, and they share a batch. The figure itself stays that of requests that arrive one by one: of 128 at once it is a fifth of what was seen. The lower ends of SGLang and TensorRT-LLM go down to what their defaults showed here; the figure of TensorRT-LLM is that of the throughput settings of the published runs. That of SGLang was too, 161 % off in the median (p90 420 %), until the interval at which its scheduler looks for requests became an input (2026-11-30): the formula was fitted on the published runs with the intervals of their recipes, and these 88, which all have the default, were only asked. It is still too high for most models with experts, whose published runs are of three models with many kernels a layer, and for prompts of thousands of tokens over links. Tokens of SGLang came later than said in nearly all runs with its defaults, and twice as late on MI300X: the upper end of its range holds them now, on cards of AMD a further one (fitted on 25 runs of MI300X alone); the figure itself stays that of the published runs.',
  ].join('\n\n');
}

if (require.main === module && process.argv[2] === '--score') scoreNew(process.argv[3] ?? '');
