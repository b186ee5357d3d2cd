/** AF-ENG-033: the engine loads the weights that were planned. */
import { type CheckpointFormat, checkpointIn, formatInName } from '../../catalog/checkpoints';
import type { Engine } from '../../catalog/engines/engine';
import { GGUF_SCHEMES } from '../../catalog/gguf';
import { Model } from '../../catalog/model';
import { type Rule, type Violation, violations } from '../../core/rule';
import type { PoolView } from '../pool-view';
import { type AskedWeights, namedCheckpoint, publishedFormat } from '../served-checkpoint';

export const checkpointAsPlanned: Rule<PoolView> = {
  id: 'checkpoint-as-planned',
  code: 'AF-ENG-033',
  title: 'The engine would load other weights than were planned, or none (error), or weights that are smaller by their name (warning).',
  why: 'Weights of another format take another amount of memory, and many GPUs compute them at another speed.',
  fix: 'Name a checkpoint in the planned format, or plan the format of the checkpoint.',
  severity: ['error', 'warning'],
  check({ spec: given, engine }) {
    const spec = { ...given, checkpoint: namedCheckpoint(given) };
    const { model, checkpoint, quantization } = spec;
    if (checkpoint === undefined && WITHOUT_OWNER.test(model.facts.huggingFaceId)) return [nowhere(model)];
    return violations(
      quantization === 'checkpoint' ? stored(spec) : [...published(spec, quantization), ...loaded(spec, quantization, engine)],
    );
  },
};

/** A name without an owner. What could be loaded from nowhere at all is said as AF-SPEC-001. */
const WITHOUT_OWNER = /^[\w.-]+$/;

/** Nothing can be loaded by a name that is meant for people. */
function nowhere({ id, facts }: Model): Violation {
  return {
    prop: 'checkpoint',
    value: undefined,
    allowed: "a repository ('owner/name') or a path in the pod ('/models/ours')",
    message: `it is not known where the weights of ${id} are: "${facts.huggingFaceId}" is not a repository of the form owner/name`,
    repairs: ["checkpoint: 'owner/name'", `the repository as the id of the model, e.g. Model.fromConfig(config, { id: 'owner/name' })`],
  };
}

/** Planned as the model is published, started with another format: never less memory than planned, but another fleet. */
function stored({ model, checkpoint }: AskedWeights): Violation[] {
  const format = checkpoint === undefined ? undefined : formatInName(checkpoint);
  if (model.facts.nativeQuantization !== null) return declared(model, checkpoint ?? model.facts.huggingFaceId);
  if (checkpoint === undefined || format === undefined || formatInName(model.facts.huggingFaceId) === format) return [];
  return [
    {
      severity: 'warning',
      prop: 'quantization',
      value: 'checkpoint',
      allowed: `'${format}'`,
      message: `${checkpoint} holds ${format} by its name, and the plan counts ${model.id} as it is published`,
      repairs: [`quantization: '${format}'`],
    },
  ];
}

/** Facts of a user's own that call a repository quantized which is known to hold 16-bit weights, or another format. */
function declared({ id, facts }: Model, repository: string): Violation[] {
  const format = publishedFormat(repository);
  if (format === undefined || format === facts.nativeQuantization) return [];
  return [
    {
      severity: 'error',
      prop: 'model',
      value: facts.nativeQuantization,
      allowed: `a checkpoint in ${facts.nativeQuantization}`,
      message: `the facts of ${id} say ${facts.nativeQuantization} weights, and ${repository} holds ${format ?? '16-bit'} ones`,
      repairs: [
        `nativeQuantization: ${format === null ? 'null' : `'${format}'`} of the model`,
        `checkpoint: '<repository of ${id} in ${facts.nativeQuantization}>'`,
      ],
    },
  ];
}

/** A published checkpoint that is quantized already is served as it is. */
function published({ model, checkpoint }: AskedWeights, quantization: CheckpointFormat): Violation[] {
  const { nativeQuantization, expertQuantization } = model.facts;
  const same = nativeQuantization === quantization && expertQuantization === null;
  if (nativeQuantization === null || same || checkpoint !== undefined) return [];
  return [
    {
      prop: 'quantization',
      value: quantization,
      allowed: "'checkpoint'",
      message: `${model.id} is published in ${nativeQuantization}${expertQuantization === null ? '' : ` with experts in ${expertQuantization}`} and would be served so, not in ${quantization}`,
      repairs: ["quantization: 'checkpoint'", `checkpoint: '<a checkpoint of it in ${quantization}>'`],
    },
  ];
}

function loaded(spec: AskedWeights, quantization: CheckpointFormat, engine: Engine): Violation[] {
  const { model, checkpoint } = spec;
  if (!engine.loads(quantization) && !engine.quantizesAtLoad(quantization)) return [unloadable(model, quantization, engine)];
  if (checkpoint !== undefined) return named(spec, checkpoint, quantization, engine);
  if (model.facts.nativeQuantization !== null || engine.quantizesAtLoad(quantization)) return [];
  if (checkpointIn(model.id, quantization) !== undefined) return [];
  const others = formatsOf(model, engine).map((format) => `quantization: '${format}'`);
  return [
    {
      prop: 'quantization',
      value: quantization,
      allowed: 'a format with a checkpoint',
      message: `${engine.name} cannot convert 16-bit weights to ${quantization}, and no ${quantization} checkpoint of ${model.id} is known: it would start with ${model.facts.huggingFaceId}`,
      repairs: [`checkpoint: '<repository of ${model.id} in ${quantization}>'`, ...others, "quantization: 'checkpoint'"],
    },
  ];
}

/** No checkpoint helps: the engine does not read the format. */
function unloadable(model: Model, quantization: CheckpointFormat, engine: Engine): Violation {
  const others = formatsOf(model, engine).map((format) => `quantization: '${format}'`);
  const any = engine.loads('q4_k_m') ? "quantization: 'q4_k_m'" : "quantization: 'checkpoint'";
  return {
    prop: 'quantization',
    value: quantization,
    allowed: 'a format that the engine loads',
    message: `${engine.name} does not load checkpoints in ${quantization}`,
    repairs: [...new Set([...others, any])],
  };
}

/** The name of a repository that is given says another format, or is that of 16-bit weights. */
function named({ model }: AskedWeights, checkpoint: string, quantization: CheckpointFormat, engine: Engine): Violation[] {
  const format = formatInName(checkpoint);
  const sixteenBit = Model.byId(checkpoint)?.facts.nativeQuantization === null && !engine.quantizesAtLoad(quantization);
  if ((format === undefined || format === quantization) && !sixteenBit) return [];
  const known = checkpointIn(model.id, quantization);
  return [
    {
      prop: 'checkpoint',
      value: checkpoint,
      allowed: `a checkpoint in ${quantization}`,
      message: `the plan counts ${quantization} weights, and ${checkpoint} holds ${format ?? '16-bit'} ones`,
      repairs: [
        ...(format === undefined ? [] : [`quantization: '${format}'`]),
        ...(known === undefined ? [`checkpoint: '<repository of ${model.id} in ${quantization}>'`] : [`checkpoint: '${known.repository}'`]),
      ],
    },
  ];
}

const FORMATS: readonly CheckpointFormat[] = ['fp8', 'awq', 'gptq', 'int8', 'nvfp4', 'mxfp4', ...GGUF_SCHEMES];

/** Formats in which a model can be started without a checkpoint of the user's own. */
const formatsOf = (model: Model, engine: Engine): readonly CheckpointFormat[] =>
  FORMATS.filter((format) => engine.quantizesAtLoad(format) || (engine.loads(format) && checkpointIn(model.id, format) !== undefined));
