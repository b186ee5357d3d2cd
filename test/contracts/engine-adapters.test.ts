/** Every engine adapter keeps its contract: those of the library and one of a user. Each rule of the suite finds the fault it is for. */
import { Engine, type EngineAdapter, type EngineDefinition, FlagTable, NO_METRICS, SecretRef } from 'cdktf-agent-fleet';
import { engineModelOf } from 'cdktf-agent-fleet/capacity';
import { engineAdapterProblems } from 'cdktf-agent-fleet/testing';
import { ollamaAdapter } from '../../lib/inference/engines/ollama/adapter';
import { sglangAdapter } from '../../lib/inference/engines/sglang/adapter';
import { teiAdapter } from '../../lib/inference/engines/tei/adapter';
import { tensorRtLlmAdapter } from '../../lib/inference/engines/tensorrt-llm/adapter';
import { tgiAdapter } from '../../lib/inference/engines/tgi/adapter';
import { vllmAdapter } from '../../lib/inference/engines/vllm/adapter';
import { TOY, toyAdapter } from '../support/toy-engine';

test.each([
  ['vLLM', vllmAdapter],
  ['SGLang', sglangAdapter],
  ['Text Embeddings Inference', teiAdapter],
  ['Ollama', ollamaAdapter],
  ['TGI', tgiAdapter],
  ['TensorRT-LLM', tensorRtLlmAdapter],
  ['an engine of a user', toyAdapter],
])('%s keeps the contract in every release that was read', (_, adapter) => {
  expect(engineAdapterProblems(adapter)).toEqual([]);
});

const withFacts = (facts: Partial<EngineDefinition>): EngineAdapter => ({ ...toyAdapter, definition: { ...TOY, ...facts } });
const withArgs = (change: (args: readonly string[]) => readonly string[]): EngineAdapter => ({
  ...toyAdapter,
  args: (spec) => change(toyAdapter.args(spec)),
});
const withEnv = (env: Record<string, string>): EngineAdapter => ({ ...toyAdapter, env: (spec) => ({ ...toyAdapter.env(spec), ...env }) });

let calls = 0;
const leaky: EngineAdapter = { ...toyAdapter, env: ({ huggingFaceToken }) => ({ NOTE: String(huggingFaceToken?.name ?? '') }) };
const openHanded: EngineAdapter = {
  ...toyAdapter,
  env: ({ huggingFaceToken }) => (huggingFaceToken === undefined ? {} : { TOY_HUB_TOKEN: huggingFaceToken }),
};
const talkative: EngineAdapter = {
  ...toyAdapter,
  download: (spec, marker) => [...toyAdapter.download(spec, marker), String(spec.huggingFaceToken?.name ?? '')],
};

