/** What every verdict says beside the word: how much more fits, and what the law may be wrong by on this release. */
import { estimateReplica } from '../../lib/capacity';
import { assess } from '../../lib/capacity/fit/assessment';
import { plannedReplica } from '../../lib/capacity/fit/balance';
import { fitsWithinBand } from '../../lib/capacity/fit/rules/fits-within-band';
import { Engine } from '../../lib/catalog/engines/engine';
import { Gpu } from '../../lib/catalog/gpu';
import { Model } from '../../lib/catalog/model';
import { evaluateRules } from '../../lib/core/evaluate-rules';
import { codes, FP8, judge, pool, replica, sessions } from './support';

describe('margin', () => {
  const at = (count: number, change = {}) => judge({ replica: replica(FP8), demands: [sessions(count, 8_192)], ...change });

  test('so many more sessions keep a tenth free; one more does not', () => {
    const { margin } = at(50);
    expect(at(50 + (margin?.sessions ?? 0)).verdict).not.toBe('rejected');
    expect(at(51 + (margin?.sessions ?? 0)).verdict).toBe('rejected');
    expect(margin?.tokens).toBeGreaterThanOrEqual((margin?.sessions ?? 0) * 8_192);
    expect(margin?.tokens).toBeLessThan(((margin?.sessions ?? 0) + 1) * 8_192);
  });

  test('it is negative where too many are planned, by as many as have to go', () => {
    const { margin } = at(150);
    expect(at(150 + (margin?.sessions ?? 0)).verdict).not.toBe('rejected');
    expect(at(151 + (margin?.sessions ?? 0)).verdict).toBe('rejected');
    expect(margin?.tokens).toBeLessThan(0);
  });

  test('the admission limit and the tokens a second bound it, too', () => {
    expect(at(50, { replica: replica({ ...FP8, maxNumSeqs: 60 }) }).margin?.sessions).toBe(10);
    const rate = { requestsPerSecond: 10, inputTokens: 100, outputTokens: 100 };
    const busy = at(20, { demands: [{ ...sessions(20, 1_024), rate }], measured: { tokensPerSecond: 1_500 } });
    expect(busy.margin?.sessions).toBe(10);
  });

  test('at the floor or at the peak, whichever is less', () => {
    const both = judge({ replica: replica(FP8), maxReplicas: 2, demands: [sessions(50, 8_192)], peakDemands: [sessions(210, 8_192)] });
    expect(both.margin?.sessions).toBeLessThan(20);
  });

  test('nothing asked, or a fact missing: no margin', () => {
    expect(judge({ replica: replica(FP8) }).margin).toBeNull();
    expect(judge({ replica: replica({ gpu: Gpu.GH200_144GB }), demands: [sessions(1, 100)] }).margin).toBeNull();
  });

  test('an encoder holds no cache: only its other limits count', () => {
    const encoder = judge({ replica: replica({ model: Model.BGE_M3, gpu: Gpu.L40 }), demands: [sessions(10, 512)] });
    expect(encoder.margin).toEqual({ sessions: 1_000_000, tokens: 0 });
  });
});

describe('reserve', () => {
  const asked = (count: number) => pool({ replica: replica(FP8), demands: [sessions(count, 8_192)] });

  test.each(['0.9.0', '0.15.0', '0.19.0', '0.22.0', '0.31.0'])(
    'on %s it is what lies between the plan and the lower end of the band',
    (version) => {
      const spec = replica({ ...FP8, engine: Engine.vllm({ version }) });
      const input = pool({ replica: spec, demands: [sessions(50, 8_192)] });
      const low = estimateReplica(plannedReplica(input)).perGpuGiB.kvCacheRange[0];
      const { reserveGiB, supplyGiB } = judge(input);
      expect(reserveGiB).toBeGreaterThanOrEqual(0);
      expect(reserveGiB).toBeCloseTo(Math.max(0, supplyGiB - low), 2);
    },
  );

  const beyond = (count: number, reserveGiB: number) => evaluateRules([fitsWithinBand], { ...assess(asked(count)), reserveGiB });

  test('AF-CAP-022: a plan that fits only while the estimate is right is a warning, with the size that is possible', () => {
    const [finding, ...rest] = beyond(100, 12);
    expect(rest).toEqual([]);
    expect(finding).toMatchObject({ code: 'AF-CAP-022', severity: 'warning', value: 12 });
    expect(finding?.message).toMatch(
      /^100 sessions × 8,192 tokens need 50\.0 GiB .* off by 12\.0 GiB a replica: as little as 48\.\d GiB is possible$/,
    );
    expect(beyond(100, 10)).toEqual([]);
    expect(beyond(150, 12)).toEqual([]);
  });

  test('a plan within the reserve is tight, though a sixth of the pool stays free', () => {
    const on = (model: Model, count: number) =>
      judge({ replica: replica({ model, gpu: Gpu.H100_PCIE, maxContextTokens: 2_048, maxNumSeqs: 256 }), demands: [sessions(count, 512)] });
    const doubtful = Model.all()
      .filter((model) => on(model, 1).verdict === 'fits')
      .map((model) => ({ model, one: on(model, 1) }))
      .find(({ one }) => one.reserveGiB > 0.19 * one.supplyGiB);
    if (doubtful === undefined) throw new Error('no model of the catalog has a band that wide');
    const { model, one } = doubtful;
    const verdict = on(model, Math.floor((0.83 * one.supplyGiB) / one.demandGiB));
    expect([verdict.verdict, codes(verdict, 'warning').includes('AF-CAP-022')]).toEqual(['tight', true]);
    expect(verdict.headroom).toBeGreaterThan(0.15);
  });
});
