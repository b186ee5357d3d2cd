import { z } from 'zod';
import { FleetSpecError } from '../../core/fleet-error';
import { freeText, notion } from '../../core/notion';
import { readable } from '../../core/readable';
import { parseProps } from '../../core/schema';
import { type CustomModelFacts, customModelFacts } from '../custom-model';
import type { ModelFacts } from '../model-facts';
import type { WeightDetailFacts } from '../weight-detail';
import { unknownTypes, unreadParts } from './architectures';
import { attentionFacts } from './attention';
import { withClassDefaults } from './class-defaults';
import { compressedAttention, compressedBytes } from './compressed';
import { refuseImpossible } from './config-limits';
import { encoderParamsB } from './encoder-parameters';
import { expertFacts } from './experts';
import { furtherElements } from './further-matrices';
import { flagAt, isObject, type JsonObject, numberAt, textAt, textsAt } from './json';
import { type QuantizationFacts, quantizationFacts } from './quantization';
import { ropeTableEntries } from './rope-table';
import { outerOf, textConfig, towerConfigs } from './text-config';
import { encoderFacts, towerParams, towerShape } from './tower';
import { windowedSharingLayers } from './windows';

/** A model from its Hugging Face `config.json`: nested text configurations included. What the file does not tell stays null and is named by the plan. */
export interface FromConfigProps {
  /**
   * Name of the model. Where it is a repository (`owner/name`), pools load that; with any other name they need `checkpoint`. What the file says
   * of itself (`_name_or_path`) is never loaded: whoever wrote the file would choose what runs.
   * @default - the architecture, which is not a repository
   */
  readonly id?: string;
  /**
   * Size of the checkpoint's files, GiB: lets the plan check its own arithmetic, and replaces dimensions that are missing.
   * @default - not known: weights are counted from the dimensions
   */
  readonly checkpointGiB?: number;
  /**
   * Where the file was read; part of every figure's provenance.
   * @default 'config.json of the user'
   */
  readonly source?: string;
  /**
   * ISO date on which it was read.
   * @default - the date of the rules by which this library reads the file
   */
  readonly asOf?: string;
}

const fromConfigSchema = z.strictObject({
  id: freeText('name of the model').optional(),
  checkpointGiB: z.number().positive().optional(),
  source: freeText('read by people').optional(),
  asOf: z.iso
    .date()
    .or(notion('month', 'a date or a month, e.g. 2026-11', (text) => /^\d{4}-\d{2}$/.test(text)))
    .optional(),
});

/** @throws FleetSpecError AF-SPEC-001, -002 for a file that is not an object, props that do not exist, and figures that cannot be. */
export function modelFactsFromConfig(given: unknown, givenProps: FromConfigProps = {}): ModelFacts {
  const context = { path: 'Model.fromConfig', className: 'Model.fromConfig' };
  const props = parseProps(fromConfigSchema, givenProps, context);
  return readable(given, context, () => factsOf(configObject(given), props));
}

function factsOf(config: JsonObject, props: z.output<typeof fromConfigSchema>): ModelFacts {
  const text = textConfig(config);
  refuseImpossible(text);
  const layers = numberAt(text, 'num_hidden_layers', 'n_layer', 'num_layers', 'n_layers');
  const attention = attentionFacts(text, layers);
  const quantization = quantizationFacts(text);
  const kvBytes = compressedBytes(text, layers);
  return customModelFacts({
    ...identity(config, props),
    ...size(text),
    layers,
    paramsTotalB: isEncoder(config) ? encoderParamsB(text) : null,
    attentionKind: isEncoder(config) ? 'encoder' : kvBytes === null ? attention.kind : 'compressed',
    kvBytes,
    attentionHeads: attention.heads,
    kvHeads: attention.kvHeads,
    headDim: attention.headDim,
    vHeadDim: attention.vHeadDim,
    fullLayerHeadDim: attention.slidingWindow === null ? null : attention.fullLayerHeadDim,
    fullLayerKvHeads: attention.slidingWindow === null ? null : attention.fullLayerKvHeads,
    mla: attention.mla,
    slidingWindow: attention.slidingWindow,
    linearState: attention.linearState,
    moe: expertFacts(text, layers),
    nativeQuantization: quantization?.scheme ?? null,
    quantizationDetail: quantization?.detail ?? null,
    expertQuantization: textAt(text, 'expert_dtype'),
    checkpointGiB: props.checkpointGiB ?? null,
    weightDetail: {
      ...weightDetail(config, text, attention.headDim, quantization),
      ...unread(config, text, attention.linearState !== null),
    },
  });
}

function configObject(given: unknown): JsonObject {
  if (isObject(given)) return given;
  const kind = given === null ? 'null' : Array.isArray(given) ? 'a list' : `a ${typeof given}`;
  throw new FleetSpecError([
    {
      code: 'AF-SPEC-001',
      severity: 'error',
      path: 'Model.fromConfig',
      prop: 'config',
      value: kind,
      allowed: 'the object that a config.json holds',
      message: `config is ${kind}`,
      repairs: ["Model.fromConfig(JSON.parse(readFileSync('config.json', 'utf8')))"],
    },
  ]);
}

function unread(config: JsonObject, text: JsonObject, hasState: boolean): WeightDetailFacts {
  const whole = textAt(config, 'model_type');
  const parts = [...new Set([...unknownTypes(whole, textAt(text, 'model_type')), ...unreadParts(text, hasState)])];
  return parts.length === 0 ? {} : { unread: parts };
}

