import { Construct } from 'constructs';
import { changedProps } from '../../core/apply-changes';
import { place, type UnplacedFinding } from '../../core/finding';
import { dnsSubdomainOf } from '../../core/kubernetes/dns-subdomain';
import { checkMethods } from '../../core/method-arguments';
import { own } from '../../core/own';
import { parseProps } from '../../core/schema';
import { SecretRef } from '../../core/secret-ref';
import type { ApiPrice } from '../../economics/crossover';
import { connectToPool, isDeployed } from '../../inference/contract';
import type { Cluster } from '../../platform/cluster';
import { PodImages } from '../../platform/pod-images';
import { settleWorkload } from '../../platform/settle-workload';
import { provideSecret } from '../../security/generated-secrets';
import { allowFromPrometheus, connect } from '../../security/network-edges';
import { reachesByName } from '../../security/outside';
import type { DataPlace, DataSender } from '../../security/residency/data-place';
import type { IScraped } from '../../security/scraped';
import { unusedFindings } from '../../security/used-service';
import { type IReachable, serviceHost, type Workload } from '../../security/workload';
import { constructId } from '../../terraform/construct-id';
import type { TerraformStack } from '../../terraform/engine';
import { stackOf } from '../../terraform/stack-of';
import { SynthesisRegistry } from '../../terraform/synthesis-registry';
import type { ITracing } from '../../tracing/contract';
import { SessionProxy } from '../affinity/session-proxy';
import { hasReplicasToChoose } from '../affinity/sticky-pool';
import type { Admission, ClientLoad, ExternalRouteProps, FallbackCause, FallbackProps, IRouter, ObservedRouter } from '../contract';
import { apiPriceOfModel } from '../external-model-price';
import { FallbackTable } from '../fallback-table';
import type { RequestPass } from '../limits/request-pass';
import { type RouteLimits, routeLimits } from '../limits/route-limits';
import { ROUTER_ARGUMENTS } from '../router-arguments';
import { type Route, type RouteProps, Routes } from '../routes';
import { allowedModels } from './client-keys/allowed-models';
import { type ClientKey, ClientKeys, KEY_PREFIX, type KeyOwner } from './client-keys/client-keys';
import { keyFindings } from './client-keys/key-findings';
import { keyTable } from './client-keys/key-table';
import { plannedUsdPerDay } from './costs';
import { routerPlace } from './data-place';
import { budgetedKeyTable } from './database/key-setup';
import { openSetup } from './database/setup-jobs';
import { ExistingLiteLLMRouter } from './existing-router';
import type { ExistingRouterProps } from './existing-router-props';
import type { ExternalModels } from './external-deployment';
import { ExternalTable } from './external-table';
import { routerFindings } from './findings';
import { instancesFor } from './instance-work';
import { LITELLM_METRICS } from './metrics';
import { observedAliases } from './observed-aliases';
import { failureFallbacks } from './overflow';
import { HEALTH_INTERVAL_SECONDS, METRICS_PATH, PORT_NAME } from './pod';
import { ROUTER_PORT } from './pod-folders';
import { requestPassOf } from './request-pass-of';
import { type RenderedRouter, renderRouter } from './resources';
import { type Fallbacks, type LiteLLMRouterProps, type LiteLLMRouterSpec, litellmRouterSchema, type SizedRouter } from './router-props';
import type { RouterView } from './router-view';
import { wakeSeconds } from './sleeping-pools';
import { plannedWork, viewOfRouter } from './view-of-router';

