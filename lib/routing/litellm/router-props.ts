import { z } from 'zod';
import { dnsLabel } from '../../core/kubernetes/dns-label';
import { routerPodResourcesSchema } from '../../core/kubernetes/pod-resources';
import { takesProps } from '../../core/prop-homes';
import { routeAlias } from '../../core/route-alias';
import { branded, wholeNumber } from '../../core/schema';
import { type SecretRef, secretRefSchema } from '../../core/secret-ref';
import { Cluster } from '../../platform/cluster';
import { cpuNodePoolsSchema } from '../../platform/cpu-node-pools';
import { type Namespace, namespaceSchema } from '../../security/namespace';
import { identitySchema, type WorkloadIdentity } from '../../security/workload-identity';
import { type ISessionStore, type IStateStore, isSessionStore, isStateStore } from '../../stores/contract';
import { type SessionAffinityProps, sessionAffinitySchema } from '../affinity/session-affinity';
import { ExternalModel } from '../external-model';
import { Guardrail, scopesShareTools } from '../guardrails/guardrail';
import { type OutsideClientProps, outsideClientsSchema } from '../outside-client-props';
import { type CircuitBreakerProps, circuitBreakerSchema } from './circuit-breaker';
import { type ClientKeyProps, clientKeysSchema } from './client-keys/client-key-props';
import { type RouterTeamProps, routerTeamsSchema } from './database/budget-props';
import { extraConfigSchema, type RouterExtraConfigProps } from './extra-config/extra-config';
import { MOST_INSTANCES } from './instance-work';

/** Where requests of an alias go when all its pools fail, by alias. */
export type Fallbacks = Readonly<Record<string, readonly string[]>>;

/** Props of the router. */
export interface LiteLLMRouterProps {
  /** Cluster the router runs on. */
  readonly cluster: Cluster;
  /**
   * Node pools of the cluster, by name, on which the router, its Jobs and the proxy of its sessions run: the first with room is taken, and their taints are tolerated, e.g. `['system']`.
   * @default - `cpuNodePools` of the cluster; without those any CPU nodes without taints
   */
  readonly cpuNodePools?: readonly string[];
  /**
   * Name of the Deployment and the Service, independent of the id of the construct: with a name the id can change and everything on the cluster keeps its name.
   * @default - the id of the construct
   */
  readonly name?: string;
  /**
   * Pods of the router.
   * @default - 2, or as many as have processor time for the requests that fleets plan at their peak
   */
  readonly replicas?: number;
  /**
   * Key of the router itself, with which everything of it can be read and changed; it must begin with `sk-`. Only the router's pods read it.
   * @default - drawn once inside the cluster: SecretRef.generated('<name>-master-key')
   */
  readonly masterKey?: SecretRef;
  /**
   * Keys of the clients, by the name of their workload. Each client has a key of its own without being named here: it asks for the models of its fleet
   * and nothing else of the router.
   * @default {} - a drawn key for each client, without expiry and limits
   */
  readonly clientKeys?: Readonly<Record<string, ClientKeyProps>>;
  /**
   * Clients that no construct of the app is, by name: `{ portal: { namespace: 'web', pods: { app: 'portal' }, asks: { chat: { sessions: 50, contextTokens: 8_000 } } } }`. The network is opened to
   * them, each has a key in the Secret `<router>-key-<client>`, whose limits `clientKeys` say, and the pools are sized for what they are planned to ask.
   * @default {} - only constructs that have the router among their services
   */
  readonly outsideClients?: Readonly<Record<string, OutsideClientProps>>;
  /**
   * Postgres in which the router keeps the keys of its clients, their teams, and what each has spent; budgets need it. A Job makes its tables before the pods
   * of the router start, another one makes, changes and revokes keys.
   * @default - none: the router checks keys by itself, and counts no spend
   */
  readonly database?: IStateStore;
  /**
   * Clients that share a budget, by name; `clientKeys` say who belongs to which. Needs `database`.
   * @default {}
   */
  readonly teams?: Readonly<Record<string, RouterTeamProps>>;
  /**
   * Store in which the replicas share rate limits, cooldowns and session affinity.
   * @default - none: each replica counts for itself
   */
  readonly sessionStore?: ISessionStore;
  /**
   * Aliases that take over when every pool of an alias fails, in this order.
   * @default - none
   */
  readonly fallbacks?: Fallbacks;
  /**
   * Aliases that take over at once while the pool of an alias is full, in this order: its requests reach the limit that the plan derives, or
   * `maxParallelRequests` of its route. They take over when the pool fails as well, before `fallbacks`, because LiteLLM does not tell the two apart. With `fallbacks` alone a request
   * waits for a slot (`retries`) before it goes elsewhere.
   * @default - none: requests beyond the limit wait for a slot, then fall back or get 429
   */
  readonly overflow?: Fallbacks;
  /**
   * When a pool that fails again and again is left alone for a while. False asks it with every request.
   * @default { failures: 10, pauseSeconds: 10 }
   */
  readonly circuitBreaker?: CircuitBreakerProps | false;
  /**
   * What becomes of a request for a pool that sleeps, where no `fallbacks` and no `overflow` of its alias take over: `hold` keeps it until the pool answers, for
   * as long as a start may take; `refuse` answers at once with an error. Holding wakes nothing: the pool wakes by its queue or its clock.
   * @default 'hold'
   */
  readonly sleepingPools?: 'hold' | 'refuse';
  /**
   * Aliases that take over when a request is longer than its pool admits; they must admit more.
   * @default - none
   */
  readonly contextWindowFallbacks?: Fallbacks;
  /**
   * Aliases that take over when the provider of an external model refuses a prompt, or keeps an answer back, by its content policy, in this order; e.g. a pool of your own, whose engine has no
   * policy. Without the prop such requests follow `fallbacks`. With it the provider's refusal is the answer for every alias that is not named here: LiteLLM asks this map alone.
   * @default - none
   */
  readonly contentPolicyFallbacks?: Fallbacks;
  /**
   * Models that others serve, by the alias under which clients ask for them; fallbacks may name them. The headers of the clients stay in the cluster where
   * an alias of `externalModels` is asked for, but follow a fallback (AF-RTE-016).
   * @default - none
   */
  readonly externalModels?: Readonly<Record<string, ExternalModel>>;
  /**
   * Who the pods are to a cloud, for external models without a key: `WorkloadIdentity.aws({ roleArn })` for Bedrock, `.google({ serviceAccount })` for Vertex AI. Their
   * service account has the name of the router.
   * @default - nobody
   */
  readonly identity?: WorkloadIdentity;
  /**
   * What looks at every request and every answer, by name, in this order: `Guardrail.contentFilter`, `.toolScope`, `.own`. Clients cannot turn them off.
   * @default - none
   */
  readonly guardrails?: Readonly<Record<string, Guardrail>>;
  /**
   * Longest request, seconds, from the first byte in to the last byte out.
   * @default 600
   */
  readonly requestTimeoutSeconds?: number;
  /**
   * Times a failed request is sent again before it falls back. Retries add load where load is often the reason.
   * @default 2
   */
  readonly retries?: number;
  /**
   * Keeps every turn of a session on the replica that holds its KV cache: a proxy in front of pools with more than one replica hashes the session header
   * over their pods. A replica that leaves moves its own sessions only. False spreads requests over the replicas, so that most turns compute the whole
   * context again (AF-RTE-001).
   * @default {} - on, for routes that are multi-turn and pools that may have two or more replicas
   */
  readonly sessionAffinity?: SessionAffinityProps | false;
  /**
   * How the router chooses among the pools of a group.
   * @default 'simple-shuffle'
   */
  readonly strategy?: 'simple-shuffle' | 'least-busy' | 'latency-based-routing';
  /**
   * Further settings of LiteLLM's config.yaml, by its sections and under its names, e.g. `{ litellm_settings: { modify_params: true } }`. Taken are those on which nothing of
   * the plan, the network or the alerts depends; a name that the release does not know is refused (AF-RTE-066), and so is what a prop decides (AF-RTE-067).
   * @default {}
   */
  readonly extraConfig?: RouterExtraConfigProps;
  /**
   * CPU and memory of a pod, both requested and limited.
   * @default - 1 CPU and 4Gi, the sizing of the LiteLLM documentation for one worker
   */
  readonly resources?: { readonly cpu?: string; readonly memory?: string };
  /**
   * Namespace of the router (a name makes it, `Namespace.existing(…)` uses one); clients must be in the same to read the key.
   * @default - the id of the stack
   */
  readonly namespace?: string | Namespace;
}

