/** Other names of a pool: the engine answers to them, the router leads them there, the agents may ask for them, and one name has one pool. */
import { parse } from 'yaml';
import { AgentFleet, Topology } from '../../lib';
import { Engine } from '../../lib/catalog/engines/engine';
import { Gpu } from '../../lib/catalog/gpu';
import { Model } from '../../lib/catalog/model';
import type { InferencePoolProps } from '../../lib/inference/inference-pool-props';
import { servingSpec } from '../../lib/inference/serving';
import { LiteLLMRouter } from '../../lib/routing/litellm/router';
import type { FleetTemplate } from '../../lib/testing/fleet-template';
import { manifest, pool, refusal, research, type Setting } from '../setup/research-stack';

type Props = Partial<InferencePoolProps>;
interface Deployment {
  readonly model_name: string;
  readonly litellm_params: { readonly model: string; readonly api_base: string; readonly rpm?: number; readonly timeout: number };
}

const deploymentsOf = (template: FleetTemplate): Deployment[] => {
  const { data } = manifest<{ data: Record<string, string> }>(template, 'ConfigMap', 'router');
  return (parse(data['config.yaml'] ?? '') as { model_list: Deployment[] }).model_list;
};
const argsOf = (setting: Setting, props: Props) => {
  const view = pool(setting, 'p', props).view();
  return view.adapter.args(servingSpec(view));
};

test('vLLM is told all names, the first one of which its series have', () => {
  research((setting) => {
    const args = argsOf(setting, { aliases: ['assistant', 'gpt-4o-mini'] });
    const at = args.indexOf('--served-model-name');
    expect(args.slice(at, at + 5)).toEqual(['--served-model-name', 'llama-3.1-8b-instruct', 'assistant', 'gpt-4o-mini', '--host']);
  });
});

test.each<[string, Props]>([
  ['SGLang', { engine: Engine.sglang(), gpu: Gpu.H100_SXM }],
  ['TensorRT-LLM', { engine: Engine.tensorRtLlm(), gpu: Gpu.H100_SXM, toolCalling: false }],
  ['Text Embeddings Inference', { engine: Engine.textEmbeddingsInference(), model: Model.BGE_M3 }],
])('%s answers to whatever clients send, and is told nothing', (_, props) => {
  const plain = research((setting) => expect(argsOf(setting, props)).not.toContain('assistant'));
  const named = research((setting) => expect(argsOf(setting, { ...props, aliases: ['assistant'] })).not.toContain('assistant'));
  expect([plain.plan().pools[0]?.model.aliases, named.plan().pools[0]?.model.aliases]).toEqual([undefined, ['assistant']]);
});

const workersOf = ({ routes }: LiteLLMRouter) => (routes[0] as (typeof routes)[number]).pool;

const routed = (props: Props, also: (router: LiteLLMRouter, setting: Setting) => void = () => undefined) =>
  research((setting) => {
    const router = new LiteLLMRouter(setting.stack, 'router', { cluster: setting.cluster, replicas: 1 });
    router.addRoute({ alias: 'coder', pool: pool(setting, 'workers', props), requestsPerMinute: 60 });
    also(router, setting);
  });

test('the router leads them to the pool, with the times of its route and without its limits', () => {
  const [own, ...others] = deploymentsOf(routed({ aliases: ['assistant', 'gpt-4o-mini'] }));
  expect(own).toMatchObject({ model_name: 'coder', litellm_params: { rpm: 60 } });
  expect(others.map(({ model_name }) => model_name)).toEqual(['assistant', 'gpt-4o-mini']);
  for (const { litellm_params: params } of others) {
    expect(params.model).toBe('hosted_vllm/llama-3.1-8b-instruct');
    expect(params).toMatchObject({ api_base: own?.litellm_params.api_base, timeout: own?.litellm_params.timeout });
    expect(params.rpm).toBeUndefined();
  }
});

test('a route that names one of them itself keeps its own limits, in whichever order', () => {
  const template = routed({ aliases: ['assistant'] }, (router) => {
    router.addRoute({ alias: 'assistant', pool: workersOf(router), requestsPerMinute: 7 });
  });
  expect(deploymentsOf(template).map(({ model_name, litellm_params: { rpm } }) => [model_name, rpm])).toEqual([
    ['coder', 60],
    ['assistant', 7],
  ]);
});

test('a second route to the pool brings them no second time', () => {
  const template = routed({ aliases: ['assistant'] }, (router) => {
    router.addRoute({ alias: 'planner', pool: workersOf(router) });
  });
  expect(deploymentsOf(template).map(({ model_name }) => model_name)).toEqual(['coder', 'planner', 'assistant']);
});

test.each<[string, (router: LiteLLMRouter, setting: Setting) => void]>([
  [
    'two pools have it',
    (router, setting) => router.addRoute({ alias: 'planner', pool: pool(setting, 'other', { aliases: ['assistant'] }) }),
  ],
  ['a role of another pool is called so', (router, setting) => router.addRoute({ alias: 'assistant', pool: pool(setting, 'other') })],
])('one name behind a router belongs to one pool: %s', (_, also) => {
  const { problems } = refusal((setting) => {
    const router = new LiteLLMRouter(setting.stack, 'router', { cluster: setting.cluster, replicas: 1 });
    router.addRoute({ alias: 'coder', pool: pool(setting, 'workers', { aliases: ['assistant'] }) });
    also(router, setting);
  });
  expect(problems.filter(({ code }) => code === 'AF-RTE-014')).toMatchObject([{ prop: 'routes.assistant' }]);
});

test('agents of a fleet may ask for the other names of their pools', () => {
  let models: readonly string[] = [];
  research((setting) => {
    const workers = pool(setting, 'workers', { aliases: ['gpt-4o-mini'] });
    const fleet = new AgentFleet(setting.stack, 'fleet', {
      cluster: setting.cluster,
      topology: Topology.flat({ agents: ['coder'] }),
      concurrentWorkflows: 10,
      roles: { coder: { pool: workers, contextTokens: 4_096 } },
      runtime: { framework: 'langgraph', image: 'registry.internal/agents:1' },
    });
    models = (fleet.router as LiteLLMRouter).modelsOf(fleet.runtime.workload);
  });
  expect(models).toEqual(['coder', 'gpt-4o-mini']);
});

test.each<[string, Props, string]>([
  ['the name of the model', { aliases: ['assistant', 'llama-3.1-8b-instruct'] }, 'aliases.1'],
  ['the name of an adapter', { aliases: ['support'], adapters: [{ name: 'support', source: 'acme/support', rank: 8 }] }, 'aliases.0'],
  ['an engine of one name', { aliases: ['assistant'], engine: Engine.textGenerationInference() }, 'aliases'],
])('refused: %s', (_, props, prop) => {
  const { problems } = refusal((setting) => pool(setting, 'p', props));
  expect(problems.filter(({ code }) => code === 'AF-ENG-050')).toMatchObject([{ severity: 'error', prop }]);
});

test.each([[['a', 'a']], [[]], [['*']], [['a b']], ['a'], [[7]], [['-x']]])('no list of aliases: %j', (aliases) => {
  const { problems } = refusal((setting) => pool(setting, 'p', { aliases: aliases as never }));
  expect(problems[0]).toMatchObject({ code: 'AF-SPEC-001' });
});
