/** Is the replica well-formed: number formats the GPU knows, shards that divide, contexts that the model was made for. */

import type { ModelFacts } from '../../../catalog/model-facts';
import type { UnplacedFinding } from '../../../core/finding';
import { formatInteger } from '../../../core/format';
import type { ReplicaSpec } from '../../replica-spec';
import type { Rule } from './rule';

/** fp8 arithmetic exists from Ada on; Ampere unpacks fp8 weights in its kernels; older parts have none. */
const FP8_NATIVE = 8.9;
const AMPERE = 8.0;

/** AF-CAP-004: fp8 KV where an attention backend reads it; where only one does, it has to be asked for. */
export const fp8KvCache: Rule = ({ input: { replica } }) => {
  const { support } = kvSupport(replica);
  const accepted = support === 'yes' || (support === 'experimental' && replica.allowExperimentalFp8Kv === true);
  if (replica.kvCacheDtype !== 'fp8' || replica.model.facts.attentionKind === 'encoder' || accepted) return [];
  return [fp8Finding(replica, support === 'experimental')];
};

/** No MLA backend reads fp8 on GPUs where only FlashInfer does. */
function kvSupport({ gpu, model }: ReplicaSpec): { readonly support: 'yes' | 'experimental' | 'no' } {
  return gpu.supportsFp8Kv === 'experimental' && model.facts.mla !== null ? { support: 'no' } : { support: gpu.supportsFp8Kv };
}

function fp8Finding({ gpu }: ReplicaSpec, experimental: boolean): UnplacedFinding {
  return {
    code: 'AF-CAP-004',
    severity: 'error',
    prop: 'kvCacheDtype',
    value: 'fp8',
    allowed: experimental ? "'auto', or 'fp8' with allowExperimentalFp8Kv: true" : "'auto'",
    message: `no fp8 KV cache on ${gpu.name}${experimental ? ' unless asked for' : ''}: ${gpu.fp8KvReason}`,
    repairs: experimental ? ["kvCacheDtype: 'auto'", 'allowExperimentalFp8Kv: true'] : ["kvCacheDtype: 'auto'"],
  };
}

/** AF-CAP-004: fp8 weights run on Ampere without fp8 arithmetic, and not at all before. */
export const fp8Weights: Rule = ({ input: { replica } }) => {
  const capability = replica.gpu.facts.computeCapability;
  if (replica.quantization !== 'fp8' || capability === null || capability >= FP8_NATIVE) return [];
  const ampere = capability >= AMPERE;
  const message = ampere
    ? `fp8 weights on ${replica.gpu.facts.name} are unpacked to 16 bit for every product: memory is saved, time is not`
    : `fp8 weights need compute capability 8.0 or newer; ${replica.gpu.facts.name} has ${capability.toFixed(1)}`;
  return [
    {
      code: 'AF-CAP-004',
      severity: ampere ? 'info' : 'error',
      prop: 'quantization',
      value: 'fp8',
      message,
      repairs: ampere ? [] : ["quantization: 'awq'"],
    },
  ];
};

/** AF-CAP-005: the engine's share of the card. */
export const utilizationRange: Rule = ({ input: { replica } }) => {
  const value = replica.gpuMemoryUtilization;
  if (value >= 0.85 && value <= 0.92) return [];
  const tooHigh = value > 0.95;
  const message = tooHigh
    ? `a memory share of ${value} leaves too little for the CUDA context and what the engine allocates later`
    : `a memory share of ${value} is outside 0.85–0.92`;
  return [
    {
      code: 'AF-CAP-005',
      severity: tooHigh ? 'error' : 'warning',
      prop: 'gpuMemoryUtilization',
      value,
      allowed: '0.85–0.92',
      message,
      repairs: ['gpuMemoryUtilization: 0.9'],
    },
  ];
};

/** AF-CAP-007: every rank gets the same number of heads. */
export const tensorParallelDivides: Rule = ({ input: { replica } }) => {
  const size = replica.gpusPerReplica;
  const facts = replica.model.facts;
  if (size === 1 || divides(facts, size)) return [];
  const valid = [1, 2, 4, 8, 16].filter((candidate) => divides(facts, candidate));
  const heads = `${facts.attentionHeads} attention heads${facts.mla === null ? ` and ${facts.kvHeads} KV heads` : ''}`;
  return [
    {
      code: 'AF-CAP-007',
      severity: 'error',
      prop: 'gpusPerReplica',
      value: size,
      allowed: valid.join(', '),
      message: `tensor parallel ${size} does not divide ${heads} of ${facts.id}`,
      repairs: [],
    },
  ];
};

