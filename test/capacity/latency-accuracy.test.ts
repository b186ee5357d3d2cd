/** The published errors and bands of the latency laws, held to the rows they come from. */
import { correctedRatios } from '../../bench/corrected-latency';
import { fittedWait } from '../../bench/first-token-fit';
import { decodeRatios, decodeRows, firstTokenRatios, fittedFormula, hasRoom, promptRows, rowEstimates } from '../../bench/latency-accuracy';
import { dot, mean, quantile, robustFit } from '../../bench/least-squares';
import { latencyFiguresOf } from '../../bench/perf-rows';
import { DECODE_FORMULA, STEP_PARTS, weigh } from '../../lib/capacity/latency/decode-step';
import type { FirstTokenFormula, Spread } from '../../lib/capacity/latency/engine-latency';
import { firstTokenSeconds } from '../../lib/capacity/latency/first-token';

const rows = decodeRows();
const ENGINES = ['vllm', 'sglang', 'tensorrt-llm'] as const;
const error = (ratio: number) => Math.abs(ratio - 1);
const inside = (ratios: readonly number[], { low, high }: Spread) =>
  ratios.filter((ratio) => 1 / ratio >= low && 1 / ratio <= high).length / ratios.length;

describe('time per output token', () => {
  const ratios = decodeRatios(rows);

  test('the law is the fit on the rows', () => {
    const fitted = robustFit(rows.map(({ row, terms }) => STEP_PARTS.map((part) => terms[part] / row.tpotSeconds)));
    const apart = rows.map(({ terms }) =>
      Math.abs(
        dot(
          fitted,
          STEP_PARTS.map((part) => terms[part]),
        ) /
          weigh(terms, DECODE_FORMULA) -
          1,
      ),
    );
    expect(mean(apart)).toBeLessThan(0.02);
    expect(rows.length).toBeGreaterThan(800);
    expect(mean(ratios.map(({ shipped }) => error(shipped)))).toBeLessThan(0.15);
  });

  test('with the model under test left out: at most 16 % on average, 12 % in the median', () => {
    const errors = ratios.map(({ leftOut }) => error(leftOut));
    expect(mean(errors)).toBeLessThan(0.16);
    expect(quantile(errors, 0.5)).toBeLessThan(0.12);
  });

  test.each(ENGINES)('nine of ten runs of %s lie in its band, though the model was not fitted on', (engine) => {
    const own = ratios.filter(({ row }) => row.engine === engine).map(({ leftOut }) => leftOut);
    expect(inside(own, latencyFiguresOf(engine).band.step)).toBeGreaterThanOrEqual(0.9);
    expect(mean(own.map(error))).toBeLessThan(latencyFiguresOf(engine).band.step.mean + 0.01);
  });

  const sglang = () => promptRows('sglang', rows);

  test('SGLang: 27 % on average and 24 % in the median with the model left out, where the interval of its scheduler is known', () => {
    const known = firstTokenRatios('sglang', rows).filter(({ row }) => row.isIntervalKnown);
    const errors = known.map(({ leftOut }) => error(leftOut));
    expect(known.length).toBeGreaterThan(90);
    expect(mean(errors)).toBeLessThan(0.27);
    expect(quantile(errors, 0.5)).toBeLessThan(0.24);
  });

  test('the runs of SGLang themselves say that a first token waits for half of the interval', () => {
    const known = sglang().filter(({ row }) => row.isIntervalKnown);
    expect(new Set(known.map(({ row }) => row.spec.schedulerRecvInterval))).toEqual(new Set([1, 10, 30]));
    expect(known.filter(({ row, receiveSeconds }) => (row.spec.schedulerRecvInterval ?? 1) > 1 && receiveSeconds === 0)).toEqual([]);
    const wait = fittedWait(known, latencyFiguresOf('sglang').firstToken);
    expect(wait).toBeGreaterThan(0.8);
    expect(wait).toBeLessThan(1.25);
  });

  test('of runs whose interval nobody knows, nine of ten lie in the range of the default, and nine of ten below its upper end', () => {
    const unknown = rowEstimates().filter(({ row }) => row.engine === 'sglang' && !row.isIntervalKnown && hasRoom(row));
    const share = (holds: (milliseconds: number, range: readonly [number, number]) => boolean) =>
      unknown.filter(({ row, estimate }) => holds((row.ttftSeconds ?? 0) * 1e3, estimate.range.ttftMs)).length / unknown.length;
    expect(unknown.length).toBeGreaterThan(60);
    expect(share((ms, [low, high]) => ms >= low && ms <= high)).toBeGreaterThanOrEqual(0.9);
    expect(share((ms, [, high]) => ms <= high)).toBeGreaterThanOrEqual(0.9);
  });

  test.each(ENGINES)('a run of %s tells another load of its replica within the narrower band', (engine) => {
    const { step } = correctedRatios(engine);
    expect(inside(step, latencyFiguresOf(engine).correctedBand.step)).toBeGreaterThanOrEqual(0.9);
    expect(mean(step.map(error))).toBeLessThan(latencyFiguresOf(engine).correctedBand.step.mean + 0.01);
  });
});

describe('time to first token, where every request finds room', () => {
  test.each(ENGINES)('nine of ten runs of %s lie in its band, though the model was not fitted on', (engine) => {
    const ratios = firstTokenRatios(engine, rows).filter(({ row }) => row.isIntervalKnown);
    const leftOut = ratios.map((ratio) => ratio.leftOut);
    expect(inside(leftOut, latencyFiguresOf(engine).band.firstToken)).toBeGreaterThanOrEqual(0.9);
    expect(mean(leftOut.map(error))).toBeLessThan(latencyFiguresOf(engine).band.firstToken.mean + 0.02);
  });

  test('vLLM: 21 % on average and 15 % in the median with the model left out', () => {
    const errors = firstTokenRatios('vllm', rows).map(({ leftOut }) => error(leftOut));
    expect(mean(errors)).toBeLessThan(0.21);
    expect(quantile(errors, 0.5)).toBeLessThan(0.15);
  });

  test.each(ENGINES)('the law of %s is the fit on its rows', (engine) => {
    const own = promptRows(engine, rows).filter(({ row }) => row.isIntervalKnown);
    const seconds = (law: FirstTokenFormula) => own.map((row) => firstTokenSeconds(row.terms, law, row.running, row.stepSeconds));
    const [shipped, fitted] = [seconds(latencyFiguresOf(engine).firstToken), seconds(fittedFormula(engine, own))];
    expect(mean(fitted.map((value, index) => Math.abs(value / (shipped[index] ?? 0) - 1)))).toBeLessThan(0.05);
  });

  test.each(ENGINES)('a run of %s tells another load of its replica within the band', (engine) => {
    expect(inside(correctedRatios(engine).firstToken, latencyFiguresOf(engine).correctedBand.firstToken)).toBeGreaterThanOrEqual(0.89);
  });
});
