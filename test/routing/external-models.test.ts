import { parse } from 'yaml';
import { SecretRef } from '../../lib/core/secret-ref';
import { ExternalModel } from '../../lib/routing/external-model';
import { LiteLLMRouter } from '../../lib/routing/litellm/router';
import { manifest, pool, research } from '../setup/research-stack';
import { problemsIn } from '../support/problems-in';
import { LITELLM_PARAMS } from './litellm-keys';

const key = SecretRef.existing('provider', 'key');
const base = { model: 'some-model', key, maxContextTokens: 128_000 };
const URL_V1 = 'https://llm.example.com/v1';

interface Deployment {
  readonly model_name: string;
  readonly litellm_params: Readonly<Record<string, unknown>>;
}

const synth = (externalModels: Readonly<Record<string, ExternalModel>>) =>
  research((setting) => {
    const router = new LiteLLMRouter(setting.stack, 'router', {
      cluster: setting.cluster,
      replicas: 1,
      externalModels,
      fallbacks: { coder: Object.keys(externalModels) },
    });
    router.addRoute({ alias: 'coder', pool: pool(setting, 'workers') });
  });

const textOf = (template: ReturnType<typeof synth>) =>
  manifest<{ data: Record<string, string> }>(template, 'ConfigMap', 'router').data['config.yaml'] ?? '';

function paramsOf(model: ExternalModel): Readonly<Record<string, unknown>> {
  const config = parse(textOf(synth({ big: model })), { version: '1.1' }) as { model_list: Deployment[] };
  return config.model_list.find(({ model_name }) => model_name === 'big')?.litellm_params ?? {};
}

describe('a model of a provider becomes a deployment', () => {
  test.each([
    ['openai/some-model', ExternalModel.openAi(base), undefined],
    ['anthropic/some-model', ExternalModel.anthropic(base), undefined],
    [
      'azure/some-model',
      ExternalModel.azure({ ...base, url: 'https://mine.openai.azure.com', apiVersion: '2024-10-21' }),
      'https://mine.openai.azure.com',
    ],
    ['openai/some-model', ExternalModel.openAiCompatible({ ...base, url: URL_V1 }), URL_V1],
  ])('%s', (name, model, address) => {
    const params = paramsOf(model);
    expect([params['model'], params['api_base']]).toEqual([name, address]);
    expect(params['api_key']).toMatch(/^os\.environ\/EXTERNAL_KEY_[0-9A-F]{8}$/);
    expect(Object.keys(params).filter((param) => !LITELLM_PARAMS.includes(param))).toEqual([]);
  });

  test('with its limits and prices', () => {
    const limits = {
      requestsPerMinute: 60,
      tokensPerMinute: 9_000,
      maxParallelRequests: 5,
      costPerMillionTokens: { input: 3, output: 15, asOf: '2026-07-03' },
    };
    const wanted = { rpm: 60, tpm: 9_000, max_parallel_requests: 5, input_cost_per_token: 3e-6, output_cost_per_token: 15e-6 };
    expect(paramsOf(ExternalModel.openAi({ ...base, ...limits }))).toMatchObject(wanted);
  });

  test('with limits that are enforced although no pool has any', () => {
    expect(textOf(synth({ big: ExternalModel.openAi({ ...base, requestsPerMinute: 1 }) }))).toContain('enforce_model_rate_limits');
    expect(textOf(synth({ big: ExternalModel.openAi(base) }))).not.toContain('enforce_model_rate_limits');
  });
});

test('the key is read from the Secret by the variable that the configuration names', () => {
  const template = synth({ big: ExternalModel.openAi(base) });
  const { spec } = manifest<{ spec: { template: { spec: { containers: { env: { name: string; valueFrom?: unknown }[] }[] } } } }>(
    template,
    'Deployment',
    'router',
  );
  const variable = /os\.environ\/(EXTERNAL_KEY_\w+)/.exec(textOf(template))?.[1];
  const found = spec.template.spec.containers[0]?.env.find(({ name }) => name === variable);
  expect(found?.valueFrom).toMatchObject({ secretKeyRef: { name: 'provider', key: 'key' } });
});

test('two aliases that differ in a dash have two keys', () => {
  const text = textOf(synth({ 'a-b': ExternalModel.openAi(base), 'a.b': ExternalModel.openAi(base) }));
  expect(new Set(text.match(/EXTERNAL_KEY_\w+/g)).size).toBe(2);
});

describe('the network of the router', () => {
  const policies = (model: ExternalModel) =>
    JSON.stringify(
      synth({ big: model })
        .manifests()
        .filter(({ kind, metadata }) => kind === 'NetworkPolicy' && metadata.name.startsWith('router-')),
    );

  test('is opened to the ranges of the model and to nothing else outside', () => {
    const found = policies(ExternalModel.openAi({ ...base, cidrs: ['203.0.113.0/24'] }));
    expect(found).toContain('203.0.113.0/24');
    expect(found).not.toContain('0.0.0.0/0');
  });

  test('is opened to every public address without ranges, which is named', () => {
    const template = synth({ big: ExternalModel.openAi(base) });
    expect(template.plan().findings).toContainEqual(expect.objectContaining({ code: 'AF-SEC-005', prop: 'externalModels.big' }));
    expect(policies(ExternalModel.openAi(base))).toContain('0.0.0.0/0');
  });
});

describe('refused', () => {
  const refusal = (build: () => unknown) => {
    return problemsIn(build).map(({ code, prop }) => [code, prop]);
  };

  test.each([
    ['http://llm.example.com/v1', 'url'],
    ['https://user:pass@llm.example.com/v1', 'url'],
    ['https://llm.example.com/v1?key=1', 'url'],
    ['https://localhost/v1', 'url'],
    [`https://${'$'}{var.host}.com/v1`, 'url'],
    ['https://llm.example.com:8443/v1', 'cidrs'],
  ])('the URL %s', (url, prop) => {
    expect(refusal(() => ExternalModel.openAiCompatible({ ...base, url })).map(([, found]) => found)).toEqual([prop]);
  });

  test('a key that is written out, that would be drawn, and a model with a line break', () => {
    expect(refusal(() => ExternalModel.openAi({ ...base, key: 'sk-1' as never }))).toHaveLength(1);
    expect(refusal(() => ExternalModel.openAi({ ...base, key: SecretRef.generated('drawn') }))).toHaveLength(1);
    expect(refusal(() => ExternalModel.openAi({ ...base, model: 'gpt\nx' }))).toEqual([['AF-SPEC-001', 'model']]);
  });

  test('the alias of a pool', () => {
    expect(refusal(() => synth({ coder: ExternalModel.openAi(base) })).map(([code]) => code)).toContain('AF-RTE-015');
  });
});
