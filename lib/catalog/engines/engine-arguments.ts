/** What the methods of an engine are asked with. */
import { type ArgumentRule, oneOfRule, textRule, textsRule, thingRule } from '../../core/method-arguments';
import { Gpu } from '../gpu';
import { STRUCTURED_OUTPUT_BACKENDS } from './structured-output';

const KINDS = ['llm', 'embedding', 'reranker'];

const isFacts = (value: unknown): boolean => {
  const { id, kind, family } = value as Record<string, unknown>;
  return typeof id === 'string' && typeof family === 'string' && KINDS.includes(String(kind));
};

const isRecord = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value);

const gpu = thingRule('gpu', Gpu.isGpu, 'a GPU of the catalog or of your own', 'Gpu.L40S');
const facts = thingRule('facts', isFacts, 'the facts of a model', 'Model.LLAMA_3_1_8B_INSTRUCT.facts');
const args = textsRule('args', "['--seed', '7']");
const name = textRule('name', "'hermes'");
const format = textRule('format', "'fp8'");

export const ENGINE_ARGUMENTS: Readonly<Record<string, readonly ArgumentRule[]>> = {
  imageFor: [gpu],
  imageReference: [gpu],
  runsAsUser: [gpu],
  publishedImage: [gpu],
  publishedImages: [gpu],
  admissionDefaults: [gpu],
  checkExtraArgs: [args, textsRule('typedFlags', "['--max-model-len']")],
  checkArgEffects: [args, oneOfRule('kind', KINDS)],
  countedArgs: [args],
  checkOwnArgs: [args],
  knowsFlag: [textRule('flag', "'--seed'")],
  checkEnvironment: [textsRule('names', "['OMP_NUM_THREADS']")],
  checkVariableValues: [thingRule('variables', isRecord, 'values by their names', "{ MAX_BATCH_SIZE: '8' }"), args],
  reasonAgainstName: [name],
  clientOf: [textRule('router', 'router.id'), oneOfRule('kind', KINDS)],
  knowsToolParser: [name],
  knowsStructuredOutput: [oneOfRule('backend', [...STRUCTURED_OUTPUT_BACKENDS])],
  parserNames: [oneOfRule('kind', ['tool-call', 'reasoning'])],
  knowsReasoningParser: [name],
  parsersOf: [facts],
  quantizesAtLoad: [format],
  loads: [format],
  weightSupport: [format, textRule('repository', "'Qwen/Qwen3-8B-FP8'"), gpu],
  isMadeFor: [textRule('strength', "'encoders'")],
  serves: [oneOfRule('kind', KINDS)],
  servedName: [textRule('modelId', "'bge-m3'")],
  loadTimeQuantization: [format],
  chatTemplateOf: [facts, gpu],
  releaseWithParser: [oneOfRule('kind', ['tool-call', 'reasoning']), name, gpu],
};
