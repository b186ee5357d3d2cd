/**
 * The change matrix: for every prop of a construct, what it is changed to on a deployed fleet. Each row is a construct of its own, so that
 * one apply changes all of them. A prop without a row fails `test/e2e-harness/changes.test.ts`.
 */
import {
  Engine,
  Gpu,
  type InferencePoolProps,
  Model,
  Scaling,
  SecretRef,
  type SessionStoreProps,
  Speculative,
  type StateStoreProps,
  Weights,
} from 'cdktf-agent-fleet';

/** Changed in place, beside, or refused by the plan; or a change that makes another deployment. */
export type Row<P> =
  | { readonly before?: Partial<P>; readonly after: Partial<P> }
  | { readonly refused: Partial<P> }
  | { readonly elsewhere: string };
export type Rows<P> = { readonly [K in keyof Required<P>]: Row<P> };

const CLUSTER = { elsewhere: 'another cluster is another deployment' };
const claim = Weights.claim({ storageClass: 'shared-rwx' });
const small = { model: Model.LLAMA_3_2_1B_INSTRUCT };

export const POOL_ROWS: Rows<InferencePoolProps> = {
  cluster: CLUSTER,
  name: { before: { weights: claim }, after: { weights: claim, name: 'pool-renamed' } },
  model: { before: { weights: claim }, after: { weights: claim, ...small } },
  gpu: { after: { gpu: Gpu.L40S, nodePool: 'l40s' } },
  gpusPerReplica: { after: { gpusPerReplica: 2 } },
  parallelism: { after: { gpusPerReplica: 2, parallelism: { pipeline: 2 } } },
  maxContextTokens: { after: { maxContextTokens: 4_096 } },
  quantization: { before: { weights: claim }, after: { weights: claim, quantization: 'fp8' } },
  kvCacheDtype: { after: { kvCacheDtype: 'fp8' } },
  allowExperimentalFp8Kv: { after: { allowExperimentalFp8Kv: true } },
  gpuMemoryUtilization: { after: { gpuMemoryUtilization: 0.88 } },
  engineMemoryFraction: { elsewhere: 'the engine of these pools has no fraction of its own' },
  maxNumSeqs: { after: { maxNumSeqs: 64 } },
  maxNumBatchedTokens: { after: { maxNumBatchedTokens: 4_096 } },
  speculative: { after: { speculative: Speculative.promptLookup({ tokens: 4 }) } },
  offload: { after: { offload: { kvCacheGiB: 8 } } },
  tuning: { after: { tuning: { enforceEager: true } } },
  measured: { after: { measured: { tokensPerSecond: 1_000, atConcurrency: 8 } } },
  engine: { before: { weights: claim }, after: { weights: claim, engine: Engine.vllm({ version: '0.29.0' }) } },
  replicas: { before: { scaling: Scaling.queueDepth({ min: 1, max: 2 }) }, after: { replicas: 2 } },
  scaling: { before: { replicas: 2 }, after: { scaling: Scaling.queueDepth({ min: 1, max: 2 }) } },
  nodePool: { before: { weights: claim }, after: { weights: claim, nodePool: 'h100-reserved' } },
  weights: { before: { weights: claim }, after: { weights: Weights.claim({ storageClass: 'shared-rwx', sizeGiB: 30 }) } },
  checkpoint: { before: { weights: claim }, after: { weights: Weights.claim({ sizeGiB: 40 }), checkpoint: 'acme/llama-tuned' } },
  huggingFaceToken: { after: { huggingFaceToken: SecretRef.existing('hub-rotated', 'token') } },
  chatTemplate: { after: { chatTemplate: '/models/template.jinja' } },
  toolCalling: { after: { toolCalling: false } },
  resources: { after: { resources: { cpu: '2', memory: '24Gi' } } },
  extraArgs: { after: { extraArgs: ['--seed', '7'] } },
  env: { after: { env: { PROXY: 'none' } } },
  namespace: { before: { weights: claim }, after: { weights: claim, namespace: 'changes-elsewhere' } },
};

export const SESSION_ROWS: Rows<SessionStoreProps> = {
  cluster: CLUSTER,
  name: { refused: { name: 'sessions-renamed' } },
  password: { after: { password: SecretRef.existing('sessions-rotated', 'password') } },
  memoryGiB: { before: { storageGiB: 12 }, after: { storageGiB: 12, memoryGiB: 4 } },
  storageGiB: { before: { storageClass: 'shared-rwx' }, after: { storageClass: 'shared-rwx', storageGiB: 8 } },
  storageClass: { refused: { storageClass: 'shared-rwx' } },
  eviction: { after: { eviction: 'noeviction' } },
  cpu: { after: { cpu: '1' } },
  deletionProtection: { after: { deletionProtection: false } },
  namespace: { refused: { namespace: 'changes-moved' } },
};

export const STATE_ROWS: Rows<StateStoreProps> = {
  cluster: CLUSTER,
  name: { refused: { name: 'state-renamed' } },
  instances: { after: { instances: 3 } },
  storageGiB: { after: { storageGiB: 30 } },
  storageClass: { refused: { storageClass: 'shared-rwx' } },
  memoryGiB: { after: { memoryGiB: 4 } },
  cpu: { after: { cpu: '2' } },
  database: { refused: { database: 'crew' } },
  vector: { after: { vector: true } },
  deletionProtection: { after: { deletionProtection: false } },
  operatorNamespace: { after: { operatorNamespace: 'postgres-operators' } },
  namespace: { refused: { namespace: 'changes-moved' } },
};

export interface Refusal {
  /** Store and prop. */
  readonly name: string;
  readonly sessions?: Partial<SessionStoreProps>;
  readonly state?: Partial<StateStoreProps>;
}

/** Changes that would delete data: Terraform must refuse the plan. */
export const REFUSALS: readonly Refusal[] = [
  ...refusedOf(SESSION_ROWS).map(([prop, sessions]) => ({ name: `SessionStore ${prop}`, sessions })),
  ...refusedOf(STATE_ROWS).map(([prop, state]) => ({ name: `StateStore ${prop}`, state })),
  { name: 'SessionStore smaller storageGiB', sessions: { storageGiB: 4 } },
];

function refusedOf<P>(rows: Rows<P>): [string, Partial<P>][] {
  return (Object.entries(rows) as [string, Row<P>][]).flatMap(([prop, row]) =>
    'refused' in row ? [[prop, row.refused] as [string, Partial<P>]] : [],
  );
}
