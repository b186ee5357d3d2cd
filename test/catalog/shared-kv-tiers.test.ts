/** KV blocks that several pods share: whoever asks for them is told once, why, and what to write instead. */
import { Engine } from '../../lib/catalog';
import { EngineVersion } from '../../lib/catalog/engines/engine-version';
import { SGLANG } from '../../lib/catalog/engines/sglang/definition';
import { VLLM } from '../../lib/catalog/engines/vllm/definition';
import { VLLM_KV_CONNECTORS } from '../../lib/catalog/engines/vllm/values';
import { sglangAdapter } from '../../lib/inference/engines/sglang/adapter';
import { vllmAdapter } from '../../lib/inference/engines/vllm/adapter';

const connector = (name: string, more: object = {}) => JSON.stringify({ kv_connector: name, kv_role: 'kv_both', ...more });
const nested = connector('MultiConnector', { kv_connector_extra_config: { connectors: [{ kv_connector: 'LMCacheMPConnector' }] } });
const tiers = (type: string) => JSON.stringify({ kv_connector_extra_config: { secondary_tiers: [{ type }] } });

const told = (engine: Engine, args: readonly string[], owned: readonly string[]) => [
  ...engine.checkExtraArgs(args, owned),
  ...engine.checkArgEffects(args, 'llm'),
];
const codes = (engine: Engine, args: readonly string[], owned: readonly string[]) => told(engine, args, owned).map(({ code }) => code);

describe.each([
  ['vLLM', Engine.vllm()],
  ['its first release with LMCache', Engine.vllm({ version: '0.10.2' })],
  ['Ray', Engine.rayServe()],
])('%s', (_, engine) => {
  test.each([
    [['--kv-transfer-config', connector('LMCacheConnectorV1')]],
    [[`--kv_transfer_config=${connector('LMCacheMPConnector')}`]],
    [['--kv-transfer-config.kv_connector', 'LMCacheConnectorV1']],
    [['--kv-transfer-config', nested]],
    [['--kv-transfer-config', connector('MooncakeStoreConnector')]],
    [['--kv-transfer-config', connector('FlexKVConnectorV1')]],
    [['--kv-transfer-config', connector('HF3FSKVConnector')]],
    [['--kv-transfer-config', tiers('obj')]],
    [['--kv-transfer-config', tiers('p2p')]],
    [['--kv-offloading-backend', 'lmcache']],
  ])('%j is AF-ENG-076 and nothing else', (args) => {
    const [finding, ...others] = told(engine, args, vllmAdapter.ownedFlags);
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ code: 'AF-ENG-076', severity: 'error', prop: 'extraArgs' });
    expect(finding?.repairs[0]).toContain('offload: { kvCacheGiB, kvCacheShared: { sizeGiB, storageClass } }');
  });

  test.each([
    [['--kv-transfer-config', connector('NixlConnector')]],
    [['--kv-transfer-config', tiers('fs')]],
    [['--kv-offloading-backend', 'native']],
    [['--kv-transfer-config']],
  ])('%j shares nothing and stays AF-ENG-023', (args) => {
    expect(codes(engine, args, vllmAdapter.ownedFlags)).toEqual(['AF-ENG-023']);
  });

  test('the answers of LMCache are said to be wrong', () => {
    const [finding] = told(engine, ['--kv-offloading-backend', 'lmcache'], vllmAdapter.ownedFlags);
    expect(finding?.message).toMatch(/LMCache.*wrong without an error.*revision/);
  });

  test.each(['LMCACHE_REMOTE_URL', 'LMCACHE_CONFIG_FILE', 'MOONCAKE_CONFIG_PATH'])('variable %s is AF-ENG-076', (name) => {
    expect(engine.checkEnvironment([name])).toMatchObject([{ code: 'AF-ENG-076', prop: `env.${name}`, value: name }]);
  });
});

describe('SGLang', () => {
  const engine = Engine.sglang();
  const stores = (SGLANG.flags.choicesOf('--hicache-storage-backend', EngineVersion.of('0.5.23', 'patch')) ?? []).filter(
    (store) => store !== 'file',
  );

  test.each([
    [['--enable-lmcache']],
    [['--lmcache-config-file', '/lmcache.yaml']],
    [['--enable-flexkv']],
    ...stores.map((store) => [['--hicache-storage-backend', store]]),
  ])('%j is AF-ENG-076 and nothing else', (args) => {
    expect(codes(engine, args, sglangAdapter.ownedFlags)).toEqual(['AF-ENG-076']);
  });

  test('files in the pod are those of offload', () => {
    expect(codes(engine, ['--hicache-storage-backend', 'file'], sglangAdapter.ownedFlags)).toEqual(['AF-ENG-023']);
  });

  test('variables of LMCache are told as well', () => {
    expect(engine.checkEnvironment(['LMCACHE_CHUNK_SIZE'])).toMatchObject([{ code: 'AF-ENG-076' }]);
  });
});

test('variables of LMCache are told by TensorRT-LLM, too', () => {
  expect(Engine.tensorRtLlm().checkEnvironment(['LMCACHE_CONFIG_FILE', 'HF_HOME'])).toMatchObject([{ code: 'AF-ENG-076' }]);
});

test('every connector of vLLM is judged: it shares blocks, moves those of one request, or stays in its pod', () => {
  const shares = VLLM_KV_CONNECTORS.map(([name]) => name).filter((name) =>
    codes(Engine.vllm(), ['--kv-transfer-config', connector(name)], vllmAdapter.ownedFlags).includes('AF-ENG-076'),
  );
  expect(shares).toEqual([
    'FlexKVConnectorV1',
    'HF3FSKVConnector',
    'LMCacheConnectorV1',
    'LMCacheMPConnector',
    'MooncakeStoreConnector',
    'SharedStorageConnector',
  ]);
});

test('every tier says where its reason was read', () => {
  const all = [VLLM, SGLANG].flatMap(({ sharedKvTiers }) => sharedKvTiers?.flags.map(([, , tier]) => tier) ?? []);
  for (const { name, why, provenance } of all) {
    expect({ name, why }).toEqual({ name: expect.stringMatching(/\w/), why: expect.stringMatching(/ /) });
    expect(provenance).toMatchObject({ source: expect.stringMatching(/\w/), asOf: expect.stringMatching(/^2026-11/) });
  }
});