const fallbacksSchema = z.record(routeAlias, z.array(routeAlias).min(1)).default({});

export const litellmRouterSchema = z.strictObject({
  cluster: branded<Cluster>(Cluster.isCluster, 'a Cluster, e.g. Cluster.fromKubeconfig({ context })'),
  cpuNodePools: cpuNodePoolsSchema,
  name: dnsLabel.optional(),
  replicas: wholeNumber(1, MOST_INSTANCES).optional(),
  masterKey: secretRefSchema.optional(),
  clientKeys: clientKeysSchema,
  outsideClients: outsideClientsSchema,
  database: branded<IStateStore>(isStateStore, 'a StateStore or StateStore.fromExisting(…)').optional(),
  teams: routerTeamsSchema,
  sessionStore: branded<ISessionStore>(isSessionStore, 'a SessionStore or SessionStore.fromExisting(…)').optional(),
  fallbacks: fallbacksSchema,
  contextWindowFallbacks: fallbacksSchema,
  contentPolicyFallbacks: fallbacksSchema,
  overflow: fallbacksSchema,
  circuitBreaker: circuitBreakerSchema,
  sleepingPools: z.enum(['hold', 'refuse']).default('hold'),
  externalModels: z
    .record(
      routeAlias,
      branded<ExternalModel>(
        ExternalModel.isExternalModel,
        'an ExternalModel, e.g. ExternalModel.openAi({ model, key, maxContextTokens })',
      ),
    )
    .default({}),
  identity: identitySchema.optional(),
  guardrails: z
    .record(dnsLabel, branded<Guardrail>(Guardrail.isGuardrail, "a Guardrail, e.g. Guardrail.contentFilter({ mask: ['email'] })"))
    .superRefine(scopesShareTools)
    .default({}),
  requestTimeoutSeconds: wholeNumber(1, 86_400).default(600),
  retries: wholeNumber(0, 10).default(2),
  strategy: z.enum(['simple-shuffle', 'least-busy', 'latency-based-routing']).default('simple-shuffle'),
  sessionAffinity: sessionAffinitySchema,
  extraConfig: extraConfigSchema,
  resources: routerPodResourcesSchema.optional(),
  namespace: namespaceSchema.optional(),
});
takesProps('LiteLLMRouter', litellmRouterSchema);

export interface LiteLLMRouterSpec extends z.output<typeof litellmRouterSchema> {}

/** With as many instances as the plan needs where nobody says how many. */
export type SizedRouter = Omit<LiteLLMRouterSpec, 'replicas'> & { readonly replicas: number };
