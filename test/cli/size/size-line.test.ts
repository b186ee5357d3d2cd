import { sizeText } from '../../../lib/cli/size/size-command';
import { sizeTable } from '../../../lib/cli/size/size-table';
import type { SizeAnswer } from '../../../lib/sizing/size-answer';
import { sizeLine } from '../../../lib/sizing/size-line';
import configs from '../../data/golden-configs.json';

const LLAMA_8B = { model: 'meta-llama/Llama-3.1-8B-Instruct', gpu: 'NVIDIA H100 80GB HBM3', engine: 'vllm', engineVersion: '0.19.0' };

function answered(line: object): SizeAnswer {
  const answer = sizeLine(line);
  if ('error' in answer) throw new Error(answer.error.message);
  return answer;
}

describe('the memory of a line', () => {
  test('is the measured start-up of an 8B on an H100', () => {
    const { perGpuGiB, kvBytesPerToken, verdict } = answered({ ...LLAMA_8B, gpuMemoryUtilization: 0.95, memoryGiB: 79.19 });
    expect(perGpuGiB?.weights).toBeCloseTo(14.99, 2);
    expect(Math.abs((perGpuGiB?.kvCache ?? 0) - 58.11)).toBeLessThan(0.1);
    expect([kvBytesPerToken, verdict]).toEqual([131_072, 'fits']);
  });

  test('comes from a config.json as well as from the catalog', () => {
    const fromFile = answered({ ...LLAMA_8B, modelConfig: configs.configs['Llama-3.1-8B-Instruct'] });
    expect(fromFile.perGpuGiB).toEqual(answered(LLAMA_8B).perGpuGiB);
  });

  test('follows the release: graphs come out of the budget since 0.21, the sampler was heavier before 0.17', () => {
    const at = (engineVersion: string) => answered({ ...LLAMA_8B, engineVersion }).perGpuGiB;
    expect(at('0.19.0')?.graphs).toBe(0);
    expect(at('0.22.0')?.graphs).toBeGreaterThan(0.5);
    expect(at('0.27.0')?.graphs).toBe(0);
    expect(at('0.31.0')?.graphs).toBeGreaterThan(0.5);
    expect(at('0.16.0')?.activation).toBeGreaterThan(4.5);
  });

  test('follows the link: collective buffers are small over PCIe', () => {
    const on = (gpu: string) => answered({ ...LLAMA_8B, gpu, tensorParallel: 2 }).perGpuGiB?.nonTorch;
    expect([on('NVIDIA L40S'), on('NVIDIA H100 80GB HBM3')]).toEqual([0.21, 2.08]);
  });

  test('an unknown release widens the range', () => {
    const width = (line: object) => {
      const [low, high] = answered(line).perGpuGiB?.kvCacheRange ?? [0, 0];
      return high - low;
    };
    const { engineVersion: _, ...unversioned } = LLAMA_8B;
    expect(width(unversioned)).toBeGreaterThan(2 * width(LLAMA_8B));
  });

  test('a stage of a pipeline holds its share of the layers, and the tightest stage counts', () => {
    const staged = answered({ ...LLAMA_8B, pipelineParallel: 2 });
    expect(staged.perGpuGiB?.weights).toBeGreaterThan(14.99 / 2 - 0.1);
    expect(staged.kvBytesPerToken).toBe(131_072 / 2);
  });

  test('weights kept on the host leave the card', () => {
    const kept = answered({ ...LLAMA_8B, cpuOffloadGiB: 4 }).perGpuGiB?.weights ?? 0;
    expect(kept).toBeCloseTo(10.99, 1);
  });
});

describe('other engines have their own accounting', () => {
  test('SGLang leaves 13 GiB of a large card (chunks, graphs, ranks), TensorRT-LLM a tenth of what is free', () => {
    const kv = (engine: string) => answered({ model: LLAMA_8B.model, gpu: LLAMA_8B.gpu, engine });
    expect(kv('sglang').perGpuGiB?.kvCache).toBeCloseTo((79.15 - 0.51) * 0.83 - 14.99 - 0.1, 1);
    expect(kv('tensorrt-llm').perGpuGiB?.kvCache).toBeCloseTo(0.9 * (79.15 - 0.51 - 14.99 - 1.92), 1);
    expect(kv('sglang').notes[0]).toContain('compared with few start-up logs');
  });

  test('Ray Serve runs the vLLM that it pins', () => {
    const { engineVersion: _, ...line } = LLAMA_8B;
    expect(answered({ ...line, engine: 'ray' }).perGpuGiB).toEqual(answered({ ...line, engineVersion: '0.29.0' }).perGpuGiB);
  });
});

test('the first engine core profiled one full request', () => {
  const at = (maxModelLen: number) => answered({ ...LLAMA_8B, engineVersion: '0.6.3', maxModelLen }).perGpuGiB?.activation ?? 0;
  expect(at(32_768)).toBeGreaterThan(2 * at(8_192));
});

