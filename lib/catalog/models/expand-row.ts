/** From a row of the tables to facts: what the row leaves out becomes null, never a guess. */
import { own } from '../../core/own';
import { parsersByEngine } from '../engines/model-parsers';
import type { KvBytesFacts, LinearStateFacts, MlaFacts, ModelFacts, MoeFacts, SlidingWindowFacts } from '../model-facts';
import type { Provenance } from '../provenance';
import { KV_FORMULAS } from './kv-formulas';
import type { ModelRow } from './model-row';
import { MODELS_AS_OF } from './sources';
import { WEIGHT_DETAILS } from './weight-details';

export function modelFacts(row: ModelRow): ModelFacts {
  return {
    id: row.id,
    huggingFaceId: row.huggingFaceId,
    aliases: row.aliases ?? [],
    family: row.family,
    kind: row.kind ?? 'llm',
    ...params(row),
    ...attention(row),
    moe: row.moe === undefined ? null : { ...NO_MOE, ...row.moe },
    slidingWindow: row.slidingWindow === undefined ? null : { ...NO_WINDOW, ...row.slidingWindow },
    mla: row.mla === undefined ? null : { ...NO_MLA, ...row.mla },
    linearState: row.linearState === undefined ? null : { ...NO_STATE, ...row.linearState },
    kvBytes: kvBytes(row),
    ...contextAndWeights(row),
    ...weightDetail(row),
    license: row.license ?? null,
    parsers: parsersByEngine(row.id),
    sources: row.sources,
    provenance: provenance(row, row.evidence.row),
    fieldProvenance: fieldProvenance(row),
    notes: row.notes ?? null,
  };
}

const weightDetail = ({ id, weights: { scaleGroup } }: ModelRow): Pick<ModelFacts, 'weightDetail'> => {
  const detail = own(WEIGHT_DETAILS, id);
  if (scaleGroup === undefined) return detail === undefined ? {} : { weightDetail: detail };
  return { weightDetail: { ...detail, scaleGroup } };
};

const NO_MOE: MoeFacts = {
  experts: null,
  activeExperts: null,
  sharedExperts: null,
  expertIntermediateSize: null,
  sharedExpertIntermediateSize: null,
  moeLayers: null,
  denseLayers: null,
  denseIntermediateSize: null,
  interleave: null,
  latentSize: null,
  extraDenseIntermediateSize: null,
};

const NO_WINDOW: SlidingWindowFacts = {
  windowTokens: null,
  slidingLayers: null,
  fullLayers: null,
  pattern: null,
  kvHeads: null,
  headDim: null,
  vHeadDim: null,
  sharedKeyValueProjection: null,
};

const NO_MLA: MlaFacts = { kvLoraRank: null, qkRopeHeadDim: null, qLoraRank: null, qkNopeHeadDim: null, vHeadDim: null, indexer: null };

const NO_STATE: LinearStateFacts = {
  type: null,
  attentionLayers: null,
  linearLayers: null,
  mlpLayers: null,
  dimensions: {},
  stateElementsPerLayer: null,
  convElementsPerLayer: null,
  stateDtypeBytes: null,
  formula: null,
  stateBytesPerLayer: null,
  stateBytesPerSequence: null,
};

function params({ params }: ModelRow) {
  return {
    paramsTotalB: params.total ?? null,
    paramsActiveB: params.active ?? null,
    paramsComputedTotalB: params.computedTotal ?? null,
    paramsComputedActiveB: params.computedActive ?? null,
  };
}

function attention({ attention, attentionDetail, size, linearState }: ModelRow) {
  return {
    layers: attention.layers ?? null,
    attentionLayers: attention.attentionLayers ?? linearState?.attentionLayers ?? null,
    attentionKind: attention.kind ?? null,
    attentionDetail: attentionDetail ?? null,
    attentionHeads: attention.heads ?? null,
    kvHeads: attention.kvHeads ?? null,
    headDim: attention.headDim ?? null,
    vHeadDim: attention.vHeadDim ?? null,
    fullLayerHeadDim: attention.fullLayerHeadDim ?? null,
    fullLayerKvHeads: attention.fullLayerKvHeads ?? null,
    hiddenSize: size.hidden ?? null,
    intermediateSize: size.intermediate ?? null,
    vocabSize: size.vocab ?? null,
    tiedEmbeddings: size.tiedEmbeddings ?? null,
  };
}

function contextAndWeights({ context, weights, loadedWeights }: ModelRow) {
  return {
    maxPositionEmbeddings: context.max ?? null,
    nativeContextTokens: context.native ?? null,
    extendedContextTokens: context.extended ?? null,
    nativeDtype: weights.dtype ?? null,
    storedDtype: weights.storedAs ?? null,
    nativeQuantization: weights.quantization ?? null,
    quantizationDetail: weights.quantizationDetail ?? null,
    expertQuantization: weights.expertQuantization ?? null,
    checkpointGiB: weights.checkpointGiB ?? null,
    loadedWeights: loadedWeights ?? null,
  };
}

function kvBytes(row: ModelRow): KvBytesFacts | null {
  if (row.kvBytes !== undefined) {
    return {
      allLayersPerToken: null,
      fullLayersPerToken: null,
      slidingCapPerSequence: null,
      engineFp8LayoutPerToken: null,
      ...row.kvBytes,
    };
  }
  const { kind, layers, kvHeads, headDim } = row.attention;
  const plain = (kind === 'GQA' || kind === 'MHA' || kind === 'MQA') && row.slidingWindow === undefined;
  if (!plain || layers === undefined || kvHeads === undefined || headDim === undefined) return null;
  const perToken = 2 * layers * kvHeads * headDim * 2;
  return {
    allLayersPerToken: perToken,
    fullLayersPerToken: perToken,
    slidingCapPerSequence: 0,
    engineFp8LayoutPerToken: null,
    formula: KV_FORMULAS.heads,
  };
}

function provenance(row: ModelRow, evidence: Provenance['evidence']): Provenance {
  return { source: row.sources.join('; '), asOf: MODELS_AS_OF, evidence };
}

function fieldProvenance(row: ModelRow): Record<string, Provenance> {
  const { row: _, ...fields } = row.evidence;
  const entries = Object.entries(fields).map(([field, evidence]) => [field, ofField(row, evidence)] as const);
  return { ...Object.fromEntries(entries), ...activationDtype(row) };
}

function ofField(row: ModelRow, evidence: Provenance['evidence'] | 'unverified'): Provenance {
  if (evidence !== 'unverified') return provenance(row, evidence);
  const { source, asOf } = provenance(row, 'assumed');
  return { source: `${source} (not verified)`, asOf, evidence: 'assumed' };
}

/** The sources give the dtype of the stored weights; that a quantized model computes in bf16 is background knowledge. */
function activationDtype({ weights }: ModelRow): Record<string, Provenance> {
  if (weights.storedAs === undefined) return {};
  return { nativeDtype: { source: '`torch_dtype` of the published config.json', asOf: MODELS_AS_OF, evidence: 'known' } };
}
