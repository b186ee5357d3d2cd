/** What drafts, beside pipeline stages and beside KV blocks on a disk of the node: what vLLM cannot do is refused, and what nobody knows is said. */
import { TerraformStack, Testing } from 'cdktf';
import { Cluster, Engine, Gpu, InferencePool, type InferencePoolProps, isFleetError, Model, Speculative } from 'cdktf-agent-fleet';
import type { Finding } from '../../lib/core/finding';
import { checkedAlone } from '../setup/checked-alone';
import { templateOf } from '../setup/template-of';

const head = { checkpoint: 'acme/head', weightsGiB: 1, kvBytesPerToken: 4_096 };
const DRAFTS = {
  'prompt-lookup': Speculative.promptLookup({ tokens: 4 }),
  'draft-model': Speculative.draftModel({ drafter: Model.LLAMA_3_2_1B_INSTRUCT, tokens: 4 }),
  eagle: Speculative.eagle({ drafter: head, tokens: 3 }),
  eagle3: Speculative.eagle3({ drafter: head, tokens: 3 }),
} as const;

const STAGES: Partial<InferencePoolProps> = { gpusPerReplica: 4, parallelism: { pipeline: 2 } };

function found(props: Partial<InferencePoolProps>, strict = false): readonly Finding[] {
  const app = Testing.app();
  const cluster = Cluster.fromKubeconfig({ context: 'prod-eu', strict });
  const base: InferencePoolProps = {
    cluster,
    model: Model.LLAMA_3_3_70B_INSTRUCT,
    quantization: 'fp8',
    gpu: Gpu.H100_SXM,
    gpusPerReplica: 2,
    maxContextTokens: 8_192,
  };
  new InferencePool(new TerraformStack(app, 'models'), 'served', { ...base, ...props });
  try {
    return templateOf(checkedAlone(app), 'models').plan().findings as Finding[];
  } catch (error) {
    if (isFleetError(error)) return error.problems;
    throw error;
  }
}

const ofProp = (prop: string, findings: readonly Finding[]) => findings.filter((one) => one.code === 'AF-ENG-027' && one.prop === prop);

test('a drafting model ends the engine over pipeline stages', () => {
  for (const engine of [Engine.vllm(), Engine.rayServe()]) {
    const [finding] = ofProp('parallelism.pipeline', found({ ...STAGES, engine, speculative: DRAFTS['draft-model'] }));
    expect(finding).toMatchObject({ severity: 'error', value: 2, path: 'models/served' });
  }
});

test.each(['prompt-lookup', 'eagle'] as const)('whether %s works over pipeline stages is not known', (method) => {
  expect(ofProp('parallelism.pipeline', found({ ...STAGES, speculative: DRAFTS[method] }))).toMatchObject([{ severity: 'warning' }]);
  expect(ofProp('parallelism.pipeline', found({ ...STAGES, speculative: DRAFTS[method] }, true))).toMatchObject([{ severity: 'error' }]);
});

test('a head of EAGLE-3 needs a model that passes its inner states on', () => {
  expect(ofProp('parallelism.pipeline', found({ ...STAGES, speculative: DRAFTS.eagle3 }))).toEqual([]);
  const experts = { ...STAGES, model: Model.QWEN3_30B_A3B_INSTRUCT_2507, speculative: DRAFTS.eagle3 };
  expect(ofProp('parallelism.pipeline', found(experts))).toMatchObject([{ severity: 'warning' }]);
});

test('nothing is said without stages, or without drafts', () => {
  for (const speculative of Object.values(DRAFTS)) expect(ofProp('parallelism.pipeline', found({ speculative }))).toEqual([]);
  expect(ofProp('parallelism.pipeline', found(STAGES))).toEqual([]);
});

test('whether heads draft beside KV blocks on a disk is not known; the prompt has no blocks of its own', () => {
  const offload = { kvCacheGiB: 40, kvCacheDiskGiB: 200 };
  expect(ofProp('offload.kvCacheDiskGiB', found({ offload, speculative: DRAFTS.eagle3 }))).toMatchObject([{ severity: 'warning' }]);
  expect(ofProp('offload.kvCacheDiskGiB', found({ offload, speculative: DRAFTS['prompt-lookup'] }))).toEqual([]);
  expect(ofProp('offload.kvCacheDiskGiB', found({ offload: { kvCacheGiB: 40 }, speculative: DRAFTS.eagle3 }))).toEqual([]);
});

test('the claim that replicas share is the same tier', () => {
  const offload = { kvCacheGiB: 40, kvCacheShared: { sizeGiB: 200, storageClass: 'shared-rwx' } };
  const commit = '0e9e39f249a16976918f6564b8830bc894c89659';
  const revisions = { 'meta-llama/Llama-3.3-70B-Instruct': commit, 'acme/head': commit };
  const told = ofProp('offload.kvCacheShared', found({ offload, revisions, speculative: DRAFTS.eagle3 }));
  expect(told.map(({ message }) => message)).toEqual(expect.arrayContaining([expect.stringMatching(/first answer while .* drafted/)]));
  const prompt = ofProp('offload.kvCacheShared', found({ offload, revisions, speculative: DRAFTS['prompt-lookup'] }));
  expect(prompt.filter(({ message }) => message.includes('drafted'))).toEqual([]);
});
