/** Latency by AIConfigurator's measured tables beside the formula, on the sample of runs that it was asked about (test/data/peers-aiconfigurator-latency.json). */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeRatios, firstTokenRatios, type LatencyRatio } from '../latency-accuracy';
import { mean, quantile } from '../least-squares';
import { perfRows } from '../perf-rows';

interface LatencyAnswer {
  readonly id: string;
  readonly tpotMs: number | null;
  readonly ttftMs: number | null;
  readonly why?: string;
}

interface LatencyFile {
  readonly version: string;
  readonly asked: string;
  readonly source: string;
  readonly note: string;
  readonly rows: readonly LatencyAnswer[];
}

export const latencyFile = (): LatencyFile =>
  JSON.parse(readFileSync(join(__dirname, '../../test/data/peers-aiconfigurator-latency.json'), 'utf8')) as LatencyFile;

/** Estimate over measured, of runs that both answered; ours with the model under test left out. */
export interface LatencyDuel {
  readonly ours: readonly number[];
  readonly theirs: readonly number[];
}

export function stepDuel(): LatencyDuel {
  return paired(decodeRatios(), ({ tpotMs }) => tpotMs, new Map(perfRows().map((row) => [row.id, row.tpotSeconds])));
}

export function firstTokenDuel(): LatencyDuel {
  const ratios = (['vllm', 'sglang', 'tensorrt-llm'] as const).flatMap((engine) => firstTokenRatios(engine));
  return paired(ratios, ({ ttftMs }) => ttftMs, new Map(perfRows().map((row) => [row.id, row.ttftSeconds ?? Number.NaN])));
}

function paired(
  ratios: readonly LatencyRatio[],
  said: (answer: LatencyAnswer) => number | null,
  measured: ReadonlyMap<string, number>,
): LatencyDuel {
  const ours = new Map(ratios.map(({ row, leftOut }) => [row.id, leftOut]));
  const both = latencyFile().rows.flatMap((answer) => {
    const [mine, theirs, observed] = [ours.get(answer.id), said(answer), measured.get(answer.id)];
    return mine === undefined || theirs === null || observed === undefined ? [] : [{ mine, theirs: theirs / 1e3 / observed }];
  });
  return { ours: both.map(({ mine }) => mine), theirs: both.map(({ theirs }) => theirs) };
}

const percent = (value: number) => `${(value * 100).toFixed(1)} %`;

function line(figure: string, whose: string, ratios: readonly number[]): string {
  const errors = ratios.map((ratio) => Math.abs(ratio - 1));
  return `| ${figure} | ${whose} | ${errors.length} | ${percent(mean(errors))} | ${percent(quantile(errors, 0.5))} | ${percent(quantile(errors, 0.9))} |`;
}

export function latencyDuelSection(): string {
  const { version, asked, note, rows } = latencyFile();
  const [step, first] = [stepDuel(), firstTokenDuel()];
  const refused = rows.filter(({ tpotMs }) => tpotMs === null).length;
  return [
    '### AIConfigurator on the same runs',
    `Version ${version}, asked on ${asked}. ${note} It reads measured tables of the GPU; the estimate reads data sheets, without the model under test. It refused ${refused} of ${rows.length}.`,
    [
      '| figure | whose | runs | mean | median | p90 |\n|---|---|---|---|---|---|',
      line('time per output token', 'this library', step.ours),
      line('time per output token', 'AIConfigurator', step.theirs),
      line('time to first token, where every request finds room', 'this library', first.ours),
      line('time to first token, where every request finds room', 'AIConfigurator', first.theirs),
    ].join('\n'),
  ].join('\n\n');
}
