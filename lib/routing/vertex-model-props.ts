/** A model of Vertex AI: its location decides which host is called. */
import { z } from 'zod';
import { notion } from '../core/notion';
import { own } from '../core/own';
import { existingSecretSchema, type SecretRef } from '../core/secret-ref';
import { commonShape, type ExternalModelProps, modelName, streamsInTime, TOO_LONG } from './external-model-props';

/** A model of Google's Vertex AI. */
export interface VertexModelProps extends Omit<ExternalModelProps, 'key'> {
  /** Id of a model, e.g. `gemini-2.5-pro`, `claude-sonnet-4-5@20250929`, `meta/llama-4-maverick-17b-128e-instruct-maas`. */
  readonly model: string;
  /** Project of Google Cloud that pays, e.g. `my-project`. */
  readonly project: string;
  /** Location whose endpoint is called: a region (`europe-west4`), `eu`, `us` or `global`. `region` says where requests are worked on. */
  readonly location: string;
  /**
   * Key of an IAM service account, as JSON: `SecretRef.existing(…)`, in the namespace of the router.
   * @default - none: the service account of the router, `identity` of `LiteLLMRouter`
   */
  readonly key?: SecretRef;
}

/**
 * Models that LiteLLM asks at locations of its own choice, whatever is configured (`supported_regions` in model_prices_and_context_window_backup.json of
 * litellm 1.108.12, read on 2026-11-30).
 */
// biome-ignore format: a table
const ONLY_AT: Readonly<Record<string, readonly string[]>> = {
  'deepseek-ai/deepseek-ocr-maas': ['us-central1'],
  'deepseek-ai/deepseek-r1-0528-maas': ['us-central1'],
  'deepseek-ai/deepseek-v3.1-maas': ['us-central1'],
  'deepseek-ai/deepseek-v3.2-maas': ['global'],
  'deepseek-ai/deepseek-v4.1-flash-maas': ['global'],
  'google/gemma-4-26b-a4b-it-maas': ['global'],
  'qwen/qwen3-235b-a22b-instruct-2507-maas': ['global', 'us-south1'],
  'qwen/qwen3-coder-480b-a35b-instruct-maas': ['global'],
  'qwen/qwen3-next-80b-a3b-instruct-maas': ['global'],
  'qwen/qwen3-next-80b-a3b-thinking-maas': ['global'],
  'zai-org/glm-4.7-maas': ['global'],
  'zai-org/glm-5-maas': ['global'],
  'zai-org/glm-5.2-maas': ['global'],
};

const GLOBAL = 'global';
const LOCATION = /^(?:global|eu|us|[a-z]+-[a-z]+\d{1,2})$/;
const PROJECT = /^(?:[a-z][a-z0-9.-]{1,40}:)?[a-z][a-z0-9-]{4,28}[a-z0-9]$/;

const location = notion('location of Vertex AI', "a region of Google Cloud, e.g. 'europe-west4', or eu, us or global", (text) =>
  LOCATION.test(text),
);
const project = notion('project of Google Cloud', "the id of a project, e.g. 'my-project'", (text) => PROJECT.test(text));

interface Placed {
  readonly model: string;
  readonly location: string;
}

/** For `superRefine`: LiteLLM would ask elsewhere, and the network is closed there. */
function answeredThere({ model, location: asked }: Placed, context: z.RefinementCtx): void {
  const places = own(ONLY_AT, model);
  if (places === undefined || places.includes(asked)) return;
  context.addIssue({
    code: 'custom',
    message: `expected ${places.join(' or ')}: the router asks for this model nowhere else`,
    path: ['location'],
    input: asked,
  });
}

export const vertexModelSchema = z
  .strictObject({ ...commonShape, model: modelName, project, location, key: existingSecretSchema.optional() })
  .refine(streamsInTime, TOO_LONG)
  .superRefine(answeredThere);

/** Host of Vertex AI at a location (https://cloud.google.com/vertex-ai/docs/reference/rest, read in November 2026). */
export function vertexHost(place: string): string {
  if (place === GLOBAL) return 'aiplatform.googleapis.com';
  return place.includes('-') ? `${place}-aiplatform.googleapis.com` : `aiplatform.${place}.rep.googleapis.com`;
}

/** Where the key of a service account is changed for a token. */
export const GOOGLE_TOKENS = 'oauth2.googleapis.com';
