/** The latency part of docs/accuracy.md: errors of the formulas on published runs, and how many of those lie in the bands. */

import type { Spread } from '../lib/capacity/latency/engine-latency';
import { correctedRatios } from './corrected-latency';
import { decodeRatios, decodeRows, firstTokenRatios, hasRoom, type LatencyRatio, type RowEstimate, rowEstimates } from './latency-accuracy';
import { mean, quantile } from './least-squares';
import { latencyDuelSection } from './peers/latency-duel';
import { latencyFiguresOf, type PerfEngine } from './perf-rows';

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
    `${steps.length} published runs (test/data/perf.json): aggregated serving, tensor parallel at most 8, no data-parallel attention.`,
    'The band holds nine of ten runs of models that the estimate was not fitted on; it is narrower where one number of your own corrects the estimate.',
    '### Time per output token',
    [HEAD, ...stepLines(steps)].join('\n'),
    '### Time to first token',
    'Runs in which every request finds room in the KV cache:',
    [
      HEAD,
      ...ENGINES.flatMap((engine) => promptLines(engine, firstTokenRatios(engine, rows))),
      ...ENGINES.map((engine) => correctedLine(engine, 'firstToken')),
    ].join('\n'),
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
  const shipped = ratios.map((ratio) => ratio.shipped);
  return [
    line(`${NAMES[engine]}, as shipped`, shipped, within(shipped, band)),
    line(`${NAMES[engine]}, model under test left out`, leftOut(ratios), within(leftOut(ratios), band)),
  ];
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
