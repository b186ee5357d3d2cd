/** The checkpoint that a pool starts with, so that it holds the weights that were planned: the model's own, a published one, or the user's. */
import type { Quantization } from '../capacity/replica-spec';
import { type CheckpointFormat, checkpointIn, checkpointNamed, formatInName, type PublishedCheckpoint } from '../catalog/checkpoints';
import type { Engine } from '../catalog/engines/engine';
import { Model } from '../catalog/model';
import type { UnplacedFinding } from '../core/finding';
import type { InferencePoolSpec } from './inference-pool-props';

export interface ServedCheckpoint {
  /** Repository or path that the engine loads. */
  readonly repository: string;
  /** Format that the engine makes of 16-bit weights while it loads them; null where the checkpoint is served as it is. */
  readonly atLoad: Quantization | null;
  /** What is known of it beside its name. */
  readonly published: PublishedCheckpoint | undefined;
}

type Asked = Pick<InferencePoolSpec, 'model' | 'quantization' | 'checkpoint'>;

export function servedCheckpoint({ model, quantization, checkpoint }: Asked, engine: Engine): ServedCheckpoint {
  const { huggingFaceId, nativeQuantization, id } = model.facts;
  const quantizes = quantization !== 'checkpoint' && engine.quantizesAtLoad(quantization);
  if (checkpoint !== undefined) {
    const atLoad = quantizes && nativeQuantization === null && formatInName(checkpoint) === undefined ? quantization : null;
    return { repository: checkpoint, atLoad, published: checkpointNamed(checkpoint) };
  }
  if (quantization === 'checkpoint' || nativeQuantization !== null)
    return { repository: huggingFaceId, atLoad: null, published: undefined };
  if (quantizes) return { repository: huggingFaceId, atLoad: quantization, published: undefined };
  const published = checkpointIn(id, quantization);
  return { repository: published?.repository ?? huggingFaceId, atLoad: null, published };
}

/** A name without an owner. What could be loaded from nowhere at all is said as AF-SPEC-001. */
const WITHOUT_OWNER = /^[\w.-]+$/;

/** AF-ENG-033: the weights that were planned are not those that would be loaded. */
export function checkpointFindings(spec: Asked, engine: Engine): UnplacedFinding[] {
  const { model, checkpoint } = spec;
  if (checkpoint === undefined && WITHOUT_OWNER.test(model.facts.huggingFaceId)) return [nowhereFinding(model)];
  return spec.quantization === 'checkpoint'
    ? storedFindings(spec)
    : [...ownFindings(spec, spec.quantization), ...givenFindings(spec, spec.quantization, engine)];
}

/** A name for people is no place to load from. */
function nowhereFinding({ id, facts }: Model): UnplacedFinding {
  return mismatch({
    prop: 'checkpoint',
    value: undefined,
    allowed: "a repository ('owner/name') or a path in the pod ('/models/ours')",
    message: `nobody says where the weights of ${id} are: "${facts.huggingFaceId}" is no repository of the form owner/name`,
    repairs: ["checkpoint: 'owner/name'", `the repository as the id of the model, e.g. Model.fromConfig(config, { id: 'owner/name' })`],
  });
}

/** Planned as the model is published, started with another format: never less memory than planned, but another fleet. */
function storedFindings({ model, checkpoint }: Asked): UnplacedFinding[] {
  const format = checkpoint === undefined ? undefined : formatInName(checkpoint);
  if (
    checkpoint === undefined ||
    format === undefined ||
    model.facts.nativeQuantization !== null ||
    formatInName(model.facts.huggingFaceId) === format
  )
    return [];
  return [
    mismatch({
      severity: 'warning',
      prop: 'quantization',
      value: 'checkpoint',
      allowed: `'${format}'`,
      message: `${checkpoint} holds ${format} by its name, and the plan counts ${model.id} as it is published`,
      repairs: [`quantization: '${format}'`],
    }),
  ];
}

/** A published checkpoint that is quantized already is served as it is. */
function ownFindings({ model, checkpoint }: Asked, quantization: CheckpointFormat): UnplacedFinding[] {
  const { nativeQuantization, expertQuantization } = model.facts;
  const same = nativeQuantization === quantization && expertQuantization === null;
  if (nativeQuantization === null || same || checkpoint !== undefined) return [];
  return [
    mismatch({
      prop: 'quantization',
      value: quantization,
      allowed: "'checkpoint'",
      message: `${model.id} is published in ${nativeQuantization}${expertQuantization === null ? '' : ` with experts in ${expertQuantization}`} and would be started so, not in ${quantization}`,
      repairs: ["quantization: 'checkpoint'", `checkpoint: '<a checkpoint of it in ${quantization}>'`],
    }),
  ];
}

function givenFindings(spec: Asked, quantization: CheckpointFormat, engine: Engine): UnplacedFinding[] {
  const { model, checkpoint } = spec;
  if (checkpoint !== undefined) return namedFindings(spec, checkpoint, quantization, engine);
  if (model.facts.nativeQuantization !== null || engine.quantizesAtLoad(quantization)) return [];
  if (checkpointIn(model.id, quantization) !== undefined) return [];
  const others = formatsOf(model, engine).map((format) => `quantization: '${format}'`);
  return [
    mismatch({
      prop: 'quantization',
      value: quantization,
      allowed: 'a format with a checkpoint',
      message: `${engine.name} makes no ${quantization} of 16-bit weights, and no ${quantization} checkpoint of ${model.id} is known: it would start with ${model.facts.huggingFaceId}`,
      repairs: [`checkpoint: '<repository of ${model.id} in ${quantization}>'`, ...others, "quantization: 'checkpoint'"],
    }),
  ];
}

/** The name of a repository that is given says another format, or is that of 16-bit weights. */
function namedFindings({ model }: Asked, checkpoint: string, quantization: CheckpointFormat, engine: Engine): UnplacedFinding[] {
  const format = formatInName(checkpoint);
  const sixteenBit = Model.byId(checkpoint)?.facts.nativeQuantization === null && !engine.quantizesAtLoad(quantization);
  if ((format === undefined || format === quantization) && !sixteenBit) return [];
  const known = checkpointIn(model.id, quantization);
  return [
    mismatch({
      prop: 'checkpoint',
      value: checkpoint,
      allowed: `a checkpoint in ${quantization}`,
      message: `the plan counts ${quantization} weights, and ${checkpoint} holds ${format ?? '16-bit'} ones`,
      repairs: [
        ...(format === undefined ? [] : [`quantization: '${format}'`]),
        ...(known === undefined ? [`checkpoint: '<repository of ${model.id} in ${quantization}>'`] : [`checkpoint: '${known.repository}'`]),
      ],
    }),
  ];
}

const FORMATS: readonly CheckpointFormat[] = ['fp8', 'awq', 'gptq', 'int8', 'nvfp4', 'mxfp4'];

/** Formats in which a model can be started without a checkpoint of the user's own. */
const formatsOf = (model: Model, engine: Engine): readonly CheckpointFormat[] =>
  FORMATS.filter((format) => engine.quantizesAtLoad(format) || checkpointIn(model.id, format) !== undefined);

type Mismatch = Pick<UnplacedFinding, 'prop' | 'value' | 'allowed' | 'message' | 'repairs'> & { readonly severity?: 'error' | 'warning' };

const mismatch = (found: Mismatch): UnplacedFinding => ({ code: 'AF-ENG-033', severity: 'error', ...found });
