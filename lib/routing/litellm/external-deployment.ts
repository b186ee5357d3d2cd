/** External models as deployments of LiteLLM. Keys are variables of the pod, and never stand in the configuration. */
import { shortHash } from '../../core/names';
import type { SecretRef } from '../../core/secret-ref';
import type { YamlValue } from '../../core/yaml';
import type { ExternalModel, ExternalProvider } from '../external-model';
import { costs } from './costs';

/** External models by alias. */
export type ExternalModels = Readonly<Record<string, ExternalModel>>;

/** LiteLLM's word for the client of a provider. */
const CLIENTS: Readonly<Record<ExternalProvider, string>> = {
  openai: 'openai',
  anthropic: 'anthropic',
  azure: 'azure',
  'openai-compatible': 'openai',
};

export function externalDeployment(alias: string, { provider, url, apiVersion, spec }: ExternalModel): YamlValue {
  return {
    model_name: alias,
    litellm_params: {
      model: `${CLIENTS[provider]}/${spec.model}`,
      api_base: url,
      api_version: apiVersion,
      api_key: `os.environ/${keyVariable(alias)}`,
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
  return Object.fromEntries(Object.entries(models).map(([alias, { spec }]) => [keyVariable(alias), spec.key]));
}

/** Aliases that differ in dashes and dots only are told apart by the hash. */
const keyVariable = (alias: string): string => `EXTERNAL_KEY_${shortHash(alias).toUpperCase()}`;
