import fc from 'fast-check';
import { replicaLayout } from '../../lib/capacity/ask-engine';
import { stateSharing } from '../../lib/capacity/engines/vllm/state-sharing';
import { kvLayout, sequenceBytes } from '../../lib/capacity/model/kv-layout';
import { PLAIN_STATES } from '../../lib/capacity/model/state-groups';
import type { ReplicaSpec } from '../../lib/capacity/replica-spec';
import { Engine } from '../../lib/catalog/engines/engine';
import { Gpu } from '../../lib/catalog/gpu';
import { Model } from '../../lib/catalog/model';
import { fromGiB } from '../../lib/core/units';

const model = (id: string): Model => {
  const found = Model.byId(id);
  if (found === undefined) throw new Error(`no ${id}`);
  return found;
};
const spec = (over: Partial<ReplicaSpec>): ReplicaSpec => ({
  model: model('qwen3.6-27b'),
  gpu: Gpu.L40S,
  engine: Engine.vllm({ version: '0.24.0' }),
  tensorParallel: 2,
  quantization: 'checkpoint',
  kvCacheDtype: 'fp8',
  gpuMemoryUtilization: 0.9,
  maxContextTokens: 262_144,
  ...over,
});
/** What the engine prints for a pool of this size: whole blocks ÷ blocks of a request × the length of a request. */
function printed(replica: ReplicaSpec, poolGiB: number): number {
  const layout = replicaLayout(replica);
  const block = (layout.blockTokens ?? 0) * layout.bytesPerToken;
  const blocks = Math.floor(fromGiB(poolGiB) / block);
  const perRequest = sequenceBytes(layout, replica.maxContextTokens, 8_192) / block;
  return Math.floor((blocks / perRequest) * replica.maxContextTokens);
}

describe('what start-up messages of hybrids say, to the token', () => {
  const drafted = { drafter: { kind: 'own-layers', layers: 1 }, speculativeTokens: 3, prefixCaching: true } as const;

  test('Qwen3.6-27B over two cards, fp8, three drafted tokens: 11.05 GiB are 426 blocks of 17 layers × 1,600 tokens', () => {
    expect(replicaLayout(spec(drafted)).blockTokens).toBe(1_600);
    // https://github.com/noonghunna/club-3090/issues/642 (pool and tokens) and /294, /295 (flags and tokens: 425 and 424 blocks)
    expect(printed(spec(drafted), 11.0505)).toBe(623_873);
    expect(printed(spec(drafted), 11.03)).toBe(622_408);
    expect(printed(spec(drafted), 11.0)).toBe(620_944);
  });

  test('Qwen3.6-35B-A3B with prompts cached: two blocks of states in each of three groups (club-3090/issues/612)', () => {
    const replica = spec({ model: model('qwen3.6-35b-a3b'), tensorParallel: 1, maxContextTokens: 131_072, prefixCaching: true });
    expect(printed(replica, 5.98)).toBe(567_978);
  });
});

describe('states of a sequence', () => {
  const blocks = (over: Partial<ReplicaSpec>) => stateSharing(spec(over)).blocks;

  test('one block without cached prompts, two with them, one more for every drafted token', () => {
    expect(blocks({})).toBe(1);
    expect(blocks({ prefixCaching: true })).toBe(2);
    expect(blocks({ prefixCaching: true, speculativeTokens: 3 })).toBe(5);
    expect(blocks({ speculativeTokens: 2 })).toBe(3);
  });

  test('prompts are cached by default since 0.28', () => {
    expect(blocks({ engine: Engine.vllm({ version: '0.27.0' }) })).toBe(1);
    expect(blocks({ engine: Engine.vllm({ version: '0.28.0' }) })).toBe(2);
    expect(blocks({ engine: Engine.vllm({ version: '0.28.0' }), prefixCaching: false })).toBe(1);
  });

  test('Mamba-2 kept a state with every block of tokens until 0.28, when prompts were to be cached', () => {
    const mamba = model('nvidia-nemotron-3-nano-30b-a3b-bf16');
    const old = spec({ model: mamba, prefixCaching: true });
    const plain = replicaLayout(spec({ model: mamba }));
    expect(stateSharing(old)).toMatchObject({ blocks: 0, withTokens: true });
    expect(replicaLayout(old).bytesPerToken).toBeGreaterThan(4 * plain.bytesPerToken);
    expect(stateSharing(spec({ model: mamba, prefixCaching: true, engine: Engine.vllm({ version: '0.28.0' }) })).withTokens).toBe(false);
  });

  test('drafting more never takes less', () => {
    const bytes = (draftedTokens: number) =>
      sequenceBytes(
        kvLayout(model('qwen3.5-9b').facts, 'auto', 1, { ...PLAIN_STATES, draftedTokens, blocks: 1 + draftedTokens }),
        32_768,
        8_192,
      );
    fc.assert(fc.property(fc.nat(12), (n) => bytes(n + 1) >= bytes(n)));
  });
});

test('a window may start within a block: one more than the tokens need', () => {
  const layout = kvLayout(model('gemma-3-4b-it').facts, 'auto', 1);
  const windowedBlocks = (tokens: number) =>
    (sequenceBytes(layout, tokens, 2_048) - tokens * (layout.bytesPerToken - layout.windowedBytesPerToken)) /
    (16 * layout.windowedBytesPerToken);
  expect(windowedBlocks(2_048)).toBe(129);
  expect(windowedBlocks(32_768)).toBe(193);
});

test('before the hybrid manager every windowed layer kept the whole context', () => {
  const gemma = (version: string) => replicaLayout(spec({ model: model('gemma-3-12b-it'), engine: Engine.vllm({ version }) }));
  expect(gemma('0.8.4').windowTokens).toBeNull();
  expect(gemma('0.10.2').windowTokens).toBe(1_024);
});

test('blocks of the smaller kind hold more tokens; early reports counted every group by the larger', () => {
  const layout = kvLayout(model('gemma-4-31b-it').facts, 'auto', 1);
  const perLayer = layout.windowedBytesPerToken / 50;
  expect(layout.countedBytesPerToken).toBe(60 * perLayer);
  expect(layout.bytesPerToken).toBeLessThan(layout.countedBytesPerToken ?? 0);
  const gemma3 = kvLayout(model('gemma-3-27b-it').facts, 'auto', 1);
  expect(gemma3.countedBytesPerToken).toBe(gemma3.bytesPerToken);
});
