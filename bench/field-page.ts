/** The field rows as a section of docs/accuracy.md: by engine and by half, what was answered and how far off it was. */
import { type FieldScore, fieldScores, summaryOf } from './field-accuracy';

const percent = (value: number, digits = 1) => `${(value * 100).toFixed(digits)} %`;

const HEAD =
  '| rows | all | answered | median | p90 | worst | over-promised by more than 2 % | inside the range |\n|---|---|---|---|---|---|---|---|';

function line(name: string, scores: readonly FieldScore[]): string {
  const { rows, answered, median, p90, worst, overPromised, inRange } = summaryOf(scores);
  if (answered === 0) return `| ${name} | ${rows} | 0 | | | | | |`;
  const share = percent(inRange / answered, 0);
  return `| ${name} | ${rows} | ${answered} | ${percent(median)} | ${percent(p90)} | ${percent(worst)} | ${overPromised} | ${share} |`;
}

const ENGINES: readonly (readonly [string, string])[] = [
  ['vllm', 'vLLM'],
  ['sglang', 'SGLang'],
  ['tensorrt-llm', 'TensorRT-LLM'],
];
/** vLLM by what changed in its accounting. */
const ERAS: readonly (readonly [string, number, number])[] = [
  ['vLLM up to 0.7', 0, 7],
  ['vLLM 0.8 to 0.10', 8, 10],
  ['vLLM 0.11 to 0.16', 11, 16],
  ['vLLM 0.17 to 0.27', 17, 27],
  ['vLLM from 0.28', 28, Number.POSITIVE_INFINITY],
];

const minorOf = ({ row }: FieldScore) => Number(/^v?0\.(\d+)/.exec(String(row.request['engineVersion'] ?? ''))?.[1] ?? Number.NaN);
const isVllm = ({ row }: FieldScore) => row.request['engine'] === 'vllm';

function tableOf(scores: readonly FieldScore[]): string {
  const full = scores.filter(({ row }) => row.quality === 'full');
  const halves = (['development', 'held-out'] as const).flatMap((half) => {
    const part = scores.filter((score) => score.half === half);
    return [
      line(half, part),
      ...ENGINES.map(([id, name]) =>
        line(
          `… ${name}`,
          part.filter(({ row }) => row.request['engine'] === id),
        ),
      ),
    ];
  });
  return [
    HEAD,
    line('all', scores),
    line('every input in the log', full),
    ...halves,
    ...ERAS.map(([name, from, to]) =>
      line(
        name,
        scores.filter((score) => isVllm(score) && minorOf(score) >= from && minorOf(score) <= to),
      ),
    ),
  ].join('\n');
}

/** What the unanswered rows lacked, most often first. */
function refusals(scores: readonly FieldScore[]): string {
  const kinds = scores.filter(({ error }) => error === null).map(({ missing }) => kindOf(missing[0] ?? 'nothing named'));
  const counted = [...new Set(kinds)].map((kind) => [kind, kinds.filter((other) => other === kind).length] as const);
  return counted
    .sort((a, b) => b[1] - a[1])
    .map(([kind, count]) => `${kind} (${count})`)
    .join(', ');
}

const kindOf = (missing: string) =>
  missing.startsWith('AF-') ? 'a line that cannot be read' : (missing.split(/[:(]/)[0] ?? missing).trim();

/** What was changed after all rows had been read; reasons are in the engine's source. */
const SECOND_PASS =
  'blocks of models with a state (prompts cached, tokens drafted), the blocks of windows, windows of releases without groups, kernels of MXFP4 experts by card and release, the CUDA context of 0.6.3 to 0.6.5, collectives of eight ranks before 0.17, and what is refused: copies whose name hides which matrices are in 16 bit, and memory that CPU and GPU share since 0.28';

function corrections(scores: readonly FieldScore[]): string {
  const reasons = new Map<string, string[]>();
  for (const { row } of scores)
    if (row.corrected !== undefined) reasons.set(row.corrected, [...(reasons.get(row.corrected) ?? []), row.id]);
  return [...reasons].map(([reason, ids]) => `${ids.join(', ')} (${reason})`).join('; ');
}

export function fieldSection(): string {
  const scores = fieldScores();
  return [
    '## Start-ups of other people',
    `${scores.length} start-ups from public repositories and issues (test/data/field-runs.json, each with its page): other releases, cards and formats than the rows above. Each is one question to \`agent-fleet size\`; compared is the KV pool of one GPU, or its tokens where the log has no GiB. Rows of one repository or thread are in one half, by a hash of its address: mechanisms were looked for in the development half first. Of the held-out half the raw rows of the first 63 that were collected were seen in a listing before the halves were made. **The held-out figure is that of 2026-11-21, before its errors had been read one by one (commit a899c41): 78 vLLM rows, 82 % answered, median 2.7 %, p90 27.5 %, 84 % inside the range.** Since then both halves have been used: a first pass changed collectives of the first core over NVLink, encoders that are read at several layers, and SGLang from 0.5.18; a second pass read all rows and changed ${SECOND_PASS}; a third, on 2026-11-30, changed what “The range” says. No clean held-out figure remains beyond the one above: what follows describes rows that were seen.`,
    tableOf(scores),
    `Not answered for want of: ${refusals(scores)}.`,
    `Inputs that were read wrongly and put right on 2026-11-30: ${corrections(scores)}.`,
    'What is left: options that no log prints (towers left out, adapters, other processes on the card), forks, memory that CPU and GPU share, pools of a few GiB where a compile cache or the total of a card decides, and copies whose name hides which layers stayed in 16 bit.',
  ].join('\n\n');
}
