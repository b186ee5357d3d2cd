import { z } from 'zod';
import { freeText, notion } from '../../core/notion';
import { branded } from '../../core/schema';
import { ExternalHost } from '../../services/external-host';
import { InternalService } from '../../services/internal-service';
import { readsAllBut, speaksHttp } from '../../services/unread-parts';

/** What a filter finds by its patterns. Names of LiteLLM 1.106.2 (`litellm_content_filter/patterns.json`). */
const PATTERNS = [
  'email',
  'us_ssn',
  'us_phone',
  'visa',
  'mastercard',
  'amex',
  'discover',
  'credit_card',
  'iban',
  'eu_iban_enhanced',
  'eu_vat',
  'eu_passport_generic',
  'fr_nir',
  'fr_phone',
  'nl_bsn_contextual',
  'passport_us',
  'passport_uk',
  'passport_germany',
  'passport_france',
  'passport_netherlands',
  'street_address',
  'ipv4',
  'ipv6',
  'aws_access_key',
  'aws_secret_key',
  'github_token',
  'slack_token',
  'generic_api_key',
] as const;

/** A kind of text that a filter finds. */
export type ContentPattern = (typeof PATTERNS)[number];

/** What is looked at: requests, answers, or both. */
export type GuardedSide = 'input' | 'output' | 'both';

/** A filter of texts in the router itself; nothing is sent elsewhere. */
export interface ContentFilterProps {
  /**
   * What is replaced by a mark, e.g. `['email', 'iban']`.
   * @default - nothing
   */
  readonly mask?: readonly ContentPattern[];
  /**
   * What stops the request, e.g. `['aws_access_key']`.
   * @default - nothing
   */
  readonly block?: readonly ContentPattern[];
  /**
   * Words that stop the request, whatever their case.
   * @default - none
   */
  readonly blockedWords?: readonly string[];
  /**
   * What is looked at.
   * @default 'both'
   */
  readonly on?: GuardedSide;
}

/** Tools that models may be offered and may call. */
export interface ToolScopeProps {
  /** Names of tools; any other is taken out of requests, and answers that call another are refused. */
  readonly allow: readonly string[];
}

/** A guardrail of your own, which speaks LiteLLM's generic guardrail API (`POST /beta/litellm_basic_guardrail_api`). */
export interface OwnGuardrailProps {
  /** Where it is; its `key` is sent as `x-api-key`. */
  readonly service: InternalService | ExternalHost;
  /**
   * What is looked at.
   * @default 'both'
   */
  readonly on?: GuardedSide;
  /**
   * What becomes of requests while it does not answer.
   * @default 'refused'
   */
  readonly unanswered?: 'refused' | 'passed';
}

const side = z.enum(['input', 'output', 'both']).default('both');
const toolName = notion('name of a tool', 'letters, digits, dots, dashes and underscores, at most 128', (text) =>
  /^[A-Za-z0-9_.-]{1,128}$/.test(text),
);
const patterns = z.array(z.enum(PATTERNS)).default([]);

export const contentFilterSchema = z
  .strictObject({
    mask: patterns,
    block: patterns,
    blockedWords: z.array(freeText('words of your own business').max(200)).max(1_000).default([]),
    on: side,
  })
  .refine(({ mask, block, blockedWords }) => mask.length + block.length + blockedWords.length > 0, {
    error: 'expected something to mask or to block',
    path: ['mask'],
  })
  .refine(({ mask, block }) => !mask.some((pattern) => block.includes(pattern)), {
    error: 'expected patterns that are not blocked as well',
    path: ['mask'],
  });

export const toolScopeSchema = z.strictObject({ allow: z.array(toolName).min(1).max(1_000) });

export const ownGuardrailSchema = z.strictObject({
  service: branded<InternalService | ExternalHost>(
    (value) => InternalService.isInternalService(value) || ExternalHost.isExternalHost(value),
    "new InternalService({ name: 'guard', namespace: 'guards', port: 8080 }) or an ExternalHost",
  )
    .superRefine(speaksHttp)
    .superRefine(readsAllBut({ caBundle: 'the router checks guardrails by the authorities of its image' })),
  on: side,
  unanswered: z.enum(['refused', 'passed']).default('refused'),
});

/** A guardrail after its checks, by its kind. */
export type CheckedGuardrail =
  | ({ readonly kind: 'content-filter' } & z.output<typeof contentFilterSchema>)
  | ({ readonly kind: 'tool-scope' } & z.output<typeof toolScopeSchema>)
  | ({ readonly kind: 'own' } & z.output<typeof ownGuardrailSchema>);
