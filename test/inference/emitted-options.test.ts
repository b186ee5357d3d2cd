/** Every model of the catalog on the engines whose tables were read and not run: what a pool starts them with, held against the table and the habits of the parser. */
import { Cluster, Engine, Gpu, Model } from '../../lib';
import { ENGINE_DEFINITIONS } from '../../lib/catalog/engines/definitions';
import { EngineVersion } from '../../lib/catalog/engines/engine-version';
import { givenArgs } from '../../lib/catalog/engines/given-args';
import { ARG_RULES } from '../../lib/catalog/engines/rules';
import { evaluateRules } from '../../lib/core/evaluate-rules';
import { adapterOf } from '../../lib/inference/engines/registry';
import { servingSpec } from '../../lib/inference/serving';
import { App, TerraformStack } from '../../lib/terraform/engine';
import { pool } from '../setup/research-stack';
import { temporaryOutdir } from '../setup/temporary-outdir';
import { IS_LONG, someOf } from '../support/runs';

const CONTEXT = 4_096;
const ENGINES = [
  Engine.tensorRtLlm(),
  Engine.textGenerationInference({ image: 'registry.example.com/tgi' }),
  Engine.textEmbeddingsInference(),
];

function argsOf(model: Model, engine: Engine, gpusPerReplica: number): readonly string[] {
  const stack = new TerraformStack(new App({ outdir: temporaryOutdir() }), 'research');
  const context = Math.min(CONTEXT, model.facts.maxPositionEmbeddings ?? CONTEXT);
  // A card on which most of them fit: nobody asks here how others would be repaired.
  const props = { model, engine, gpu: Gpu.B300, gpusPerReplica, maxContextTokens: context };
  const view = pool({ stack, cluster: Cluster.fromKubeconfig({ context: 'c' }) }, 'p', props).view();
  return adapterOf(engine, 'p').args(servingSpec(view));
}

/** Nothing is owned here: each argument is read as the parser would. */
function problemsOf(engine: Engine, args: readonly string[]): string[] {
  const definition = ENGINE_DEFINITIONS.find(({ id }) => id === engine.id);
  if (definition === undefined) throw new Error(`nobody knows ${engine.id}`);
  const { flags: table, releaseStep } = definition;
  const context = {
    engine: engine.name,
    version: EngineVersion.of(engine.version, releaseStep),
    table,
    propOf: {},
    sharedKvTiers: undefined,
  };
  const flags = args[0]?.startsWith('--') === true ? args : args.slice(1);
  return evaluateRules(ARG_RULES, givenArgs(flags, [], context)).map(({ code, message }) => `${code} ${message}`);
}

/** Each third model of an engine of many, on one GPU or on two in turn; in a long run all of them, on both. */
const gpusOf = (index: number): readonly number[] => (IS_LONG ? [1, 2] : [1 + (index % 2)]);

test.each(ENGINES.map((engine) => [engine.name, engine] as const))('%s: its models, on one or on two GPUs', (_, engine) => {
  const models = Model.all().filter(({ facts }) => engine.serves(facts.kind));
  const wrong = someOf(models, models.length > 30 ? 3 : 1).flatMap((model, index) =>
    gpusOf(index).flatMap((gpus) => problemsOf(engine, argsOf(model, engine, gpus)).map((problem) => `${model.id} on ${gpus}: ${problem}`)),
  );
  expect(models.length).toBeGreaterThan(5);
  expect(wrong).toEqual([]);
});

test('the table would tell: a spelling of another parser is a problem', () => {
  const [tensorRt, tgi] = ENGINES as [Engine, Engine, Engine];
  const started = argsOf(Model.LLAMA_3_1_8B_INSTRUCT, tensorRt, 1);
  expect(
    problemsOf(
      tensorRt,
      started.map((arg) => (arg.startsWith('--') ? arg.replaceAll('_', '-') : arg)),
    ),
  ).not.toEqual([]);
  expect(problemsOf(tgi, [...argsOf(Model.LLAMA_3_1_8B_INSTRUCT, tgi, 1), '--json-output'])).toEqual([
    expect.stringMatching(/^AF-ENG-077 /),
  ]);
});
