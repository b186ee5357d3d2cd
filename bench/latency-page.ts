/** The latency part of docs/accuracy.md: errors of the formulas on published runs, and how many of those lie in the bands. */

import type { Spread } from '../lib/capacity/latency/engine-latency';
import { correctedRatios } from './corrected-latency';
import { fittedWait } from './first-token-fit';
import {
  type DecodeRow,
  decodeRatios,
  decodeRows,
  firstTokenRatios,
  hasRoom,
  type LatencyRatio,
  promptRows,
  type RowEstimate,
  rowEstimates,
} from './latency-accuracy';
import { mean, quantile } from './least-squares';
import { latencyDuelSection } from './peers/latency-duel';
import { latencyFiguresOf, type PerfEngine, perfRows } from './perf-rows';

const ENGINES = ['vllm', 'sglang', 'tensorrt-llm'] as const satisfies readonly PerfEngine[];
const NAMES: Readonly<Record<PerfEngine, string>> = { vllm: 'vLLM', sglang: 'SGLang', 'tensorrt-llm': 'TensorRT-LLM', other: 'other' };

const percent = (value: number, digits = 1) => `${(value * 100).toFixed(digits)} %`;
const HEAD = '| figure | rows | mean | median | p90 | in the band |\n|---|---|---|---|---|---|';

/** @param ratios estimate over measured */
function line(name: string, ratios: readonly number[], inBand: string): string {
  const errors = ratios.map((ratio) => Math.abs(ratio - 1));
  return `| ${name} | ${ratios.length} | ${percent(mean(errors))} | ${percent(quantile(errors, 0.5))} | ${percent(quantile(errors, 0.9))} | ${inBand} |`;
}

const within = (ratios: readonly number[], { low, high }: Spread) =>
  percent(ratios.filter((ratio) => 1 / ratio >= low && 1 / ratio <= high).length / ratios.length, 0);

export function latencySection(): string {
  const rows = decodeRows();
  const steps = decodeRatios(rows);
  return [
    '## Latency',
    `${steps.length} published runs (test/data/perf.json): aggregated serving, tensor parallel at most 8, no data-parallel attention, no drafts. Until 2026-11-30 21 more were counted, 4 of SGLang and 17 of TensorRT-LLM, all of DeepSeek R1 on B200: by their loads, which only the recipe with drafts has, or by their date, that of the first such recipe, they drafted tokens.`,
    'The band holds nine of ten runs of models that the estimate was not fitted on; it is narrower where one number of your own corrects the estimate. Limits on a time (AF-LAT-001, AF-LAT-002, AF-CAP-014) are held against both of its ends: kept where the slow end keeps them, uncertain where only the other does. One run in twenty is slower than the slow end.',
    '### Time per output token',
    [HEAD, ...stepLines(steps)].join('\n'),
    '### Time to first token',
    'Runs in which every request finds room in the KV cache:',
    [
      HEAD,
      ...ENGINES.flatMap((engine) => promptLines(engine, firstTokenRatios(engine, rows))),
      ...ENGINES.map((engine) => correctedLine(engine, 'firstToken')),
    ].join('\n'),
    intervalText(rows),
    ...waitingLines(rowEstimates()),
    latencyDuelSection(),
  ].join('\n\n');
}

const leftOut = (ratios: readonly LatencyRatio[]) => ratios.map((ratio) => ratio.leftOut);

function stepLines(steps: readonly LatencyRatio[]): string[] {
  const covered = (ratios: readonly LatencyRatio[]) => {
    const inside = ratios.filter(({ row, leftOut: ratio }) => {
      const { low, high } = latencyFiguresOf(row.engine).band.step;
      return 1 / ratio >= low && 1 / ratio <= high;
    });
    return percent(inside.length / ratios.length, 0);
  };
  const of = (engine: PerfEngine) => steps.filter(({ row }) => row.engine === engine);
  return [
    line(
      'as shipped',
      steps.map((ratio) => ratio.shipped),
      '',
    ),
    line('model under test left out', leftOut(steps), covered(steps)),
    ...ENGINES.map((engine) => line(`… ${NAMES[engine]}`, leftOut(of(engine)), covered(of(engine)))),
    ...ENGINES.map((engine) => correctedLine(engine, 'step')),
  ];
}

