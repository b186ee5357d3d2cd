/** A model of Amazon Bedrock: its region decides which host is called. */
import { z } from 'zod';
import { notion } from '../core/notion';
import { existingSecretSchema, type SecretRef } from '../core/secret-ref';
import { commonShape, type ExternalModelProps, streamsInTime, TOO_LONG } from './external-model-props';

/** A model of Amazon Bedrock. */
export interface BedrockModelProps extends Omit<ExternalModelProps, 'key'> {
  /**
   * Id of a model (`amazon.nova-pro-v1:0`), of an inference profile (`eu.anthropic.claude-sonnet-4-5-20250929-v1:0`), or the ARN of a profile in `awsRegion`.
   * It is asked through the Converse API, and must be one that knows it.
   */
  readonly model: string;
  /** Region of AWS whose endpoint is called, e.g. `eu-central-1`. A profile may work on requests in other regions of its group: `region` says where. */
  readonly awsRegion: string;
  /**
   * Bedrock API key: `SecretRef.existing(…)`, in the namespace of the router.
   * @default - none: the role of the router, `identity` of `LiteLLMRouter`
   */
  readonly key?: SecretRef;
}

const REGION = /^(?!us-iso)[a-z]{2}(?:-[a-z]+){1,2}-\d$/;
const MODEL = /^(?:[a-z-]{2,10}\.)?[a-z0-9]+\.[a-z0-9][A-Za-z0-9.:_-]{0,120}$/;
const PROFILE = /^arn:aws[a-z-]*:bedrock:([a-z0-9-]+):\d{12}:(?:application-)?inference-profile\/[A-Za-z0-9.:_-]{1,120}$/;

const awsRegion = notion('region of AWS', "a region of AWS, e.g. 'eu-central-1'", (text) => REGION.test(text));
const bedrockModel = notion(
  'model of Bedrock',
  "the id of a model or an inference profile, e.g. 'eu.anthropic.claude-sonnet-4-5-20250929-v1:0', or the ARN of a profile",
  (text) => MODEL.test(text) || PROFILE.test(text),
);

/** A profile has its endpoint in its own region. */
const inRegion = ({ model, awsRegion: region }: { readonly model: string; readonly awsRegion: string }): boolean =>
  (PROFILE.exec(model)?.[1] ?? region) === region;

export const bedrockModelSchema = z
  .strictObject({ ...commonShape, model: bedrockModel, awsRegion, key: existingSecretSchema.optional() })
  .refine(streamsInTime, TOO_LONG)
  .refine(inRegion, { error: 'expected the ARN of a profile in awsRegion', path: ['model'] });

/** Host of Bedrock in a region (https://docs.aws.amazon.com/general/latest/gr/bedrock.html, read in November 2026). */
export const bedrockHost = (region: string): string => `bedrock-runtime.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`;
