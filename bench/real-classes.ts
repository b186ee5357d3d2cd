/**
 * What is read from a `config.json` beside the model that transformers makes of it (test/data/transformers-models.json): parameters, bytes of a token, windows
 * and states, from the file that `save_pretrained` writes and from one that leaves out what the class says anyway.
 */
import { kvLayout } from '../lib/capacity/model/kv-layout';
import { tensorPlan } from '../lib/capacity/model/tensors';
import { weightsPerGpu } from '../lib/capacity/model/weights';
import { Model } from '../lib/catalog/model';
import type { ModelFacts } from '../lib/catalog/model-facts';
import data from '../test/data/transformers-models.json';

type Layers = readonly (readonly (number | null)[])[];

export interface RealRow {
  readonly model_type: string;
  readonly name: string;
  readonly given: object;
  readonly saved: object;
  readonly class: string;
  readonly parts: Readonly<Record<string, number>>;
  readonly cache?: Layers;
  readonly state?: Layers;
  readonly indexer?: Layers;
}

export const ROWS = data.rows as unknown as readonly RealRow[];
/** Small vectors of biases and norms that no formula counts. */
export const ERROR = 0.005;
const TWO_BYTES = 2;
/** Of one key of the indexer beside its values: a scale. */
const SCALE_BYTES = 4;

export const named = (facts: ModelFacts): readonly string[] => [
  ...(facts.weightDetail?.unread ?? []),
  ...weightsPerGpu(facts, 'checkpoint', 1).missing,
  ...kvLayout(facts, 'auto', 1).missing,
];

/** Of the facts. */
export function parameters(facts: ModelFacts): number {
  if (facts.attentionKind === 'encoder') return (facts.paramsTotalB ?? Number.NaN) * 1e9;
  return tensorPlan(facts).groups.reduce((sum, { elements }) => sum + elements, 0);
}

const total = (layers: Layers = [], of: (layer: readonly (number | null)[]) => number): number =>
  layers.reduce((sum, layer) => sum + (layer[0] ?? 0) * of(layer), 0);

/** Bytes of a token in the layers that grow for ever and in those with a window, the window, and the values of all states. */
export const measured = ({ cache, state, indexer }: RealRow) => ({
  full:
    total(cache, ([, values, window]) => (window === null ? TWO_BYTES * (values ?? 0) : 0)) +
    total(indexer, ([, key]) => (key ?? 0) + SCALE_BYTES),
  windowed: total(cache, ([, values, window]) => (window === null ? 0 : TWO_BYTES * (values ?? 0))),
  window: cache?.find(([, , window]) => window !== null)?.[2] ?? null,
  state: total(state, ([, recurrent]) => recurrent ?? 0),
  convolution: total(state, ([, , columns]) => columns ?? 0),
});

/** The same of the facts. */
export function read(facts: ModelFacts): ReturnType<typeof measured> {
  const layout = kvLayout(facts, 'auto', 1);
  const windowed = layout.windowTokens === null ? 0 : (layout.windowLayersBytesPerToken ?? 0);
  const layers = facts.linearState?.linearLayers ?? 0;
  return {
    full: layout.bytesPerToken - (layout.paddedBytesPerToken ?? 0) - windowed,
    windowed,
    window: layout.windowTokens,
    state: layers * (facts.linearState?.stateElementsPerLayer ?? 0),
    convolution: layers * (facts.linearState?.convElementsPerLayer ?? 0),
  };
}

export interface RealCase {
  readonly row: RealRow;
  readonly how: 'as saved' | 'with the defaults of the class';
  readonly config: Readonly<Record<string, unknown>>;
}

/** A file of its own says its shape, whatever else it leaves out. */
const SHAPE =
  /^(num_hidden_layers|n_layers?|num_layers|num_attention_heads|n_heads?|hidden_size|n_embd|d_model|dim|intermediate_size|hidden_dim|ffn_dim|vocab_size|qk_\w+_head_dim|v_head_dim)$/;

const shapeOf = ({ saved, given }: RealRow): object =>
  'text_config' in given || 'thinker_config' in given ? {} : Object.fromEntries(Object.entries(saved).filter(([key]) => SHAPE.test(key)));

export const CASES: readonly RealCase[] = ROWS.flatMap((row) => [
  { row, how: 'as saved', config: { ...row.saved } },
  { row, how: 'with the defaults of the class', config: { model_type: row.model_type, ...shapeOf(row), ...row.given } },
]);

export const realParameters = ({ parts }: RealRow): number => Object.values(parts).reduce((sum, elements) => sum + elements, 0);

const list = (types: ReadonlySet<string>): string => [...types].map((type) => `\`${type}\``).join(', ');

/** The section of docs/accuracy.md. */
export function realClassesSection(): string {
  const asked = CASES.map((one) => ({ ...one, names: named(Model.fromConfig(one.config).facts) }));
  const types = new Set(ROWS.map((row) => row.model_type));
  const open = new Set(asked.filter(({ names }) => names.length > 0).map(({ row }) => row.model_type));
  const saved = new Set(asked.filter(({ names, how }) => names.length > 0 && how === 'as saved').map(({ row }) => row.model_type));
  const equal = asked.filter(({ names }) => names.length === 0).length;
  const partly = new Set([...open].filter((type) => !saved.has(type)));
  return [
    '## Configurations against the real classes',
    '',
    `${ROWS.length} configurations of ${types.size} architectures were given to their classes of transformers, and the same ${asked.length} files (in full, and without what the class says anyway) to \`Model.fromConfig\` (${data.source}). ${equal} files are equal: parameters to ${ERROR * 100} %, which leaves room for biases and norms of heads; bytes of a token, windows and states exactly. All others are named as not understood; none is wrong without a word.`,
    '',
    `Named in a configuration at least, whatever its form: ${list(saved)}. Asked for what their class computes, where the file leaves it out: ${list(partly)}.`,
    '',
    'Known and meant: engines do not load the pooling head of SigLIP. Falcon with groups copies its keys before they are cached in transformers, and engines do not. LongCat-Flash makes matrices for experts that pass their input on, which no checkpoint has. Where a file does not say whether embedding and output head are one, and the classes of the whole and of its language model differ, they are read as two: engines look into the checkpoint, and two take more.',
  ].join('\n');
}
