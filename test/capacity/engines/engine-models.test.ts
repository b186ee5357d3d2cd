/** All engines by the same laws, a toy among them: added by one folder and one line. */
import { engineModelOf, engineToSize, estimateReplica, judgePool, registerEngineModel } from '../../../lib/capacity';
import { ENGINE_MODELS } from '../../../lib/capacity/engines';
import { Engine } from '../../../lib/catalog/engines/engine';
import { sizeLine } from '../../../lib/sizing/size-line';
import { engineModelLaws } from '../../support/engine-model-laws';
import { TOY_SIZING } from '../../support/toy-engine';
import { pool, replica, sessions } from '../support';

const unregister = registerEngineModel(TOY_SIZING);
afterAll(() => unregister());

for (const model of [...ENGINE_MODELS, TOY_SIZING]) engineModelLaws(model, 25);

describe('a registered engine', () => {
  const toy = replica({ engine: engineToSize('Toy') });

  test('is asked by replicas that name it, and by size', () => {
    expect(engineModelOf(toy)).toBe(TOY_SIZING);
    const { physical, budget, weights, kvCache, kvCacheRange } = estimateReplica(toy).perGpuGiB;
    expect(budget).toBeCloseTo(physical * toy.gpuMemoryUtilization, 9);
    // Its rules: a GiB of its own, one pass of activations, and a band of a GiB.
    expect(kvCache).toBeLessThan(budget - weights - 1);
    // Some cards of this name report more memory than the one that is planned with.
    const spread = 0.08;
    expect(kvCacheRange[0]).toBeCloseTo(kvCache - 1, 9);
    expect(kvCacheRange[1]).toBeCloseTo(kvCache + 1 + 0.9 * spread, 9);
    const answer = sizeLine({
      model: 'llama-3.1-8b-instruct',
      gpu: toy.gpu.id,
      engine: 'toy',
      maxModelLen: 8_192,
      sessions: 10,
      contextTokens: 8_000,
    });
    expect(answer).toMatchObject({ verdict: judgePool(pool({ replica: toy, demands: [sessions(10, 8_000)] })).verdict });
    expect(answer).toMatchObject({ notes: expect.arrayContaining(['toy: by the rules of its source, made up for tests']) });
  });

  test('is gone when it is taken out, and a replaced one comes back', () => {
    const back = registerEngineModel({ ...TOY_SIZING, compared: 'another' });
    expect(engineModelOf(toy).compared).toBe('another');
    back();
    expect(engineModelOf(toy)).toBe(TOY_SIZING);
  });
});

describe('an engine without a description', () => {
  const engine = { ...engineToSize('tgi'), id: 'homemade', name: 'Homemade 1.0' };

  test('is uncertain and says what is missing, whatever is asked', () => {
    const verdict = judgePool(pool({ replica: replica({ engine }), demands: [sessions(1, 1_000)] }));
    expect(verdict.verdict).toBe('uncertain');
    expect(verdict.missing).toContain('memory accounting of Homemade 1.0 (registerEngineModel)');
  });

  test('cannot be named: the error lists those that can', () => {
    expect(() => engineToSize('homemade')).toThrow(expect.objectContaining({ code: 'AF-SPEC-001' }));
    expect(() => engineToSize('homemade')).toThrow(/allowed.*vllm, ray-serve, sglang/s);
  });

  test('a text that is not a release of a known engine is refused', () => {
    expect(() => engineToSize('vllm', 'main')).toThrow(/'main' is not a release of vllm/);
  });
});

test('an engine of the catalog is its own engine to size', () => {
  expect(Engine.isEngine(engineToSize('vLLM', 'v0.31.0rc1'))).toBe(true);
  expect(engineToSize('vllm', 'v0.31.0rc1').version).toBe('0.31.0');
  expect(engineToSize('ray').name).toBe('Ray Serve LLM (vLLM 0.29.0)');
});