function correctedLine(engine: PerfEngine, part: 'step' | 'firstToken'): string {
  const ratios = correctedRatios(engine)[part];
  return line(
    `${NAMES[engine]}, corrected by one run of the same replica at another load`,
    ratios,
    within(ratios, latencyFiguresOf(engine).correctedBand[part]),
  );
}

function promptLines(engine: PerfEngine, ratios: readonly LatencyRatio[]): string[] {
  const band = latencyFiguresOf(engine).band.firstToken;
  const of = (known: boolean) => ratios.filter(({ row }) => row.isIntervalKnown === known);
  const [fitted, others] = [of(true), shippedOf(of(false))];
  return [
    line(`${NAMES[engine]}, as shipped`, shippedOf(fitted), within(shippedOf(fitted), band)),
    line(`${NAMES[engine]}, model under test left out`, leftOut(fitted), within(leftOut(fitted), band)),
    ...(others.length === 0 ? [] : [line(`${NAMES[engine]}, interval not known, not fitted`, others, within(others, band))]),
  ];
}

const shippedOf = (ratios: readonly LatencyRatio[]) => ratios.map((ratio) => ratio.shipped);

/** How the rows of SGLang were come by, and what they said before. */
function intervalText(decoded: readonly DecodeRow[]): string {
  const fitted = promptRows('sglang', decoded).filter(({ row }) => row.isIntervalKnown);
  const wait = fittedWait(fitted, latencyFiguresOf('sglang').firstToken);
  const rows = perfRows().filter(({ engine }) => engine === 'sglang');
  const [known, unknown] = [rows.filter((row) => row.isIntervalKnown), rows.filter((row) => !row.isIntervalKnown)];
  const at = (steps: number) => known.filter(({ spec }) => (spec.schedulerRecvInterval ?? 1) === steps).length;
  return [
    `SGLang may be told to look for new requests only once in a number of steps (\`--scheduler-recv-interval\`, 1 by default in every release from 0.5.1 to 0.5.23 that was read): a prompt then waits for half of them. The recipes of ${known.length} of its runs were read at the date of the run (SemiAnalysisAI/InferenceX; AccelMark and gpustack): ${at(10)} take 10, ${at(30)} take 30, ${at(1)} leave it at 1. The wait is computed from that and not fitted; were it fitted like the rest, it would come out ${wait.toFixed(2)} times as long.`,
    `Of the other ${unknown.length} nobody says it: they are not fitted, and are asked with 1. Nearly all send prompts and answers of one length, so that their clients stay in step, and their first tokens come late.`,
    'Before 2026-11-30 all runs were fitted, without the interval, and layers with experts had no figure of their own: 30.4 % in the median as shipped and 37.0 % with the model under test left out (p90 76.1 % and 148.2 %, 164 runs); the runs whose interval is not known were 30.5 % off in the median, and are further off now. Runs with the defaults of the engine are under “Serving runs that nobody had seen”: no figure was fitted on them, but the lower end of the range was set to hold them, and the upper one to hold the runs whose interval is not known.',
    'The runs with experts are of three models with latent or linear attention: what their layers take is more than that of plainer ones.',
  ].join(' ');
}

/** Runs that the memory formula lets wait: seconds to minutes, told by how many requests the KV cache holds. */
function waitingLines(estimates: readonly RowEstimate[]): string[] {
  const waiting = estimates.filter(({ row }) => row.ttftSeconds !== null && !hasRoom(row));
  const group = (name: string, members: readonly RowEstimate[]) => {
    const ratios = members.map(({ row, estimate }) => estimate.ttftMs / 1e3 / (row.ttftSeconds ?? Number.NaN));
    const inside = members.filter(({ row, estimate }) => {
      const [low, high] = estimate.range.ttftMs;
      const measured = (row.ttftSeconds ?? 0) * 1e3;
      return measured >= low && measured <= high;
    });
    return line(name, ratios, `${inside.length} of ${members.length}`);
  };
  return [
    'Runs with more requests than the KV cache holds by the memory estimate; they wait for each other, some for minutes. Where the format of the cache is not stated, the model’s own is taken, which holds half as many tokens as fp8:',
    [
      HEAD,
      group(
        'format of the cache stated by the recipe',
        waiting.filter(({ row }) => row.isCacheStated),
      ),
      group(
        'format not stated',
        waiting.filter(({ row }) => !row.isCacheStated),
      ),
    ].join('\n'),
  ];
}