/** Where LiteLLM names the session of a client that uses its SDK. */
const SESSION_HEADER = 'x-litellm-session-id';

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
  private readonly table: Routes;
  private readonly fallbackTable: FallbackTable;
  private readonly keys: ClientKeys;
  private readonly externals: ExternalTable;
  private readonly renderPods: () => void;
  private proxy: SessionProxy | undefined;
  private tracing: ITracing | undefined;
  private readonly otherTracing = new Set<string>();

  /** @throws FleetSpecError when a prop is malformed. */
  constructor(scope: Construct, id: string, props: LiteLLMRouterProps) {
    super(scope, constructId(scope, id, 'LiteLLMRouter'));
    this.spec = parseProps(litellmRouterSchema, props, { path: this.node.path, className: 'LiteLLMRouter' });
    this.stack = stackOf(scope, id, 'LiteLLMRouter');
    this.cluster = this.spec.cluster;
    this.name = this.spec.name ?? id;
    this.workload = settleWorkload(this, {
      stack: this.stack,
      cluster: this.cluster,
      component: 'router',
      name: this.spec.name,
      namespace: this.spec.namespace,
    });
    this.host = serviceHost(this.name, this.workload.namespace.name);
    this.masterKey = this.spec.masterKey ?? SecretRef.generated(`${dnsSubdomainOf(this.name)}-master-key`);
    this.table = new Routes(this.node.path);
    this.fallbackTable = new FallbackTable({ failure: failureFallbacks(this.spec), 'context-window': this.spec.contextWindowFallbacks });
    this.keys = new ClientKeys(this.keyOwner());
    this.externals = new ExternalTable(this.node.path, this.spec.externalModels);

    this.provideSecrets();
    this.renderPods = renderRouter(this.rendered());
    this.openNetwork();
    this.register();
  }

  get observed(): ObservedRouter {
    return {
      scraped: this,
      metrics: LITELLM_METRICS,
      beside: this.proxy === undefined ? [] : [this.proxy],
      aliases: () => observedAliases(this.routes),
    };
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
    return this.table.all();
  }

  /**
   * Leads an alias to a pool, with the other names of the pool (`aliases`), and opens the network to it.
   * @throws FleetSpecError when an option is malformed. An alias that two owners lead to different pools is reported at synthesis.
   */
  addRoute(route: RouteProps): void {
    const added = this.table.add(route);
    this.table.addAliases(added);
    const { pool, multiTurn } = added;
    // Its key is a variable of the router's pods; requests for one that sleeps are held by a program beside their configuration.
    if (pool.key !== undefined || wakeSeconds(pool) !== null) this.renderPods();
    const proxy = multiTurn && hasReplicasToChoose(pool) ? this.sessionProxy() : undefined;
    if (proxy === undefined || !isDeployed(pool)) {
      connectToPool(this.workload, pool);
    } else {
      proxy.add(pool);
      connect(this.workload, proxy);
    }
  }

  /** @throws FleetSpecError when the alias leads to another external model already. An alias of a pool is reported at synthesis (AF-RTE-015). */
  addExternal(external: ExternalRouteProps): void {
    if (!this.externals.add(external)) return;
    external.model.admit(this.workload);
    SynthesisRegistry.of(this).changed();
    // Its key is a variable of the router's pods.
    this.renderPods();
  }

  /** External models by alias: those of `externalModels`, and those that roles of fleets brought. */
  get externalModels(): ExternalModels {
    return this.externals.all();
  }

  fallback(fallback: FallbackProps): void {
    this.fallbackTable.add(fallback);
  }

  fallbacksOf(alias: string, when: FallbackCause): readonly string[] {
    return this.fallbackTable.of(alias, when);
  }

  /** Every alias that something takes over from, for a cause. */
  fallbacks(when: FallbackCause): Fallbacks {
    return this.fallbackTable.all(when);
  }

  /** What a request of an alias passes, with the worst that may become of it; undefined where nothing answers the alias. */
  passOf(alias: string): RequestPass | undefined {
    return requestPassOf(this.view(), alias) ?? undefined;
  }

  /** That of the first one that may take over, for whichever cause. */
  apiPriceOf(alias: string): ApiPrice | null {
    const targets = [...this.fallbacksOf(alias, 'failure'), ...this.fallbacksOf(alias, 'context-window')];
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
    return { OPENAI_BASE_URL: this.url, OPENAI_API_BASE: this.url, OPENAI_API_KEY: this.keys.of(client), ...session };
  }

  admit(client: Workload): void {
    // Its key is a variable of the router's pods.
    if (this.keys.admit(client)) this.renderPods();
    connect(client, this);
  }

  expectLoad(client: Workload, load: () => ClientLoad): void {
    this.keys.expect(client, load);
  }

  admissionOf(client: Workload): Admission | undefined {
    return this.keyOf(client)?.limits;
  }

  modelsOf(client: Workload): readonly string[] {
    const key = this.keyOf(client);
    return key === undefined ? [] : this.modelsOfKey(key);
  }

  /** Its routes, with all that takes over from each; its counters; its spans. */
  dataPlace(sender: DataSender): DataPlace {
    const { node, cluster, routes, spec, tracing, externalModels } = this;
    const { sessionStore, database, guardrails } = spec;
    const fallbacks = { failure: this.fallbacks('failure'), 'context-window': this.fallbacks('context-window') };
    return routerPlace(
      { path: node.path, cluster, routes, externalModels, fallbacks, guardrails, sessionStore, database, tracing },
      sender,
    );
  }

  traceTo(tracing: ITracing): void {
    if (this.tracing !== undefined) {
      if (this.tracing.url !== tracing.url) this.otherTracing.add(tracing.url);
      return;
    }
    this.tracing = tracing;
    tracing.admit(this.workload);
    this.renderPods();
  }

  /** The router as plain values. */
  view(): RouterView {
    const { name, cluster, node, externals } = this;
    return viewOfRouter({
      name,
      path: node.path,
      cluster: cluster.identity,
      environment: cluster.environment,
      reachesByName: reachesByName(this.workload),
      healthIntervalSeconds: HEALTH_INTERVAL_SECONDS,
      spec: this.sized(),
      routes: this.routes,
      externals,
      fallbacks: { failure: this.fallbacks('failure'), 'context-window': this.fallbacks('context-window') },
      keys: this.keys.all(),
      modelsOf: (key) => this.modelsOfKey(key),
      traces: [this.tracing?.url, ...this.otherTracing].filter((url) => url !== undefined),
      limitsOf: (route) => this.limitsOf(route),
      isProxied: ({ pool }) => this.proxy?.urlOf(pool) !== undefined,
    });
  }

  /** As it was asked for, with as many instances as the plan needs where nobody says how many. */
  private sized(): SizedRouter {
    const registry = SynthesisRegistry.of(this);
    const spec = registry.specOf(this, this.spec);
    const planned = () => plannedWork(this.routes, this.externals);
    return { ...spec, replicas: spec.replicas ?? instancesFor(registry.once(this.table, planned), spec.resources) };
  }

  /** From the plan of its pool, so nothing of it is known before every fleet is there. */
  private limitsOf(route: Route): RouteLimits {
    const aliases = this.routes.filter(({ pool }) => pool === route.pool).map(({ alias }) => alias);
    const limits = () => routeLimits(route, route.pool.view(), aliases, this.sized());
    return SynthesisRegistry.of(this).once(route, limits);
  }

  /** Made when the first route needs it; undefined where sessions are spread by choice. */
  private sessionProxy(): SessionProxy | undefined {
    const { sessionAffinity: affinity, namespace, requestTimeoutSeconds } = this.spec;
    if (affinity === false) return undefined;
    const { stack, cluster, name: router } = this;
    this.proxy ??= new SessionProxy(this, 'sessions', {
      stack,
      cluster,
      router,
      namespace,
      affinity,
      routerHeader: SESSION_HEADER,
      requestTimeoutSeconds,
    });
    return this.proxy;
  }

  private provideSecrets(): void {
    const { stack, workload, masterKey, spec } = this;
    provideSecret(stack, workload.namespace, masterKey, { owner: this, prefix: KEY_PREFIX });
    if (spec.database !== undefined) provideSecret(stack, workload.namespace, this.saltKey(), { owner: this });
  }

  /** Of its own name, so that another master key changes nothing of what is encrypted. */
  private saltKey(): SecretRef {
    return SecretRef.generated(`${dnsSubdomainOf(this.name)}-salt-key`);
  }

  private openNetwork(): void {
    const { workload, cluster, port, spec } = this;
    allowFromPrometheus(workload, cluster, port);
    spec.sessionStore?.admit(workload, { counts: true });
    if (spec.database !== undefined) openSetup(spec.database, this);
    for (const model of Object.values(spec.externalModels)) model.admit(workload);
    spec.identity?.admit(workload);
    for (const guardrail of Object.values(spec.guardrails)) if (guardrail.spec.kind === 'own') guardrail.spec.service.admit(workload);
  }

  private keyOf(client: Workload): ClientKey | undefined {
    return this.keys.all().find(({ paths }) => paths.includes(client.owner.node.path));
  }

  /** One instance counts for itself and for all. */
  private keyOwner(): KeyOwner {
    const { stack, name, workload, spec } = this;
    return { owner: this, stack, name, workload, isShared: spec.sessionStore !== undefined || spec.replicas === 1, given: spec.clientKeys };
  }

  private modelsOfKey(key: ClientKey): string[] {
    return allowedModels(key, [...this.table.owned(), ...this.externals.asked], Object.keys(this.externalModels));
  }

  private keyFindings(): UnplacedFinding[] {
    const { masterKey, spec, cluster, keys, table, externals } = this;
    const routes = [
      ...this.routes.map((route) => ({ ...route, planned: this.limitsOf(route).planned, usdPerDay: plannedUsdPerDay(route) })),
      ...table.owned(),
      ...externals.asked,
    ];
    const counting = spec.sessionStore === undefined ? this.sized().replicas : 1;
    const router = {
      masterKey: `${masterKey.name}/${masterKey.key}`,
      routes,
      counting,
      teams: spec.teams,
      planDate: cluster.nodes.planDate,
    };
    return keyFindings(keys, router, cluster.environment);
  }

  private rendered(): RenderedRouter {
    const { name, workload, spec, masterKey, cluster, keys } = this;
    return {
      scope: this,
      partOf: this.stack.node.id,
      name,
      workload,
      spec,
      masterKey,
      clientSecrets: () => keys.variables(),
      saltKey: this.saltKey(),
      keyTable: () => this.keyTable(),
      images: new PodImages(cluster, workload),
      tracing: () => this.tracing,
      routes: () => this.routes,
      externalModels: () => this.externalModels,
      fallbacks: (when) => this.fallbacks(when),
      limitsOf: (route) => this.limitsOf(route),
      addressOf: ({ pool }) => this.proxy?.urlOf(pool) ?? pool.url,
      replicas: () => this.sized().replicas,
    };
  }

  private keyTable(): string {
    const [clients, modelsOf] = [this.keys.all(), (key: ClientKey) => this.modelsOfKey(key)];
    return this.spec.database === undefined ? keyTable(clients, modelsOf) : budgetedKeyTable(clients, modelsOf);
  }

  private register(): void {
    SynthesisRegistry.of(this).register(this, {
      findings: () => [
        ...unusedFindings(this, 'router'),
        ...routerFindings(this.view(), this.table.findings()),
        ...this.keyFindings().map((finding) => place(this.node.path, finding)),
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
