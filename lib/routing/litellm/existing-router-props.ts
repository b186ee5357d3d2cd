import { z } from 'zod';
import { placeSchema, type Region } from '../../catalog/region';
import { httpUrl } from '../../core/kubernetes/http-url';
import { namespaceName } from '../../core/kubernetes/namespace-name';
import { portNumber } from '../../core/kubernetes/port';
import { freeText } from '../../core/notion';
import { routeAlias } from '../../core/route-alias';
import { existingSecretSchema, type SecretRef } from '../../core/secret-ref';

/** Aliases that take over from others, as the configuration of the router has them. */
type ExistingFallbacks = Readonly<Record<string, readonly string[]>>;

/** A LiteLLM that somebody runs on the cluster already. */
export interface ExistingRouterProps {
  /** Address at which agents ask, with its path, e.g. `http://litellm.ai-platform.svc.cluster.local:4000/v1`. */
  readonly url: string;
  /** Namespace of its pods: agents may call them, and they may call the pools. */
  readonly namespace: string;
  /**
   * Port on which its pods listen.
   * @default - that of `url`
   */
  readonly podPort?: number;
  /** Key of the agents, e.g. a virtual key, in a Secret in their namespace. Never the master key: agents would hold it. */
  readonly key: SecretRef;
  /**
   * Model names of the router by role, e.g. `{ planner: 'research-planner' }`. Who runs the router leads each to the pool of the role.
   * @default - the names of the roles
   */
  readonly aliases?: Readonly<Record<string, string>>;
  /**
   * Aliases that take over when an alias fails, as the router is configured.
   * @default - none
   */
  readonly fallbacks?: ExistingFallbacks;
  /**
   * Aliases that take over when a request is too long, as the router is configured.
   * @default - none
   */
  readonly contextWindowFallbacks?: ExistingFallbacks;
  /**
   * Aliases that take over when a provider refuses the content of a request, as the router is configured.
   * @default - none
   */
  readonly contentPolicyFallbacks?: ExistingFallbacks;
  /**
   * Where everything stands that the router sends prompts to. Asked of it where roles have `dataResidency`.
   * @default - unknown
   */
  readonly region?: Region | string;
}

const fallbacks = z.record(routeAlias, z.array(routeAlias).min(1, { error: 'expected at least one alias that takes over' }));

export const existingRouterSchema = z.strictObject({
  url: httpUrl,
  namespace: namespaceName,
  podPort: portNumber.optional(),
  key: existingSecretSchema,
  aliases: z.record(routeAlias, freeText('a router names its models as it likes')).default({}),
  fallbacks: fallbacks.default({}),
  contextWindowFallbacks: fallbacks.default({}),
  contentPolicyFallbacks: fallbacks.default({}),
  region: placeSchema.optional(),
});

export interface ExistingRouterSpec extends z.output<typeof existingRouterSchema> {}
