import { Construct } from 'constructs';
import { changedProps } from '../../core/apply-changes';
import { place } from '../../core/finding';
import { checkMethods } from '../../core/method-arguments';
import { own } from '../../core/own';
import { parseProps } from '../../core/schema';
import type { SecretRef } from '../../core/secret-ref';
import type { ApiPrice } from '../../economics/crossover';
import { connectToPool, isDeployed } from '../../inference/contract';
import type { Cluster } from '../../platform/cluster';
import { type Given, givenPartFindings } from '../../platform/parts/given-parts';
import { connect } from '../../security/network-edges';
import type { DataPlace, DataSender } from '../../security/residency/data-place';
import type { IScraped } from '../../security/scraped';
import { unusedFindings } from '../../security/used-service';
import { type IReachable, serviceHost, type Workload } from '../../security/workload';
import { constructId } from '../../terraform/construct-id';
import type { TerraformStack } from '../../terraform/engine';
import { stackOf } from '../../terraform/stack-of';
import type { Startable } from '../../terraform/startable';
import { SynthesisRegistry } from '../../terraform/synthesis-registry';
import type { ITracing } from '../../tracing/contract';
import {
  type Admission,
  type ClientLoad,
  type ExternalRouteProps,
  FALLBACK_CAUSES,
  type FallbackCause,
  type FallbackProps,
  type IRouter,
  type ObservedRouter,
} from '../contract';
import { apiPriceOfModel } from '../external-model-price';
import type { RequestPass } from '../limits/request-pass';
import { ROUTER_ARGUMENTS } from '../router-arguments';
import type { Route, RouteProps } from '../routes';
import { DATABASE_CONNECTIONS } from './config';
import { routerPlace } from './data-place';
import { ExistingLiteLLMRouter } from './existing-router';
import type { ExistingRouterProps } from './existing-router-props';
import type { ExternalModels } from './external-deployment';
import { routerFindings } from './findings';
import { LITELLM_METRICS } from './metrics';
import { observedAliases } from './observed-aliases';
import { METRICS_PATH, PORT_NAME } from './pod';
import { ROUTER_PORT } from './pod-folders';
import { requestPassOf } from './request-pass-of';
import { type RouterObjects, renderRouter } from './resources';
import { openNetwork, startRouter } from './router-network';
import { type RouterParts, renderedOf, routerParts, viewOf } from './router-parts';
import { type Fallbacks, type LiteLLMRouterProps, type LiteLLMRouterSpec, litellmRouterSchema } from './router-props';
import { provideSecrets } from './router-secrets';
import type { RouterView } from './router-view';
import { wakeSeconds } from './sleeping-pools';

/**
 * One OpenAI-compatible door in front of all pools: agents ask for an alias, never for a GPU. Each client has a key of its own,
 * with which it reaches the models of its fleet and nothing else. With a `database` it counts what each spends, and budgets end it.
 *
 * @example
 * const router = new LiteLLMRouter(stack, 'router', { cluster, fallbacks: { planner: ['planner-small'] } });
 */
export class LiteLLMRouter extends Construct implements IRouter, IReachable, IScraped {
  /**
   * A LiteLLM that runs on the cluster already: agents get its address, a key of theirs and its model names, and its pods may call the pools. Whoever runs it
   * leads its models there.
   * @throws FleetSpecError when a prop is malformed.
   */
  static fromExisting(props: ExistingRouterProps): IRouter {
    return new ExistingLiteLLMRouter(props);
  }

  readonly kind = 'router';
  readonly port = ROUTER_PORT;
  readonly metricsPortName = PORT_NAME;
  readonly metricsPath = METRICS_PATH;
  readonly cluster: Cluster;
  readonly stack: TerraformStack;
  /** Name of the Deployment and the Service. */
  readonly name: string;
  readonly host: string;
  readonly workload: Workload;
  /** Key of the router itself, which no client holds. */
  readonly masterKey: SecretRef;
  /** What the user asked for, with defaults. */
  readonly spec: LiteLLMRouterSpec;
  private readonly parts: RouterParts;
  private readonly objects: RouterObjects;

