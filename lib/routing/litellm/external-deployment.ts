/** External models as deployments of LiteLLM. Keys are variables of the pod, and never stand in the configuration. */
import { shortHash } from '../../core/names';
import type { SecretRef } from '../../core/secret-ref';
import type { YamlValue } from '../../core/yaml';
import type { ExternalModel, ExternalProvider } from '../external-model';
import { costs } from './costs';

/** External models by alias. */
export type ExternalModels = Readonly<Record<string, ExternalModel>>;

/** LiteLLM's word for the client of a provider. Of Bedrock the Converse API: which API LiteLLM takes by itself depends on what it knows of the model. */
const CLIENTS: Readonly<Record<ExternalProvider, string>> = {
  openai: 'openai',
  anthropic: 'anthropic',
  azure: 'azure',
  bedrock: 'bedrock/converse',
  vertex: 'vertex_ai',
  'openai-compatible': 'openai',
};

type Params = Readonly<Record<string, YamlValue | undefined>>;

/**
 * Where a provider is asked, and with which key. The hosts of clouds are written out: a client may name another region in its request, and LiteLLM would
 * ask there.
 * @param key variable of the pod; undefined where the pods are known by their identity
 */
const ADDRESSES: Readonly<Record<ExternalProvider, (model: ExternalModel, key: string | undefined) => Params>> = {
  openai: addressed,
  anthropic: addressed,
  azure: addressed,
  bedrock: ({ url, location }, key) => ({ aws_region_name: location, aws_bedrock_runtime_endpoint: url, api_key: key }),
  vertex: ({ url, location, project }, key) => ({
    vertex_project: project,
    vertex_location: location,
    api_base: url,
    vertex_credentials: key,
  }),
  'openai-compatible': addressed,
};

function addressed({ url, apiVersion }: ExternalModel, key: string | undefined): Params {
  return { api_base: url, api_version: apiVersion, api_key: key };
}

export function externalDeployment(alias: string, model: ExternalModel): YamlValue {
  const { provider, spec, byIdentity } = model;
  return {
    model_name: alias,
    litellm_params: {
      model: `${CLIENTS[provider]}/${spec.model}`,
      ...ADDRESSES[provider](model, byIdentity ? undefined : `os.environ/${keyVariable(alias)}`),
      rpm: spec.requestsPerMinute,
      tpm: spec.tokensPerMinute,
      max_parallel_requests: spec.maxParallelRequests,
      timeout: spec.timeoutSeconds,
      stream_timeout: spec.streamTimeoutSeconds,
      ...costs(spec.costPerMillionTokens),
    },
    model_info: { id: `${alias}.external`, mode: 'chat', max_input_tokens: spec.maxContextTokens },
  };
}

export function externalKeys(models: ExternalModels): Record<string, SecretRef> {
  return Object.fromEntries(
    Object.entries(models).flatMap(
      ([
        alias,
        {
          spec: { key },
        },
      ]) => (key === undefined ? [] : [[keyVariable(alias), key]]),
    ),
  );
}

/** Aliases that differ in dashes and dots only are told apart by the hash. */
const keyVariable = (alias: string): string => `EXTERNAL_KEY_${shortHash(alias).toUpperCase()}`;
