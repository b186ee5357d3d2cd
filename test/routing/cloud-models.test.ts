/** Models of Bedrock and Vertex AI: what LiteLLM is told of them, how the router is known to their clouds, and which hosts it reaches. */
import { parse } from 'yaml';
import { SecretRef } from '../../lib/core/secret-ref';
import type { ClusterProps } from '../../lib/platform/cluster-props';
import { ExternalModel } from '../../lib/routing/external-model';
import { LiteLLMRouter } from '../../lib/routing/litellm/router';
import { WorkloadIdentity } from '../../lib/security/workload-identity';
import { manifest, pool, refusal, research, type Setting } from '../setup/research-stack';
import { LITELLM_PARAMS } from './litellm-keys';

const key = SecretRef.existing('cloud', 'key');
const nova = { model: 'amazon.nova-pro-v1:0', awsRegion: 'eu-central-1', maxContextTokens: 300_000 };
const gemini = { model: 'gemini-2.5-pro', project: 'my-project', location: 'europe-west4', maxContextTokens: 1_000_000 };
const aws = WorkloadIdentity.aws({ roleArn: 'arn:aws:iam::123456789012:role/router' });
const google = WorkloadIdentity.google({ serviceAccount: 'router@my-project.iam.gserviceaccount.com' });

type Built = (setting: Setting) => void;

const routed =
  (big: ExternalModel, identity?: WorkloadIdentity): Built =>
  (setting) => {
    const given = identity === undefined ? {} : { identity };
    const props = { cluster: setting.cluster, replicas: 1, externalModels: { big }, fallbacks: { coder: ['big'] }, ...given };
    new LiteLLMRouter(setting.stack, 'router', props).addRoute({ alias: 'coder', pool: pool(setting, 'workers') });
  };

interface Config {
  readonly model_list: readonly { readonly model_name: string; readonly litellm_params: Readonly<Record<string, unknown>> }[];
}

const synth = (big: ExternalModel, identity?: WorkloadIdentity, cluster: ClusterProps = {}) => research(routed(big, identity), cluster);

function paramsOf(big: ExternalModel, identity?: WorkloadIdentity): Readonly<Record<string, unknown>> {
  const template = synth(big, identity);
  const { data } = manifest<{ data: Record<string, string> }>(template, 'ConfigMap', 'router');
  const { model_list } = parse(data['config.yaml'] ?? '', { version: '1.1' }) as Config;
  return model_list.find(({ model_name }) => model_name === 'big')?.litellm_params ?? {};
}

const VARIABLE = expect.stringMatching(/^os\.environ\/EXTERNAL_KEY_[0-9A-F]{8}$/) as string;
const BEDROCK = {
  model: 'bedrock/converse/amazon.nova-pro-v1:0',
  aws_region_name: 'eu-central-1',
  aws_bedrock_runtime_endpoint: 'https://bedrock-runtime.eu-central-1.amazonaws.com',
};
const VERTEX = {
  model: 'vertex_ai/gemini-2.5-pro',
  vertex_project: 'my-project',
  vertex_location: 'europe-west4',
  api_base: 'https://europe-west4-aiplatform.googleapis.com',
};

describe('what LiteLLM is told', () => {
  test.each([
    ['of Bedrock with a key of Bedrock', ExternalModel.bedrock({ ...nova, key }), undefined, { ...BEDROCK, api_key: VARIABLE }],
    ['of Bedrock by the role of the router', ExternalModel.bedrock(nova), aws, BEDROCK],
    [
      'of Vertex AI with the key of a service account',
      ExternalModel.vertex({ ...gemini, key }),
      undefined,
      { ...VERTEX, vertex_credentials: VARIABLE },
    ],
    ['of Vertex AI by the service account of the router', ExternalModel.vertex(gemini), google, VERTEX],
  ])('%s', (_what, model, identity, wanted) => {
    const params = paramsOf(model, identity);
    expect(params).toEqual(wanted);
    expect(Object.keys(params).filter((param) => !LITELLM_PARAMS.includes(param))).toEqual([]);
  });
});

describe('the host of a region', () => {
  test.each([
    ['us-gov-west-1', 'bedrock-runtime.us-gov-west-1.amazonaws.com'],
    ['cn-north-1', 'bedrock-runtime.cn-north-1.amazonaws.com.cn'],
  ])('of AWS %s', (awsRegion, host) => {
    expect(ExternalModel.bedrock({ ...nova, awsRegion }).host).toBe(host);
  });

  test.each([
    ['global', 'aiplatform.googleapis.com'],
    ['eu', 'aiplatform.eu.rep.googleapis.com'],
    ['us-central1', 'us-central1-aiplatform.googleapis.com'],
  ])('of Google Cloud %s', (location, host) => {
    expect(ExternalModel.vertex({ ...gemini, location }).host).toBe(host);
  });
});

