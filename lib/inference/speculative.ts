import { z } from 'zod';
import { MOST } from '../capacity/limits';
import type { Drafter } from '../capacity/replica-spec';
import { Model } from '../catalog/model';
import { brand, hasBrand } from '../core/brand';
import { checkpointName } from '../core/checkpoint-name';
import { branded, parseProps, wholeNumber } from '../core/schema';

/** A drafter of which only the size is known. */
export interface SizedDrafter {
  /** Hugging Face repository or path that is loaded. */
  readonly checkpoint: string;
  /** Its weights on one GPU, GiB. */
  readonly weightsGiB: number;
  /** Its keys and values of one token on one GPU, bytes. */
  readonly kvBytesPerToken: number;
}

/** Speculative decoding: something cheap drafts tokens, the model checks them in one step. What drafts takes memory beside the model. */
export interface DrafterProps {
  /** What drafts: a `Model` (for a head of EAGLE: `Model.fromConfig` of its config.json), or its size where its dimensions are not known. */
  readonly drafter: Model | SizedDrafter;
  /** Tokens drafted before the model checks them. */
  readonly tokens: number;
}

/** Drafts looked up in the prompt. */
export interface PromptLookupProps {
  /** Tokens drafted before the model checks them. */
  readonly tokens: number;
  /**
   * Longest run of tokens that is looked up in the prompt.
   * @default 5
   */
  readonly longestMatch?: number;
  /**
   * Shortest run that counts as found.
   * @default - the longest
   */
  readonly shortestMatch?: number;
}

/** Drafts by the layers for multi-token prediction that the checkpoint brings. */
export interface OwnLayersProps {
  /** Layers for multi-token prediction that the checkpoint brings: `num_nextn_predict_layers` or `mtp_num_hidden_layers` of its config.json. */
  readonly layers: number;
  /** Tokens drafted before the model checks them; a multiple of `layers` where it is more. */
  readonly tokens: number;
}

/** How tokens are drafted, in words that no engine owns. */
export type SpeculativeMethod = 'prompt-lookup' | 'draft-model' | 'eagle' | 'eagle3' | 'own-layers';

/** No drafter is larger. */
const MOST_GIB = 100_000;

const tokens = wholeNumber(1, 64);
const sized = z.strictObject({
  checkpoint: checkpointName,
  weightsGiB: z.number().nonnegative().max(MOST_GIB),
  kvBytesPerToken: z.number().nonnegative().max(MOST),
});
const drafterSchema = z.strictObject({
  drafter: z.union([branded<Model>(Model.isModel, 'a Model or { checkpoint, weightsGiB, kvBytesPerToken }, e.g. Model.QWEN3_0_6B'), sized]),
  tokens,
});
/** A head is trained on the hidden states of one model and answers nobody else. Every model of the catalog is a whole one. */
const headSchema = drafterSchema.refine(({ drafter }) => !Model.isModel(drafter) || !isInCatalog(drafter), {
  error:
    'expected a head that was trained for the model, by Model.fromConfig(its config.json, …) or { checkpoint, weightsGiB, kvBytesPerToken }; a whole model drafts by Speculative.draftModel',
  path: ['drafter'],
});
const isInCatalog = ({ id }: Model): boolean => Model.all().some((model) => model.id === id);
const promptLookupSchema = z
  .strictObject({ tokens, longestMatch: wholeNumber(1, 64).default(5), shortestMatch: wholeNumber(1, 64).optional() })
  .refine((props) => (props.shortestMatch ?? 0) <= props.longestMatch, { error: 'expected at most longestMatch', path: ['shortestMatch'] });
const ownLayersSchema = z
  .strictObject({ layers: wholeNumber(1, 16), tokens })
  .refine(({ layers, tokens: drafted }) => drafted <= layers || drafted % layers === 0, {
    error: 'expected a multiple of layers',
    path: ['tokens'],
  });

interface SpeculativeParts {
  readonly method: SpeculativeMethod;
  readonly tokens: number;
  readonly checkpoint: string | null;
  readonly drafter: Drafter | null;
  readonly match: { readonly longest: number; readonly shortest: number } | null;
}

/**
 * What drafts, and how many tokens. Its memory is in the plan; how much faster answers become is not, because it is not known how many tokens
 * your prompts let it guess: give a pool your `measured` latency.
 */
export class Speculative {
  /** Drafts what followed the same words earlier in the prompt: no memory, good where answers repeat their input (code, extraction). */
  static promptLookup(props: PromptLookupProps): Speculative {
    const { tokens, longestMatch, shortestMatch } = parseProps(promptLookupSchema, props, at('promptLookup'));
    const match = { longest: longestMatch, shortest: shortestMatch ?? longestMatch };
    return new Speculative({ method: 'prompt-lookup', tokens, checkpoint: null, drafter: null, match });
  }

  /** A small model of the same family drafts; it needs the vocabulary of the large one. */
  static draftModel(props: DrafterProps): Speculative {
    return Speculative.by('draft-model', 'model', props, 'draftModel');
  }

  /** A head that reads the hidden states of the model drafts (EAGLE). */
  static eagle(props: DrafterProps): Speculative {
    return Speculative.by('eagle', 'head', props, 'eagle');
  }

  /** The third generation of such heads, which reads three layers (EAGLE-3). */
  static eagle3(props: DrafterProps): Speculative {
    return Speculative.by('eagle3', 'head', props, 'eagle3');
  }

  /** Layers for multi-token prediction that the checkpoint itself brings. */
  static ownLayers(props: OwnLayersProps): Speculative {
    const { layers, tokens } = parseProps(ownLayersSchema, props, at('ownLayers'));
    return new Speculative({ method: 'own-layers', tokens, checkpoint: null, drafter: { kind: 'own-layers', layers }, match: null });
  }

  /** Recognises it by its brand, so that two copies of the library agree. */
  static isSpeculative(value: unknown): value is Speculative {
    return hasBrand(value, 'Speculative');
  }

  private static by(method: SpeculativeMethod, kind: 'model' | 'head', props: DrafterProps, name: string): Speculative {
    const { drafter, tokens } = parseProps(kind === 'head' ? headSchema : drafterSchema, props, at(name));
    if (!Model.isModel(drafter)) {
      const { checkpoint, ...size } = drafter;
      return new Speculative({ method, tokens, checkpoint, drafter: { kind: 'sized', ...size }, match: null });
    }
    return new Speculative({ method, tokens, checkpoint: drafter.facts.huggingFaceId, drafter: { kind, model: drafter }, match: null });
  }

  readonly method: SpeculativeMethod;
  /** Tokens drafted before the model checks them. */
  readonly tokens: number;
  /** What is loaded beside the model; null where nothing is. */
  readonly checkpoint: string | null;
  /** What it takes on a GPU; null where it takes nothing. */
  readonly drafter: Drafter | null;
  /** Runs of tokens that prompt lookup looks for. */
  readonly match: SpeculativeParts['match'];

  private constructor(parts: SpeculativeParts) {
    this.method = parts.method;
    this.tokens = parts.tokens;
    this.checkpoint = parts.checkpoint;
    this.drafter = parts.drafter;
    this.match = parts.match;
    brand(this, 'Speculative');
    Object.freeze(this);
  }
}

const at = (name: string) => ({ path: `Speculative.${name}`, className: `Speculative.${name}` });