  /** @throws FleetSpecError when a prop is malformed. */
  constructor(scope: Construct, id: string, props: LiteLLMRouterProps) {
    super(scope, constructId(scope, id, 'LiteLLMRouter'));
    this.spec = parseProps(litellmRouterSchema, props, { path: this.node.path, className: 'LiteLLMRouter' });
    this.stack = stackOf(scope, id, 'LiteLLMRouter');
    this.cluster = this.spec.cluster;
    this.parts = routerParts(this, id, this.spec, this.stack);
    this.name = this.parts.name;
    this.workload = this.parts.workload;
    this.masterKey = this.parts.secrets.masterKey;
    this.host = serviceHost(this.name, this.workload.namespace.name);

    provideSecrets(this.parts, this.parts.secrets);
    this.objects = renderRouter(renderedOf(this.parts));
    openNetwork(this, this.spec);
    this.start();
    // While instances are replaced there is one more.
    this.spec.database?.expectConnections?.(this.workload, () => (this.parts.plan.sized().replicas + 1) * DATABASE_CONNECTIONS);
    this.register();
  }

  get observed(): ObservedRouter {
    return {
      scraped: this,
      metrics: LITELLM_METRICS,
      beside: this.parts.sessions.all(),
      database: this.spec.database?.observed,
      aliases: () => observedAliases(this.routes),
      expiringKeys: () => this.parts.clients.expiring(),
    };
  }

  /** What its clients wait for. */
  get resources(): readonly Startable[] {
    return this.objects.resources;
  }

  /** OpenAI-compatible address inside the cluster. */
  get url(): string {
    return `http://${this.host}:${this.port}/v1`;
  }

  get guards(): { readonly texts: boolean; readonly tools: boolean } {
    const kinds = Object.values(this.spec.guardrails).map(({ spec }) => spec.kind);
    return { texts: kinds.some((kind) => kind !== 'tool-scope'), tools: kinds.includes('tool-scope') };
  }

  readonly dividesRoutes = true;

  /** Every alias with the pool it leads to, in the order of `addRoute`. */
  get routes(): readonly Route[] {
    return this.parts.table.routes;
  }

  /**
   * Leads an alias to a pool, with the other names of the pool (`aliases`), and opens the network to it.
   * @throws FleetSpecError when an option is malformed. An alias that two owners lead to different pools is reported at synthesis.
   */
  addRoute(route: RouteProps): void {
    this.changed();
    const added = this.parts.table.pools.add(route);
    this.parts.table.pools.addAliases(added);
    this.parts.outside.add();
    const { pool } = added;
    // Its key is a variable of the router's pods; requests for one that sleeps are held by a program beside their configuration.
    if (pool.key !== undefined || wakeSeconds(pool) !== null) this.objects.renderPods();
    const proxy = this.parts.sessions.proxyFor(added);
    if (proxy === undefined || !isDeployed(pool)) {
      connectToPool(this.workload, pool);
    } else {
      proxy.add(pool);
      connect(this.workload, proxy);
    }
    this.start();
  }

  /** @throws FleetSpecError when the alias leads to another external model already. An alias of a pool is reported at synthesis (AF-RTE-015). */
  addExternal(external: ExternalRouteProps): void {
    if (!this.parts.table.externals.add(external)) return;
    external.model.admit(this.workload);
    this.changed();
    // Its key is a variable of the router's pods.
    this.objects.renderPods();
    this.start();
  }

  /** External models by alias: those of `externalModels`, and those that roles of fleets brought. */
  get externalModels(): ExternalModels {
    return this.parts.table.models;
  }

  fallback(fallback: FallbackProps): void {
    this.parts.table.takeOver(fallback);
    this.changed();
  }

  fallbacksOf(alias: string, when: FallbackCause): readonly string[] {
    return this.parts.table.takingOverFrom(alias, when);
  }

  /** Every alias that something takes over from, for a cause. */
  fallbacks(when: FallbackCause): Fallbacks {
    return this.parts.table.fallbacks(when);
  }