/** Attention heads split evenly; KV heads split evenly or are copied evenly. */
export function divides(facts: ModelFacts, size: number): boolean {
  const { attentionHeads, kvHeads } = facts;
  if (attentionHeads !== null && attentionHeads % size !== 0) return false;
  if (facts.mla !== null || kvHeads === null) return true;
  return kvHeads % size === 0 || size % kvHeads === 0;
}

/** AF-CAP-007: a replica that spans GPUs talks on every layer. */
export const interconnectAdequate: Rule = ({ input: { replica } }) => {
  const { interconnect, name } = replica.gpu.facts;
  if (replica.gpusPerReplica === 1 || interconnect === 'nvlink' || interconnect === 'infinity-fabric' || replica.nvlinkBridge === true)
    return [];
  const bridge = interconnect === 'nvlink-bridge';
  const message = `${replica.gpusPerReplica} × ${name} exchange every layer over PCIe${bridge ? ' unless the node has the optional NVLink bridge' : ''}`;
  return [
    {
      code: 'AF-CAP-007',
      severity: 'warning',
      prop: bridge ? 'nvlinkBridge' : 'gpu',
      value: bridge ? false : replica.gpu.id,
      message,
      repairs: bridge ? ['nvlinkBridge: true, when the node has it'] : ['a GPU with NVLink, or replicas of one GPU'],
    },
  ];
};

/** AF-CAP-012: a small model gains more from replicas than from shards. */
export const smallModelSharded: Rule = ({ input: { replica } }) => {
  const billions = replica.model.facts.paramsTotalB;
  if (replica.gpusPerReplica === 1 || billions === null || billions > 10) return [];
  const message = `a model of ${billions} B parameters on ${replica.gpusPerReplica} GPUs spends time on communication; replicas serve more sessions`;
  return [
    {
      code: 'AF-CAP-012',
      severity: 'info',
      prop: 'gpusPerReplica',
      value: replica.gpusPerReplica,
      message,
      repairs: [`gpusPerReplica: 1, replicas × ${replica.gpusPerReplica}`],
    },
  ];
};

/** AF-CAP-018: the pool's context cap over what the model was configured for. */
export const contextOverModel: Rule = ({ input: { replica } }) => {
  const limit = replica.model.facts.maxPositionEmbeddings;
  const asked = replica.maxContextTokens;
  if (limit === null || asked <= limit) return [];
  const message = `maxContextTokens ${formatInteger(asked)} is over the ${formatInteger(limit)} tokens that ${replica.model.facts.id} is configured for`;
  return [
    {
      code: 'AF-CAP-018',
      severity: 'error',
      prop: 'maxContextTokens',
      value: asked,
      allowed: `≤ ${formatInteger(limit)}`,
      message,
      repairs: [`maxContextTokens: ${formatInteger(limit).replace(/,/g, '_')}`],
    },
  ];
};

/** AF-CAP-019: a role plans more context than its pool admits. */
export const contextOverPool: Rule = ({ input }) => {
  const limit = input.replica.maxContextTokens;
  const roles = [...input.demands, ...(input.peakDemands ?? [])].filter((demand) => demand.contextTokens > limit);
  const unique = roles.filter(
    (demand, index) => roles.findIndex((other) => other.fleet === demand.fleet && other.role === demand.role) === index,
  );
  return unique.map((demand) => ({
    code: 'AF-CAP-019',
    severity: 'error' as const,
    prop: `roles.${demand.role}.contextTokens`,
    value: demand.contextTokens,
    allowed: `≤ ${formatInteger(limit)}`,
    message: `${demand.fleet}/${demand.role} plans ${formatInteger(demand.contextTokens)} tokens; pool '${input.name}' admits ${formatInteger(limit)} (maxContextTokens)`,
    repairs: [
      `maxContextTokens: ${formatInteger(demand.contextTokens).replace(/,/g, '_')} on pool '${input.name}'`,
      `roles.${demand.role}.contextTokens: ${formatInteger(limit).replace(/,/g, '_')}`,
    ],
  }));
};
