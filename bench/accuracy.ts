/** `npm run accuracy`: what the formulas predict beside what was measured, written to docs/accuracy.md. Nothing in that file is written by hand. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cleanLatencySection } from './clean-latency';
import { cleanSection } from './clean-page';
import { fieldSection } from './field-page';
import { goldenFile } from './golden-rows';
import { latencySection } from './latency-page';
import { mean, quantile } from './least-squares';
import { leaveOneOut, type MemoryRow, shippedRows } from './memory-accuracy';
import { peersSection } from './peers/peers-page';
import { peers } from './peers/published-constants';
import { recommendSection } from './peers/recommend-duel';
import { publishedTablesPage } from './published/page';
import { rangeSection } from './range-page';
import { realClassesSection } from './real-classes';

const percent = (value: number, digits = 2) => `${(value * 100).toFixed(digits)} %`;
const signed = (value: number) => `${value < 0 ? '−' : '+'}${percent(Math.abs(value))}`;
const absolute = (values: readonly number[]) => values.map(Math.abs);

function summary(name: string, errors: readonly number[]): string {
  const sizes = absolute(errors);
  const over = errors.filter((error) => error > 0.02).length;
  const cells = [
    percent(mean(sizes)),
    percent(quantile(sizes, 0.5)),
    percent(quantile(sizes, 0.9)),
    signed(Math.min(...errors)),
    signed(Math.max(...errors)),
    String(over),
  ];
  return `| ${name} | ${cells.join(' | ')} |`;
}

const SUMMARY_HEAD =
  '| estimate | mean | median | p90 | worst under | worst over | over-promised by more than 2 % |\n|---|---|---|---|---|---|---|';

function memoryLine(row: MemoryRow): string {
  const { weights, activation, nonTorch, kvCache } = row.predicted;
  const cells = [
    row.name,
    row.tp,
    weights.toFixed(2),
    row.measuredWeights,
    activation.toFixed(2),
    nonTorch.toFixed(2),
    kvCache.toFixed(2),
    row.measuredKv,
    signed(row.kvError),
  ];
  return `| ${cells.join(' | ')} |`;
}

function memorySection(rows: readonly MemoryRow[]): string {
  const kv = rows.map((row) => row.kvError);
  return [
    '## Memory at start-up',
    `${rows.length} start-ups: ${goldenFile().source}. H100 80GB, one engine release, tensor parallel 1 to 4.`,
    '### KV pool',
    [
      SUMMARY_HEAD,
      summary('as shipped', kv),
      summary('constants refitted without the model under test', leaveOneOut()),
      ...peers().map((peer) => summary(peer.name, peer.errors)),
    ].join('\n'),
    'Peers are given our weights, so that only their constants differ; what the memory of the card is, is theirs. The last two were calibrated on these rows, one activation for each architecture among them; ours is a formula over dimensions, and the second line fits it without the model that it then predicts.',
    '### Weights',
    `mean ${percent(mean(absolute(rows.map((row) => row.weightsError))))}, worst ${percent(Math.max(...absolute(rows.map((row) => row.weightsError))))}. No constant is fitted.`,
    '### Row by row, GiB per GPU',
    [
      '| model | TP | weights | measured | activation | non-torch | KV pool | measured | error |',
      '|---|---|---|---|---|---|---|---|---|',
      ...rows.map(memoryLine),
    ].join('\n'),
  ].join('\n\n');
}

const LIMITS = `## Limits

- The constants of the memory estimate come from one GPU type and one release (vLLM 0.19); what changes with cards and releases was read in the wheels of 0.6.3 to 0.33.0 and held against the
  start-ups of other people above. Links between cards were seen at few places: TP 8 over NVSwitch and the releases from 0.11 to 0.16 rest on one or two logs each.
- What Model Runner V2 measures for CUDA graphs (all models since 0.29) rests on one log. A first start with a cold compile cache may take 2.8 GiB more since 0.28: seen on one machine,
  asked for where it decides (\`compileCache\`).
- Encoders are profiled at their largest image or video, within the limits of a prompt; few were seen, and two public start-ups of one model with NVFP4 experts took 3 to 5 GiB more than any
  formula. Compressed attention (DeepSeek V4) is never answered with yes: public start-ups differ by a factor of seven in what a token takes. Expert parallelism across nodes has buffers that are not in it.
- SGLang follows the three memory rules of its releases; where the pool is cut after the graphs (since 0.5.18) the last of them is kept and the band is wide. TensorRT-LLM, TGI and Ollama follow their sources and were
  compared with few start-ups or none. Where CPU and GPU share one memory, what the system leaves free decides.
- Latency is an estimate from data sheets, fitted on closed loops with as many clients as requests. TensorRT-LLM was run for throughput: its first tokens come later than
  its defaults would let them. Those of SGLang hold the interval at which it looks for requests, and are too late for most models with experts. Accepted drafts are a range from none to all; weights in host memory, drafters and the experts of data-parallel copies follow
  the data sheets and were compared with no run. How long ranks of data-parallel attention wait for each other is not in it; the estimate names it.`;

/** Parts of the page that are computed in a third of its time: the others fit anew without each row, or search a range for it. */
export const quickSections = (): readonly string[] => [
  cleanSection(),
  cleanLatencySection(),
  memorySection(shippedRows()),
  realClassesSection(),
  recommendSection(),
];

export function report(): string {
  return [
    '# Accuracy',
    'Written by `npm run accuracy`. Data of November 2026.',
    cleanSection(),
    rangeSection(),
    cleanLatencySection(),
    memorySection(shippedRows()),
    realClassesSection(),
    fieldSection(),
    peersSection(),
    latencySection(),
    recommendSection(),
    LIMITS,
  ].join('\n\n');
}

if (require.main === module) {
  const folder = join(__dirname, '../docs');
  mkdirSync(folder, { recursive: true });
  const text = `${report()}\n`;
  writeFileSync(join(folder, 'accuracy.md'), text);
  writeFileSync(join(folder, 'published-tables.md'), publishedTablesPage());
  process.stdout.write(text);
}
