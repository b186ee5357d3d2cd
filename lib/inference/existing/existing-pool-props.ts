import { z } from 'zod';
import type { Engine } from '../../catalog/engines/engine';
import { engineSchema } from '../../catalog/engines/engine-schema';
import type { Model } from '../../catalog/model';
import { modelSchema } from '../../catalog/model-schema';
import { httpUrl } from '../../core/kubernetes/http-url';
import { labelKey } from '../../core/kubernetes/label-key';
import { labelValue } from '../../core/kubernetes/label-value';
import { namespaceName } from '../../core/kubernetes/namespace-name';
import { portNumber } from '../../core/kubernetes/port';
import { freeText } from '../../core/notion';
import { branded, wholeNumber } from '../../core/schema';
import { existingSecretSchema, type SecretRef } from '../../core/secret-ref';
import { type DatedTokenCosts, datedTokenCostsSchema } from '../../economics/token-costs';
import { Cluster } from '../../platform/cluster';

/** What whoever runs a pool says that it holds for your fleets, over all its replicas. At least one of `kvTokens` and `requests` is given. */
export interface StatedCapacity {
  /**
   * Tokens of KV cache, e.g. what vLLM prints at its start as `GPU KV cache size`, times the replicas, less what others use.
   * @default - as many as `requests` of full length take
   */
  readonly kvTokens?: number;
  /**
   * Requests at the same time. Without `kvTokens` each may be `maxContextTokens` long.
   * @default - no more than `kvTokens` hold
   */
  readonly requests?: number;
  /**
   * Output tokens per second.
   * @default - unknown: roles that say how often they ask are uncertain
   */
  readonly tokensPerSecond?: number;
}

/** How soon a pool answers, as whoever runs it measured at its usual load. */
export interface StatedLatency {
  /** Time to the first token that 95 of 100 requests keep, milliseconds. */
  readonly ttftMs: number;
  /**
   * Time between two tokens, milliseconds. Voices are judged to their last token.
   * @default - unknown
   */
  readonly tpotMs?: number;
}

/** A pool that runs on the cluster already: of another app, of another team, or made by hand. */
export interface ExistingPoolProps {
  readonly cluster: Cluster;
  /** OpenAI-compatible address inside the cluster, with its path, e.g. `http://chat.ml-platform.svc.cluster.local:8000/v1`. */
  readonly url: string;
  /** Namespace of its pods. Whoever runs them lets the router in, e.g. by `admitFrom` of the pool in the other app. */
  readonly namespace: string;
  /** Name under which it serves the model. */
  readonly servedName: string;
  /** The model that it serves. */
  readonly model: Model;
  /** Longest request that it admits, prompt and answer together, tokens. */
  readonly maxContextTokens: number;
  /**
   * What it holds for your fleets, over all its replicas.
   * @default - unknown: whether the sessions fit is uncertain (AF-CLU-030)
   */
  readonly capacity?: StatedCapacity;
  /**
   * How soon it answers at its usual load, as whoever runs it measured.
   * @default - unknown: whether roles with a latency class are answered in time is uncertain (AF-CLU-033)
   */
  readonly measured?: StatedLatency;
  /**
   * Key that its engine asks for: `SecretRef.existing(…)`, in the namespace of the router.
   * @default - it answers whoever reaches it
   */
  readonly key?: SecretRef;
  /**
   * What whoever runs it charges for a million tokens; zeros where nobody pays for it. Budgets and costs of fleets and roles count it.
   * @default - unknown: what its roles cost is unknown, too (null)
   */
  readonly costPerMillionTokens?: DatedTokenCosts;
  /**
   * Engine that serves it; says how routers speak to it.
   * @default - one that is OpenAI-compatible
   */
  readonly engine?: Engine;
  /**
   * Port on which its pods listen.
   * @default - that of `url`
   */
  readonly podPort?: number;
  /**
   * Labels of its pods.
   * @default - every pod of the namespace
   */
  readonly podLabels?: Readonly<Record<string, string>>;
}

/** Some thousand replicas of the largest cards. */
const MOST_KV_TOKENS = 1e11;
const MOST_CONTEXT = 1e8;

const capacitySchema = z
  .strictObject({
    kvTokens: wholeNumber(1, MOST_KV_TOKENS).optional(),
    requests: wholeNumber(1, 1e7).optional(),
    tokensPerSecond: z.number().positive().max(1e9).optional(),
  })
  .refine(({ kvTokens, requests }) => kvTokens !== undefined || requests !== undefined, {
    error: 'expected kvTokens or requests: what the pool holds for your fleets',
    path: ['kvTokens'],
  });

export const existingPoolSchema = z.strictObject({
  cluster: branded<Cluster>(Cluster.isCluster, 'a Cluster, e.g. Cluster.fromKubeconfig({ context })'),
  url: httpUrl,
  namespace: namespaceName,
  servedName: freeText('an engine names what it serves as its owner likes'),
  model: modelSchema,
  maxContextTokens: wholeNumber(1, MOST_CONTEXT),
  capacity: capacitySchema.optional(),
  measured: z.strictObject({ ttftMs: z.number().positive(), tpotMs: z.number().positive().optional() }).optional(),
  key: existingSecretSchema.optional(),
  costPerMillionTokens: datedTokenCostsSchema.optional(),
  engine: engineSchema.optional(),
  podPort: portNumber.optional(),
  podLabels: z
    .record(labelKey, labelValue)
    .refine((labels) => Object.keys(labels).length > 0, { error: "expected at least one label, e.g. { app: 'chat' }" })
    .optional(),
});

/** What whoever runs a pool says of its answers and asks for them. */
export type ExistingTerms = Pick<ExistingPoolSpec, 'measured' | 'costPerMillionTokens'>;

/** `ExistingPoolProps` after their checks. */
export interface ExistingPoolSpec extends z.output<typeof existingPoolSchema> {}