describe('the verdict', () => {
  const a40 = { ...LLAMA_8B, gpu: 'a40', maxModelLen: 8_192 };

  test('without sessions: does one full request fit', () => {
    expect(answered({ ...LLAMA_8B, gpu: 'NVIDIA GeForce RTX 4090' })).toMatchObject({ verdict: 'rejected' });
    expect(answered({ ...LLAMA_8B, gpu: 'NVIDIA GeForce RTX 4090', maxModelLen: 8_192 }).verdict).toBe('fits');
  });

  test('with sessions: by headroom', () => {
    const verdicts = [15, 21, 23, 30].map((sessions) => answered({ ...a40, sessions, contextTokens: 8_192 }).verdict);
    expect(verdicts).toEqual(['fits', 'tight', 'rejected', 'rejected']);
  });

  test('weights that do not fit are named', () => {
    expect(answered({ ...LLAMA_8B, model: 'meta-llama/Llama-3.3-70B-Instruct' }).reason).toMatch(
      /^the weights of llama-3.3-70b-instruct alone do not fit/,
    );
  });

  test('heads that do not divide are named', () => {
    expect(answered({ ...LLAMA_8B, tensorParallel: 3 }).reason).toBe(
      'tensor parallel 3 does not divide 32 attention heads and 8 KV heads of llama-3.1-8b-instruct',
    );
  });
});

describe('what is not known is named', () => {
  test.each([
    ['model', { ...LLAMA_8B, model: 'acme/unheard-of' }, 'modelConfig: acme/unheard-of is not in the catalog'],
    ['GPU', { ...LLAMA_8B, gpu: 'Voodoo 2' }, 'memoryGiB: Voodoo 2 is not in the catalog'],
    ['engine', { ...LLAMA_8B, engine: 'homemade' }, 'memory accounting of homemade'],
    ['scheme', { ...LLAMA_8B, quantization: 'gguf' }, 'bytes per weight of gguf'],
    ['KV dtype', { ...LLAMA_8B, kvCacheDtype: 'turboquant_k8v4' }, 'bytes of KV dtype turboquant_k8v4'],
    ['dimension', { ...LLAMA_8B, modelConfig: { model_type: 'llama', num_hidden_layers: 2 } }, 'hiddenSize'],
  ])('%s', (_, line, missing) => {
    const answer = answered(line);
    expect(answer.verdict).toBe('uncertain');
    expect(answer.missing).toContain(missing);
  });

  test('a card is sized by its reported memory alone', () => {
    expect(answered({ ...LLAMA_8B, gpu: 'NVIDIA GB10', memoryGiB: 119.7 }).verdict).toBe('fits');
  });

  test('a number on the box is not what the driver reports', () => {
    const answer = answered({ ...LLAMA_8B, memoryGiB: 80 });
    expect(answer.perGpuGiB?.physical).toBe(79.15);
    expect(answer.notes[0]).toContain('80 is the number on the box');
  });

  test('a quantised copy is known by its name, and the note says so', () => {
    const answer = answered({ ...LLAMA_8B, model: 'hugging-quants/Meta-Llama-3.1-8B-Instruct-AWQ' });
    expect(answer.perGpuGiB?.weights).toBeLessThan(6);
    expect(answer.notes[0]).toContain('awq by its name');
  });
});

describe('a bad line answers with an error, and the run goes on', () => {
  test('no JSON', () => {
    expect(sizeText('{oops')).toMatchObject({ id: null, error: { code: 'AF-SPEC-001' } });
  });

  test('a wrong type keeps the id and names the key', () => {
    expect(sizeLine({ id: 'x', gpu: 3 })).toMatchObject({
      id: 'x',
      error: { code: 'AF-SPEC-001', message: 'gpu is 3 (allowed: a text)', problems: [{ key: 'gpu', value: 3, allowed: 'a text' }] },
    });
  });

  test('an unknown key is refused, with the one that was meant', () => {
    expect(sizeLine({ ...LLAMA_8B, id: 7, maxModelLenn: 8_192 })).toMatchObject({
      id: 7,
      error: {
        code: 'AF-SPEC-002',
        message: expect.stringMatching(/^unknown key 'maxModelLenn', did you mean 'maxModelLen'\? \(allowed: id, model, /) as unknown,
        problems: [{ key: 'maxModelLenn', repair: 'write maxModelLen' }],
      },
    });
  });
});

test('the table reads like the budget', () => {
  const rows = sizeTable(answered(LLAMA_8B), 100, (key) => key)
    .split('\n')
    .map((row) => row.split(/\s+/)[0]);
  expect(rows).toEqual([
    'memory',
    'budget',
    'weights',
    'activations',
    'runtime',
    'graphs',
    'KV',
    'per',
    'tokens',
    'full',
    'price',
    'verdict',
  ]);
});
