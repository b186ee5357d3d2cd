/** What may stand in the place of an argument: values that no type check would let through. */
import { App, Lazy, TerraformStack } from 'cdktf';
import { Cluster, Gpu, InferencePool, Model, SecretRef } from 'cdktf-agent-fleet';
import { temporaryOutdir } from '../setup/temporary-outdir';
import { HOSTILE_VALUES } from '../support/hostile-values';

export const cluster = Cluster.fromKubeconfig({ context: 'prod', nodePools: { gpu: { gpu: Gpu.L40S, gpusPerNode: 1, nodes: 4 } } });
const circle: Record<string, unknown> = { a: 1 };
circle.self = circle;

const otherPool = () =>
  new InferencePool(new TerraformStack(new App({ outdir: temporaryOutdir() }), 'o'), 'pool', {
    cluster,
    model: Model.LLAMA_3_1_8B_INSTRUCT,
    gpu: Gpu.L40S,
    maxContextTokens: 4_096,
  });

export const strangePool = otherPool();

class Stranger {
  readonly cluster = 'none';
}

/** Each is made anew where somebody could change it. */
export const HOSTILE: readonly (readonly [string, () => unknown])[] = [
  ['undefined', () => undefined],
  ['null', () => null],
  ['NaN', () => Number.NaN],
  ['Infinity', () => Number.POSITIVE_INFINITY],
  ['−Infinity', () => Number.NEGATIVE_INFINITY],
  ['−1', () => -1],
  ['0', () => 0],
  ['1.5', () => 1.5],
  ['1e12', () => 1e12],
  ['1e308', () => 1e308],
  ['an empty text', () => ''],
  ['a text', () => 'x'],
  ['constructor', () => 'constructor'],
  ['__proto__', () => '__proto__'],
  ['a long text', () => 'x'.repeat(200_000)],
  ['a number token', () => -1.8881545897087626e289],
  ['a text token', () => Lazy.stringValue({ produce: () => 'known later' })],
  ['true', () => true],
  ['an empty list', () => []],
  ['a list of null', () => [null]],
  ['an empty object', () => ({})],
  ['an object of undefined', () => ({ a: undefined, b: null })],
  ['an object without prototype', () => Object.create(null)],
  ['an object that holds itself', () => circle],
  ['a function', () => () => 1],
  ['a symbol', () => Symbol('s')],
  ['a big integer', () => 10n],
  ['a date', () => new Date(0)],
  ['a map', () => new Map([['a', 1]])],
  ['a pattern', () => /x/],
  ['a class', () => Stranger],
  ['an object of a strange class', () => new Stranger()],
  ['a cluster', () => cluster],
  ['a pool', () => strangePool],
  ['a model', () => Model.BGE_M3],
  ['a secret', () => SecretRef.existing('a', 'b')],
  ...HOSTILE_VALUES.filter(([name]) => /proxy|mock/.test(name)),
];
