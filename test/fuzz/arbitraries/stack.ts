/** Stacks: pools, fleets that share them, and what stands beside. */
import type { TerraformStack } from 'cdktf';
import { AgentFleet, AgentRuntime, type Cluster, InferencePool, LiteLLMRouter, Model, ObservabilityStack } from 'cdktf-agent-fleet';
import * as fc from 'fast-check';
import { type AnyEncoder, anyEncoder, embeds, encoderOf } from './encoder';
import { anyExistingPool, existingPoolOf } from './existing-pool';
import { type AnyAgents, agentsName, anyAgents, fleetProps, roleNames } from './fleet';
import { anyNamespace, namespaceOf } from './namespace';
import { anyWatch } from './observability';
import { given, type Mostly, oneIn, pick } from './odd';
import { type AnyPool, anyPool, poolProps } from './pool';
import { anyQueue, queueOf } from './queues';
import type { PoolAtHand } from './role';
import { anyRouter, routerProps } from './router';
import { anyRuntime, onQueue, runtimeProps } from './runtime';
import { anyServices, servicesOf } from './services';
import {
  anyDatabase,
  anySessionStore,
  anyStateStore,
  anyVectorStore,
  databaseOf,
  sessionStoreOf,
  stateStoreOf,
  vectorStoresOf,
} from './stores';

export const anyStack = (mostly: Mostly) =>
  fc.record({
    id: pick('research', 'research', 'Team_A', 'prod-eu.agents'),
    onSecondCluster: pick(false, false, true),
    namespace: anyNamespace,
    pools: fc.array(anyPool(mostly), { minLength: 1, maxLength: 3 }),
    usesPoolsOfFirst: pick(false, true),
    existingPool: oneIn(5, anyExistingPool(mostly)),
    fleets: fc.oneof(
      { weight: 3, arbitrary: fc.array(anyAgents(mostly), { minLength: 1, maxLength: 1 }) },
      { weight: 1, arbitrary: fc.array(anyAgents(mostly), { minLength: 2, maxLength: 2 }) },
    ),
    encoder: anyEncoder(mostly),
    encoderAlone: oneIn(6, pick(true)),
    router: oneIn(3, anyRouter(mostly)),
    sessionStore: anySessionStore(mostly),
    stateStore: anyStateStore(mostly),
    database: oneIn(3, anyDatabase(mostly)),
    vectorStore: oneIn(3, anyVectorStore(mostly)),
    services: anyServices(mostly),
    runtime: oneIn(8, anyRuntime(mostly)),
    queue: oneIn(3, anyQueue(mostly)),
    queueOfFleets: pick(true, true, false),
    watch: oneIn(3, anyWatch(mostly)),
  });

export type AnyStack = ReturnType<typeof anyStack> extends fc.Arbitrary<infer T> ? T : never;

/** Where a stack stands. */
export interface Place {
  readonly stack: TerraformStack;
  readonly index: number;
  readonly cluster: Cluster;
  /** Namespace of the first stack. */
  readonly firstNamespace: string;
  readonly poolsOfFirst: readonly PoolAtHand[];
  readonly nodePoolOf: (pool: AnyPool) => string | undefined;
}

