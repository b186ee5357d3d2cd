import { z } from 'zod';
import { placeSchema, type Region } from '../catalog/region';
import { addressRange } from '../core/kubernetes/address-range';
import { freeText, notion } from '../core/notion';
import { wholeNumber } from '../core/schema';
import { existingSecretSchema, type SecretRef } from '../core/secret-ref';
import { type DatedTokenCosts, datedTokenCostsSchema } from '../economics/token-costs';
import { externalHostSchema } from '../services/external-host-props';

/** What is said alike of every model that somebody else serves. */
export interface ExternalModelProps {
  /** Name of the model at its provider; of Azure the name of the deployment. */
  readonly model: string;
  /** Key of the provider: `SecretRef.existing(…)`, in the namespace of the router. */
  readonly key: SecretRef;
  /** Longest request that it admits, tokens. */
  readonly maxContextTokens: number;
  /**
   * What a million tokens cost, from the price list of the provider. Without it the router counts tokens but no spend.
   * @default - unknown
   */
  readonly costPerMillionTokens?: DatedTokenCosts;
  /**
   * Requests that may start within a minute; more are refused with 429.
   * @default - no limit
   */
  readonly requestsPerMinute?: number;
  /**
   * Tokens, prompts and answers together, within a minute; more are refused with 429.
   * @default - no limit
   */
  readonly tokensPerMinute?: number;
  /**
   * Requests in flight at the same time in one replica of the router.
   * @default - no limit
   */
  readonly maxParallelRequests?: number;
  /**
   * Seconds until one attempt is given up.
   * @default - requestTimeoutSeconds of the router
   */
  readonly timeoutSeconds?: number;
  /**
   * Seconds until a streaming answer has begun, and between two of its parts.
   * @default - that of a whole attempt
   */
  readonly streamTimeoutSeconds?: number;
  /**
   * Address ranges of the provider, or of a proxy in front of it. Without ranges port 443 is opened to every public IPv4 address (AF-SEC-005).
   * @default - every public IPv4 address
   */
  readonly cidrs?: readonly string[];
  /**
   * Where the provider works on requests, as your contract with it says. Roles with `dataResidency` may fall back to models inside their region alone.
   * @default - unknown
   */
  readonly region?: Region | string;
}

/** A model behind an address of its own. */
export interface AddressedModelProps extends ExternalModelProps {
  /** Address with scheme and path; a port other than 443 needs `cidrs`. */
  readonly url: string;
}

/** A deployment of Azure OpenAI. */
export interface AzureModelProps extends AddressedModelProps {
  /** Version of the API, e.g. `2024-10-21`. */
  readonly apiVersion: string;
}

const MODEL = /^[A-Za-z0-9][A-Za-z0-9._:/@-]{0,199}$/;
export const modelName = notion('model of a provider', 'letters, digits and . _ : / @ -, at most 200', (text) => MODEL.test(text));

const apiUrl = notion('URL of an API', 'https://… without user, query or fragment, e.g. https://llm.example.com/v1', (text) => {
  if (text.length > 500 || !/^https:\/\/[a-z0-9.:/_-]+$/i.test(text)) return false;
  return URL.canParse(text) && new URL(text).hostname.includes('.');
});

/** Of what every model is said, whoever serves it. */
export const commonShape = {
  model: modelName,
  key: existingSecretSchema,
  maxContextTokens: wholeNumber(1),
  costPerMillionTokens: datedTokenCostsSchema.optional(),
  timeoutSeconds: wholeNumber(1, 86_400).optional(),
  streamTimeoutSeconds: wholeNumber(1, 86_400).optional(),
  requestsPerMinute: wholeNumber(1).optional(),
  tokensPerMinute: wholeNumber(1).optional(),
  maxParallelRequests: wholeNumber(1).optional(),
  cidrs: z.array(addressRange).min(1).optional(),
  region: placeSchema.optional(),
};

interface Timeouts {
  readonly timeoutSeconds?: number | undefined;
  readonly streamTimeoutSeconds?: number | undefined;
}

export const streamsInTime = ({ timeoutSeconds, streamTimeoutSeconds = 0 }: Timeouts): boolean =>
  timeoutSeconds === undefined || streamTimeoutSeconds <= timeoutSeconds;
export const TOO_LONG = { error: 'expected at most timeoutSeconds', path: ['streamTimeoutSeconds'] };

export const externalModelSchema = z.strictObject(commonShape).refine(streamsInTime, TOO_LONG);
interface Addressed {
  readonly url: string;
  readonly cidrs?: readonly string[] | undefined;
}

/** For `superRefine`: whatever a host outside the cluster may not be, under the props that say it here. */
function reachable({ url, cidrs }: Addressed, context: z.RefinementCtx): void {
  if (!apiUrl.safeParse(url).success) return;
  const { hostname: host, port } = new URL(url);
  const found = externalHostSchema.safeParse({ name: 'model', host, port: port === '' ? undefined : Number(port), cidrs });
  for (const { message, path } of found.error?.issues ?? []) {
    const isRanges = path[0] === 'cidrs';
    context.addIssue({ code: 'custom', message, path: [isRanges ? 'cidrs' : 'url'], input: isRanges ? cidrs : url });
  }
}

export const addressedModelSchema = z
  .strictObject({ ...commonShape, url: apiUrl })
  .refine(streamsInTime, TOO_LONG)
  .superRefine(reachable);
export const azureModelSchema = z
  .strictObject({ ...commonShape, url: apiUrl, apiVersion: freeText('version of an API') })
  .refine(streamsInTime, TOO_LONG)
  .superRefine(reachable);

/** What a router reads of the checked props, whichever provider it is. Without a key the pods of the router are known to the cloud by their identity. */
export type ExternalModelSpec = Omit<z.output<typeof externalModelSchema>, 'key'> & { readonly key?: SecretRef | undefined };
