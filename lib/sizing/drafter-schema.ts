/** How a line says what drafts: vLLM's `speculative_config`, or only a name. */
import { z } from 'zod';

export const spokenDrafterSchema = z.strictObject({
  method: z.string().nullish(),
  /** Catalog id or Hugging Face repository of the drafter. */
  model: z.string().nullish(),
  /** Its `config.json`. */
  modelConfig: z.record(z.string(), z.unknown()).nullish(),
  /** Size on one GPU, where its dimensions are not known. */
  weightsGiB: z.number().nonnegative().nullish(),
  kvBytesPerToken: z.number().nonnegative().nullish(),
  numSpeculativeTokens: z.number().int().positive().nullish(),
  num_speculative_tokens: z.number().int().positive().nullish(),
  prompt_lookup_max: z.number().int().nullish(),
  prompt_lookup_min: z.number().int().nullish(),
});

/** `true`: it is on, and it is not given how. */
export const speculativeSchema = z.union([z.boolean(), z.string(), spokenDrafterSchema]);
export interface Spoken extends z.infer<typeof spokenDrafterSchema> {}