/** Builds what stands in a stack; its pools come back. */
export function fillStack(it: AnyStack, place: Place): readonly PoolAtHand[] {
  const { stack, index, cluster, firstNamespace, poolsOfFirst, nodePoolOf } = place;
  const at = given({ cluster, namespace: namespaceOf(it.namespace, index, firstNamespace) });
  const own = it.pools.map((pool, count) => {
    const { name, ...props } = poolProps(pool, stack, nodePoolOf(pool));
    const made = new InferencePool(stack, `pool-${index}-${count}`, {
      ...at,
      ...props,
      ...named(name, `models-${index}-${count}`),
    } as never);
    return { pool: made, admits: pool.replica.maxContextTokens, adapter: made.spec.adapters?.[0]?.name };
  });
  const theirs = it.existingPool === undefined ? [] : [existingPoolOf(it.existingPool, stack, `theirs-${index}`, cluster)];
  const pools: readonly PoolAtHand[] = [...theirs, ...own, ...(it.usesPoolsOfFirst ? poolsOfFirst : [])];
  const sessionStore = sessionStoreOf(it.sessionStore, stack, 'sessions', at, agentsName(it.fleets[0] as AnyAgents, index, 0));
  const stateStore = stateStoreOf(it.stateStore, stack, 'state', at, it.vectorStore?.kind === 'beside the state');
  const shared = {
    stack,
    pools,
    reranker: it.fleets.some(({ parts }) => parts.reranker) ? rerankerOf(it.encoder, stack, at) : undefined,
    embedder: it.fleets.some(({ parts }) => parts.embeddings) ? embedderOf(it.encoder, stack, at) : undefined,
    router: it.router === undefined ? undefined : routerOf(it, place, at, sessionStore),
    sessionStore,
    stateStore,
    services: [...servicesOf(it.services, stack, at), ...vectorStoresOf(it.vectorStore, stack, at, databaseOf(it.database, stateStore))],
    work: it.queue === undefined ? undefined : queueOf(it.queue, stack, at, sessionStore),
  };
  if (it.encoderAlone) encoderOf(it.encoder, stack, 'search', at);
  const fleets = it.fleets.map(
    (fleet, count) =>
      new AgentFleet(stack, `crew-${index}-${count}`, {
        ...at,
        ...fleetProps(fleet, count, it.queueOfFleets ? shared : { ...shared, work: undefined }),
      } as never),
  );
  if (it.runtime !== undefined)
    new AgentRuntime(stack, 'batch', { ...at, ...ownRuntime(it, stack, shared.services, shared.work) } as never);
  if (it.watch !== undefined) new ObservabilityStack(stack, 'watch', { ...at, ...watchProps(it.watch, pools, it.fleets), fleets } as never);
  return own;
}

/** One name for one pool. */
const named = (name: unknown, own: string): object => (name === undefined ? {} : { name: name === 'named' ? own : name });

/** A reranker gives its place to a model that embeds. */
const embedderOf = (encoder: AnyEncoder, stack: TerraformStack, at: object) =>
  encoderOf(embeds(encoder) ? encoder : { ...encoder, model: Model.BGE_M3.id }, stack, 'encoders', at);

/** A model that embeds gives its place to a reranker. */
const rerankerOf = (encoder: AnyEncoder, stack: TerraformStack, at: object) =>
  encoderOf(embeds(encoder) ? { ...encoder, model: Model.BGE_RERANKER_V2_M3.id } : encoder, stack, 'ranker', at);

const routerClients = (fleets: AnyStack['fleets'], index: number) =>
  fleets.flatMap((fleet, count) =>
    fleet.parts.router ? [{ name: agentsName(fleet, index, count), aliases: roleNames(fleet, count) }] : [],
  );

function routerOf({ router, fleets }: AnyStack, { stack, index }: Place, at: object, sessionStore: unknown): LiteLLMRouter {
  return new LiteLLMRouter(stack, 'router', {
    ...at,
    ...routerProps(router as NonNullable<typeof router>, routerClients(fleets, index), sessionStore),
  } as never);
}

function ownRuntime({ runtime }: AnyStack, stack: TerraformStack, services: readonly unknown[], work: object | undefined): object {
  const { name: _, ...props } = runtimeProps(runtime as NonNullable<typeof runtime>, stack);
  return {
    ...props,
    services,
    ...(props['sessionsPerReplica'] === undefined ? {} : { sessions: 100 }),
    ...(work === undefined ? {} : { ...onQueue(props), ...work }),
    roles: { scribe: { model: 'scribe', contextTokens: 2_000 } },
  };
}

/** Targets of a pool that a fleet of the stack asks. */
function watchProps(watch: NonNullable<AnyStack['watch']>, pools: readonly PoolAtHand[], [fleet]: AnyStack['fleets']): object {
  const slo = watch['slo'] as { readonly ttftSeconds?: Readonly<Record<string, unknown>> } | undefined;
  const targets = Object.values(slo?.ttftSeconds ?? {});
  const watched = pools[(fleet?.roles[0]?.pool ?? 0) % pools.length]?.pool.view().spec.name;
  return targets.length === 0 || watched === undefined ? watch : { ...watch, slo: { ttftSeconds: { [watched]: targets[0] } } };
}