/** Date of the reading rules: what a file says without a date of its own is as good as they are. */
const READING_RULES = '2026-11';

function identity(
  config: JsonObject,
  props: z.output<typeof fromConfigSchema>,
): Pick<CustomModelFacts, 'id' | 'huggingFaceId' | 'provenance' | 'kind'> {
  const architecture = architectureOf(config);
  const named = props.id === '' ? undefined : props.id;
  const provenance = {
    source: props.source ?? 'config.json of the user',
    asOf: props.asOf ?? READING_RULES,
    evidence: 'found' as const,
  };
  return {
    id: named ?? architecture,
    huggingFaceId: named ?? `${architecture} (no repository)`,
    provenance,
    kind: isEncoder(config) ? 'embedding' : 'llm',
  };
}

/** The class that the file names; anything else in its place is not a name of a class. */
function architectureOf(config: JsonObject): string {
  const named = textsAt(config, 'architectures')?.[0] ?? '';
  return /^[A-Za-z][A-Za-z0-9_]{0,99}$/.test(named) ? named : 'custom model';
}

/** Bidirectional models keep no cache between tokens. */
const ENCODERS = /^(bert|roberta|xlm-roberta|xlm_roberta|mpnet|distilbert|nomic_bert|modernbert|new|deberta|gte)/;
const isEncoder = (config: JsonObject) => ENCODERS.test(textAt(config, 'model_type') ?? '');

function size(text: JsonObject): Partial<ModelFacts> {
  const maxPositionEmbeddings = numberAt(
    text,
    'max_position_embeddings',
    'n_positions',
    'max_sequence_length',
    'seq_length',
    'max_seq_len',
  );
  return {
    hiddenSize: numberAt(text, 'hidden_size', 'n_embd', 'd_model', 'dim'),
    intermediateSize: numberAt(text, 'intermediate_size_mlp', 'intermediate_size', 'n_inner', 'ffn_hidden_size', 'd_ff'),
    vocabSize: numberAt(text, 'vocab_size', 'padded_vocab_size'),
    tiedEmbeddings: flagAt(text, 'tie_word_embeddings'),
    maxPositionEmbeddings,
    nativeContextTokens: maxPositionEmbeddings,
    nativeDtype: dtypeOf(text),
  };
}

function dtypeOf(text: JsonObject): ModelFacts['nativeDtype'] {
  const name = textAt(text, 'torch_dtype', 'dtype') ?? '';
  if (/bfloat16|bf16/.test(name)) return 'bf16';
  if (/float16|fp16|half/.test(name)) return 'fp16';
  return /float32|fp32/.test(name) ? 'fp32' : null;
}

function weightDetail(
  config: JsonObject,
  text: JsonObject,
  headDim: number | null,
  quantization: QuantizationFacts | null,
): WeightDetailFacts {
  const positions = numberAt(text, 'max_position_embeddings');
  const rope = ropeTableEntries(text, positions, headDim);
  const shared = numberAt(text, 'num_kv_shared_layers');
  const perLayer = numberAt(text, 'hidden_size_per_layer_input');
  const layers = numberAt(text, 'num_hidden_layers', 'n_layer', 'num_layers', 'n_layers');
  const sharingWindows = windowedSharingLayers(text, layers);
  const further = furtherElements(text, layers);
  const wide = flagAt(text, 'use_double_wide_mlp') === true ? shared : null;
  const towers = towerConfigs(config);
  const [encoder, shape] = [encoderFacts(config, towers), towerShape(towers)];
  const compressed = compressedAttention(text, numberAt(text, 'num_hidden_layers'));
  return {
    towerParams: towerParams(withClassDefaults(outerOf(config).outer), towers, numberAt(text, 'hidden_size', 'd_model', 'n_embd')),
    ...(encoder === undefined ? {} : { encoder }),
    ...(shape === undefined ? {} : { towerShape: shape }),
    unquantized: quantization?.unquantized ?? [],
    ...(quantization?.kvCacheFormat == null ? {} : { kvCacheFormat: quantization.kvCacheFormat }),
    ...(compressed === null ? {} : { compressedAttention: compressed }),
    ...(rope === null ? {} : { ropeTableEntries: rope }),
    ...(numberAt(text, 'feed_forward_matrices') === 2 ? { feedForwardMatrices: 2 as const } : {}),
    ...(flagAt(text, 'attn_output_gate') === true ? { gatedQuery: true } : {}),
    ...(quantization?.scaleGroup == null ? {} : { scaleGroup: quantization.scaleGroup }),
    ...(quantization?.group == null || quantization.group <= 0 ? {} : { quantizationGroup: quantization.group }),
    ...(shared === null || shared === 0 ? {} : { layersSharingKv: shared }),
    ...(sharingWindows === 0 ? {} : { windowedLayersSharingKv: sharingWindows }),
    ...(further === 0 ? {} : { furtherElements: further }),
    ...(wide === null || wide === 0 ? {} : { doubleWidthLayers: wide }),
    ...(perLayer === null || perLayer === 0 ? {} : { perLayerEmbeddingSize: perLayer }),
  };
}

/** Accepts what `JSON.parse` gave; anything but an object holds no model. */
export function asConfig(value: unknown): JsonObject | null {
  return isObject(value) ? value : null;
}