  /** What a request of an alias passes, with the worst that may become of it; undefined where nothing answers the alias. */
  passOf(alias: string): RequestPass | undefined {
    return requestPassOf(this.view(), alias) ?? undefined;
  }

  /** That of the first one that may take over, for whichever cause. */
  apiPriceOf(alias: string): ApiPrice | null {
    const targets = FALLBACK_CAUSES.flatMap((cause) => this.fallbacksOf(alias, cause));
    const { externalModels } = this;
    return targets.map((target) => apiPriceOfModel(own(externalModels, target))).find((price) => price !== null) ?? null;
  }

  /** LiteLLM leads requests by the alias itself. */
  modelOf(alias: string): string {
    return alias;
  }

  clientEnv(client: Workload): Readonly<Record<string, string | SecretRef>> {
    // Older clients of the OpenAI dialect read OPENAI_API_BASE.
    const { sessionAffinity } = this.spec;
    const session = sessionAffinity === false ? {} : { AGENT_FLEET_SESSION_HEADER: sessionAffinity.header };
    return { OPENAI_BASE_URL: this.url, OPENAI_API_BASE: this.url, OPENAI_API_KEY: this.parts.clients.keyFor(client), ...session };
  }

  admit(client: Workload): void {
    this.changed();
    // Its key is a variable of the router's pods.
    if (this.parts.clients.admit(client)) this.objects.renderPods();
    connect(client, this);
  }

  expectLoad(client: Workload, load: () => ClientLoad): void {
    this.parts.clients.expect(client, load);
    this.changed();
  }

  admissionOf(client: Workload): Admission | undefined {
    return this.parts.clients.of(client)?.limits;
  }

  modelsOf(client: Workload): readonly string[] {
    const key = this.parts.clients.of(client);
    return key === undefined ? [] : this.parts.clients.modelsOf(key);
  }

  /** Its routes, with all that takes over from each; its counters; its spans. */
  dataPlace(sender: DataSender): DataPlace {
    const { node, cluster, routes, externalModels, parts } = this;
    const { sessionStore, database, guardrails } = this.spec;
    const ways = { path: node.path, cluster, routes, externalModels, fallbacks: parts.table.allFallbacks() };
    return routerPlace({ ...ways, guardrails, sessionStore, database, tracing: parts.traces.collector }, sender);
  }

  traceTo(tracing: ITracing): void {
    if (!this.parts.traces.add(tracing, this.workload)) return;
    this.changed();
    this.objects.renderPods();
    this.start();
  }

  /** The router as plain values. One view holds until something is added to the app. */
  view(): RouterView {
    return SynthesisRegistry.of(this).once(this, () => viewOf(this.parts));
  }

  /** It starts after what it calls, and so does the Job that makes its tables. */
  private start(): void {
    const { traces, sessions } = this.parts;
    const collectors = traces.collector === undefined ? [] : [traces.collector];
    startRouter(this.objects, this.workload, this.spec, [...collectors, ...sessions.all()]);
  }

  /** Its configuration and what is found about it are other ones from now on. */
  private changed(): void {
    SynthesisRegistry.of(this).changed();
  }

  private given(): Given[] {
    const { database, sessionStore } = this.spec;
    return [
      ['database', database],
      ['sessionStore', sessionStore],
      ['tracing', this.parts.traces.collector],
    ];
  }

  private register(): void {
    SynthesisRegistry.of(this).register(this, {
      cluster: this.spec.cluster,
      findings: () => [
        ...unusedFindings(this, 'router'),
        ...givenPartFindings('router', this, this.given()),
        ...routerFindings(this.view(), this.spec.guardrails, this.parts.table.pools.findings()),
        ...this.parts.clients.findings().map((finding) => place(this.node.path, finding)),
      ],
      changeable: {
        kind: 'router',
        name: this.name,
        changed: (changes) => changedProps(litellmRouterSchema, this.spec, changes),
      },
    });
  }
}

checkMethods(LiteLLMRouter, ROUTER_ARGUMENTS);