test.each<[string, EngineAdapter, string]>([
  ['an id with capitals', withFacts({ id: 'Toy' }), 'id'],
  ['no release', withFacts({ defaultVersion: 'latest' }), 'defaultVersion'],
  ['a factory that nobody can write', withFacts({ factory: 'new Toy()' }), 'factory'],
  ['port 0', withFacts({ port: 0 }), 'port'],
  ['a metrics port beyond all ports', withFacts({ metricsPort: 70_000 }), 'metricsPort'],
  ['a health path without a slash', withFacts({ healthPath: 'ready' }), 'healthPath'],
  ['metrics without a path', withFacts({ metricsPath: null }), 'metrics.requestsWaiting'],
  ['a bucket for a histogram', withFacts({ metrics: { ...NO_METRICS, timeToFirstToken: 'toy_first_bucket' } }), 'metrics.timeToFirstToken'],
  ['a metric with a dash', withFacts({ metrics: { ...NO_METRICS, requestsWaiting: 'toy-queue' } }), 'metrics.requestsWaiting'],
  ['no image', withFacts({ images: [] }), 'images'],
  ['a tag with a blank', withFacts({ tagOf: () => 'v 1' }), 'tagOf'],
  ['no time to start', withFacts({ startup: { ...TOY.startup, leastSeconds: 0 } }), 'startup.leastSeconds'],
  ['a prop that sets a flag of another engine', withFacts({ propOfFlag: { '--max-model-len': 'maxContextTokens' } }), 'propOfFlag'],
  ['an effect of an unknown flag', withFacts({ flagEffects: [['--nowhere', 'none']] }), 'flagEffects'],
  ['a flag table that lacks a flag it sets', withFacts({ flags: emptyTable() }), 'args'],
  ['an owned flag that nothing reads', { ...toyAdapter, ownedFlags: [...toyAdapter.ownedFlags, '--nowhere'] }, 'ownedFlags'],
  [
    'a flag that it sets and does not own',
    { ...toyAdapter, ownedFlags: toyAdapter.ownedFlags.filter((flag) => flag !== '--name') },
    'ownedFlags',
  ],
  ['workers that are told nothing', { ...toyAdapter, multiNode: { args: () => [], workerHealthPath: null } }, 'multiNode.args'],
  [
    'a health path of workers without a slash',
    {
      ...toyAdapter,
      multiNode: { args: ({ nodes, rank, leaderAddress }) => [rank, String(nodes), leaderAddress], workerHealthPath: 'up' },
    },
    'multiNode.workerHealthPath',
  ],
  [
    'a flag of several nodes that it does not own',
    {
      ...toyAdapter,
      multiNode: {
        args: ({ nodes, rank, leaderAddress }) => ['--nodes', String(nodes), '--rank', rank, '--leader', leaderAddress],
        workerHealthPath: null,
      },
    },
    'ownedFlags',
  ],
  [
    'a flag that always and not always is the library’s',
    { ...toyAdapter, flagsOfProps: { toolCalling: ['--tools', '--context'] } },
    'flagsOfProps',
  ],
  [
    'a flag of a prop that it does not know',
    { ...toyAdapter, flagsOfProps: { toolCalling: ['--tools'], reasoning: ['--thoughts'] } },
    'flagsOfProps',
  ],
  ['root', { ...toyAdapter, runAs: { user: 0, group: 0 } }, 'runAs.user'],
  ['half a second of draining', { ...toyAdapter, drainSeconds: 0.5 }, 'drainSeconds'],
  ['two volumes on one path', { ...toyAdapter, writableFolders: () => [{ name: 'a', path: '/weights', sizeGiB: 1 }] }, 'writableFolders'],
  [
    'a second volume called weights',
    { ...toyAdapter, writableFolders: () => [{ name: 'weights', path: '/a', sizeGiB: 1 }] },
    'writableFolders',
  ],
  ['a folder of nothing', { ...toyAdapter, writableFolders: () => [{ name: 'a', path: '/a', sizeGiB: 0 }] }, 'writableFolders'],
  ['a relative folder', { ...toyAdapter, writableFolders: () => [{ name: 'a', path: 'a', sizeGiB: 1 }] }, 'writableFolders'],
  ['arguments that differ from call to call', withArgs((args) => [...args, '--verbose', ...(calls++ % 2 ? ['--verbose'] : [])]), 'args'],
  ['a value of the wrong kind', withArgs((args) => args.map((arg) => (arg === '16384' ? 'many' : arg))), 'args'],
  ['extraArgs in front', { ...toyAdapter, args: (spec) => [...spec.extraArgs, ...toyAdapter.args({ ...spec, extraArgs: [] })] }, 'args'],
  ['no model name', withArgs((args) => args.filter((_, index) => index !== 2 && index !== 3)), 'args'],
  ['no checkpoint', withArgs((args) => args.slice(2)), 'args'],
  ['no weights folder', withArgs((args) => args.filter((arg) => arg !== '--folder' && arg !== '/weights')), 'env'],
  ['a secret in a variable', withEnv({ API_TOKEN: 'hf_abcdefghijklmnopqrstuvwxyz0123456789' }), 'env'],
  ['a variable with a dash', withEnv({ 'TOY-PORT': '1' }), 'env'],
  ['a token that is dropped', { ...toyAdapter, downloadEnv: () => ({}) }, 'downloadEnv'],
  ['a token for the engine itself', openHanded, 'env'],
  ['a token in the command of the download', talkative, 'download'],
  ['no repositories', { ...toyAdapter, repositories: () => [] }, 'repositories'],
  ['a download that brings nothing', { ...toyAdapter, download: () => [] }, 'download'],
  ['a download that never says it is done', { ...toyAdapter, download: (spec) => toyAdapter.download(spec, '') }, 'download'],
  ['the sizing of another engine', { ...toyAdapter, sizing: engineModelOf({ engine: Engine.vllm() }) }, 'sizing'],
  ['a token that becomes a text', leaky, 'env'],
  ['refusal of every pool', { ...toyAdapter, limits: () => [{ prop: 'gpu', value: 'any', message: 'no', repairs: ['no'] }] }, 'limits'],
  [
    'a refusal without advice',
    { ...toyAdapter, limits: () => [{ severity: 'warning', prop: 'gpu', value: 'any', message: '', repairs: [] }] },
    'limits',
  ],
  [
    'a throw',
    {
      ...toyAdapter,
      args: () => {
        throw new TypeError('no');
      },
    },
    'args',
  ],
])('an adapter with %s is told so', (_, adapter, part) => {
  expect(engineAdapterProblems(adapter)).toContainEqual({ part, message: expect.any(String) as unknown });
});

test('references to secrets are not literal secrets', () => {
  const adapter: EngineAdapter = {
    ...toyAdapter,
    env: (spec) => ({ ...toyAdapter.env(spec), API_TOKEN: SecretRef.existing('toy', 'token') }),
  };
  expect(engineAdapterProblems(adapter)).toEqual([]);
});

function emptyTable(): FlagTable {
  return new FlagTable({ flags: [], aliases: [], choices: [], retired: [], reads: ['1.2.0'] });
}
