import type { z } from 'zod';
import { brand, hasBrand } from '../../core/brand';
import { parseProps } from '../../core/schema';
import {
  type CheckedGuardrail,
  type ContentFilterProps,
  contentFilterSchema,
  type OwnGuardrailProps,
  ownGuardrailSchema,
  type ToolScopeProps,
  toolScopeSchema,
} from './guardrail-props';

/**
 * What stands between agents and models: it looks at each request and each answer in the router, whichever client asks. Clients cannot turn it off.
 *
 * @example
 * new LiteLLMRouter(stack, 'router', {
 *   cluster,
 *   guardrails: { pii: Guardrail.contentFilter({ mask: ['email', 'iban'] }), tools: Guardrail.toolScope({ allow: ['search'] }) },
 * });
 */
export class Guardrail {
  /**
   * Masks personal data and stops credentials or words, by patterns in the router itself.
   * @throws FleetSpecError AF-SPEC-001 when a prop is malformed.
   */
  static contentFilter(props: ContentFilterProps): Guardrail {
    return new Guardrail({ kind: 'content-filter', ...parseProps(contentFilterSchema, props, contextOf('contentFilter')) });
  }

  /**
   * Only these tools are offered to models and called by them.
   * @throws FleetSpecError AF-SPEC-001 when a prop is malformed.
   */
  static toolScope(props: ToolScopeProps): Guardrail {
    return new Guardrail({ kind: 'tool-scope', ...parseProps(toolScopeSchema, props, contextOf('toolScope')) });
  }

  /**
   * A service of your own decides; the network of the router is opened to it.
   * @throws FleetSpecError AF-SPEC-001 when a prop is malformed.
   */
  static own(props: OwnGuardrailProps): Guardrail {
    return new Guardrail({ kind: 'own', ...parseProps(ownGuardrailSchema, props, contextOf('own')) });
  }

  /** Recognises a guardrail by its brand, so that two copies of the library agree. */
  static isGuardrail(value: unknown): value is Guardrail {
    return hasBrand(value, 'Guardrail');
  }

  /** What was asked for, with defaults. */
  readonly spec: CheckedGuardrail;

  private constructor(spec: CheckedGuardrail) {
    this.spec = spec;
    brand(this, 'Guardrail');
    Object.freeze(this);
  }
}

function contextOf(factory: string) {
  return { path: `Guardrail.${factory}`, className: `Guardrail.${factory}` };
}

/** Each scope refuses what it does not allow, so that tools pass which all of them allow. Told where the last of them is gone. */
export function scopesShareTools(guardrails: Readonly<Record<string, Guardrail>>, { addIssue }: z.RefinementCtx): void {
  let left: readonly string[] | undefined;
  for (const [name, { spec }] of Object.entries(guardrails)) {
    if (spec.kind !== 'tool-scope') continue;
    left = left === undefined ? spec.allow : left.filter((tool) => spec.allow.includes(tool));
    if (left.length > 0) continue;
    addIssue({ code: 'custom', message: 'expected a tool that all scopes allow: without one no tool passes', path: [name] });
    return;
  }
}