describe('the network of the router', () => {
  const named = { namedEgress: { policies: 'cilium' } } as const;
  const hosts = (template: ReturnType<typeof synth>) =>
    template
      .manifests()
      .filter(({ kind, metadata }) => kind === 'CiliumNetworkPolicy' && metadata.name.startsWith('router-'))
      .flatMap((policy) =>
        (JSON.stringify(policy).match(/"match(?:Name|Pattern)":"[^"*]*[a-z][^"]*"/g) ?? []).map(
          (text) => JSON.parse(`{${text}}`) as object,
        ),
      )
      .flatMap((match) => Object.values(match) as string[])
      .sort();

  test('with a key is opened to the endpoint of the region, and to where a key is changed for a token', () => {
    expect(hosts(synth(ExternalModel.bedrock({ ...nova, key }), undefined, named))).toEqual(['bedrock-runtime.eu-central-1.amazonaws.com']);
    expect(hosts(synth(ExternalModel.vertex({ ...gemini, key }), undefined, named))).toEqual([
      'europe-west4-aiplatform.googleapis.com',
      'oauth2.googleapis.com',
    ]);
  });

  test('by an identity is opened to the endpoint, and to who gives the tokens of the pods', () => {
    expect(hosts(synth(ExternalModel.bedrock(nova), aws, named))).toEqual([
      'bedrock-runtime.eu-central-1.amazonaws.com',
      'sts.*.amazonaws.com',
      'sts.amazonaws.com',
    ]);
    const template = synth(ExternalModel.vertex(gemini), google, named);
    expect(hosts(template)).toEqual(['europe-west4-aiplatform.googleapis.com']);
    expect(JSON.stringify(template.manifests().filter(({ kind }) => kind === 'NetworkPolicy'))).toContain('169.254.169.252/32');
  });
});

test('the service account of the router is the one that its cloud trusts, and its pods have no key', () => {
  const template = synth(ExternalModel.bedrock(nova), aws);
  expect(manifest(template, 'ServiceAccount', 'router').metadata).toMatchObject({
    annotations: { 'eks.amazonaws.com/role-arn': 'arn:aws:iam::123456789012:role/router' },
  });
  expect(JSON.stringify(manifest(template, 'Deployment', 'router'))).not.toContain('EXTERNAL_KEY');
});

test('labels of an identity stand on the pods of the router', () => {
  const entra = WorkloadIdentity.azure({ clientId: '00000000-0000-0000-0000-000000000001' });
  const template = synth(ExternalModel.openAi({ model: 'm', key, maxContextTokens: 128_000 }), entra);
  const { spec } = manifest<{ spec: { template: { metadata: { labels: object } } } }>(template, 'Deployment', 'router');
  expect(spec.template.metadata.labels).toMatchObject({ 'azure.workload.identity/use': 'true' });
});

test('an identity whose tokens the router cannot fetch is told: every model has a key, and no public address is open', () => {
  const big = ExternalModel.bedrock({ ...nova, key, cidrs: ['203.0.113.0/24'] });
  expect(synth(big, aws).plan().findings).toContainEqual(expect.objectContaining({ code: 'AF-SEC-007', prop: 'identity' }));
  expect(synth(ExternalModel.bedrock({ ...nova, cidrs: ['203.0.113.0/24'] }), aws).plan().findings).not.toContainEqual(
    expect.objectContaining({ code: 'AF-SEC-007' }),
  );
});

describe('refused', () => {
  const told = (big: () => ExternalModel) => refusal((setting) => routed(big())(setting)).problems.map(({ code, prop }) => [code, prop]);

  test.each([
    ['no model of Bedrock', { ...nova, model: 'gpt-4o' }, 'model'],
    ['a route of LiteLLM in the name', { ...nova, model: 'invoke/amazon.nova-pro-v1:0' }, 'model'],
    ['an availability zone', { ...nova, awsRegion: 'eu-central-1a' }, 'awsRegion'],
    ['a region with a host in it', { ...nova, awsRegion: 'evil.example.com/' }, 'awsRegion'],
    [
      'a profile of another region',
      { ...nova, model: 'arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/abc' },
      'model',
    ],
    ['a key as text', { ...nova, key: 'ABSK…' as never }, 'key'],
  ])('of Bedrock: %s', (_what, props, prop) => {
    expect(told(() => ExternalModel.bedrock(props))).toEqual([['AF-SPEC-001', prop]]);
  });

  test.each([
    ['the name of a project', { ...gemini, project: 'My Project' }, 'project'],
    ['a region of AWS', { ...gemini, location: 'eu-central-1' }, 'location'],
    ['a region with a host in it', { ...gemini, location: 'evil.example.com/' }, 'location'],
    ['a model that LiteLLM asks elsewhere', { ...gemini, model: 'zai-org/glm-5-maas' }, 'location'],
  ])('of Vertex AI: %s', (_what, props, prop) => {
    expect(told(() => ExternalModel.vertex(props))).toEqual([['AF-SPEC-001', prop]]);
  });

  test('a model without a key behind a router without an identity', () => {
    expect(told(() => ExternalModel.bedrock(nova))).toEqual([['AF-RTE-065', 'externalModels.big']]);
    expect(told(() => ExternalModel.vertex(gemini))).toEqual([['AF-RTE-065', 'externalModels.big']]);
  });
});

test('a model that LiteLLM asks at one location alone is taken there', () => {
  expect(ExternalModel.vertex({ ...gemini, model: 'zai-org/glm-5-maas', location: 'global' }).host).toBe('aiplatform.googleapis.com');
});
