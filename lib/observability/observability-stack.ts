import { Construct } from 'constructs';
import { changedProps } from '../core/apply-changes';
import { brand, hasBrand } from '../core/brand';
import { checkMethods, oneOfRule, optional } from '../core/method-arguments';
import { parseProps } from '../core/schema';
import { deployedPools, type IDeployedPool } from '../inference/contract';
import type { PoolView } from '../inference/pool-view';
import type { Cluster } from '../platform/cluster';
import { FleetPlatform } from '../platform/fleet-platform';
import { scrapePods } from '../platform/pod-monitor';
import type { ObservedRouter } from '../routing/contract';
import { FleetNamespace } from '../security/fleet-namespace';
import type { IScraped } from '../security/scraped';
import type { ObservedStateStore, ObservedStore, ObservedVectorStore } from '../stores/contract';
import { constructId } from '../terraform/construct-id';
import { CustomObjects } from '../terraform/custom-objects';
import { lazyTokenFreeText, type TerraformStack } from '../terraform/engine';
import { ConfigMapV1 } from '../terraform/kubernetes';
import { givenName } from '../terraform/reserved-names';
import { stackOf } from '../terraform/stack-of';
import { SynthesisRegistry } from '../terraform/synthesis-registry';
import type { DashboardView } from './dashboard/dashboard-view';
import type { DashboardKind } from './dashboard/dashboards';
import { DASHBOARD_KINDS, dashboardConfigMap } from './dashboard-config-map';
import { saysWhyFailed } from './failure-causes';
import { observabilityFindings } from './observability-findings';
import { type ObservabilityStackProps, type ObservabilityStackSpec, observabilityStackSchema } from './observability-stack-props';
import type { ObservedAgents } from './observed-fleet';
import type { ObservedGpuService } from './observed-gpu-service';
import { type ObservedPool, observedPools } from './observed-pool';
import { plannedFigures } from './planned-figures';
import { prometheusRule } from './prometheus-rule';
import { recordsFailures } from './router-rules';
import type { RuleGroup } from './rule';
import { ruleGroups } from './rule-groups';
import type { WatchView } from './watch-view';

/**
 * Watches fleets: scrapes pools and routers, records what they do and cost, alerts when it goes wrong, and shows it on a dashboard.
 *
 * @example
 * new ObservabilityStack(stack, 'observability', { cluster, fleets: [fleet] });
 */
export class ObservabilityStack extends Construct {
  /** Recognises these constructs by their brand, so that two copies of the library agree. */
  static isObservabilityStack(value: unknown): value is ObservabilityStack {
    return hasBrand(value, 'ObservabilityStack');
  }

  readonly cluster: Cluster;
  readonly stack: TerraformStack;
  readonly name: string;
  readonly namespace: FleetNamespace;
  /** What was asked for, with defaults. */
  readonly spec: ObservabilityStackSpec;

  /** @throws FleetSpecError when a prop is malformed. */
  constructor(scope: Construct, id: string, props: ObservabilityStackProps) {
    super(scope, constructId(scope, id, 'ObservabilityStack'));
    brand(this, 'ObservabilityStack');
    this.spec = parseProps(observabilityStackSchema, props, { path: this.node.path, className: 'ObservabilityStack' });
    this.stack = stackOf(scope, id, 'ObservabilityStack');
    this.cluster = this.spec.cluster;
    this.cluster.provide(this.stack, this);
    this.name = this.spec.name ?? id;
    this.namespace = FleetNamespace.of(this.stack, {
      namespace: this.spec.namespace,
      terms: this.cluster.namespaceTerms,
      cluster: this.cluster.identity,
    });

    for (const target of this.targets()) scrapePods(target, this.cluster.monitorLabels);
    this.renderRules();
    if (this.spec.dashboards) this.renderDashboards();
    this.register();
  }

  /** Pools of all fleets, each once, as rules and dashboard see them. */
  pools(): ObservedPool[] {
    return observedPools(this.spec.fleets, this.spec.slo?.ttftSeconds ?? {});
  }

  /** Recording and alert rules, as Prometheus will load them. */
  ruleGroups(): RuleGroup[] {
    const stores = { stores: this.stores(), stateStores: this.stateStores(), vectorStores: this.vectorStores() };
    return ruleGroups(this.name, this.pools(), this.routers(), this.agents(), stores, this.gpuServices(), this.spec);
  }

  /** Routers of all fleets that serve metrics, each once. */
  private routers(): ObservedRouter[] {
    const observed = this.spec.fleets.map((fleet) => fleet.router?.observed).filter((router) => router !== undefined);
    return [...new Map(observed.map((router) => [router.scraped, router])).values()];
  }

  private agents(): ObservedAgents[] {
    return this.spec.fleets.flatMap(({ agents }) => (agents === undefined ? [] : [agents]));
  }

  /** Stores of all fleets, each once. */
  private stores(): ObservedStore[] {
    const stores = this.spec.fleets.flatMap((fleet) => fleet.stores ?? []);
    return [...new Map(stores.map((store) => [store.scraped.workload, store])).values()];
  }

  /** State stores of all fleets and the databases of their routers, each once. */
  private stateStores(): ObservedStateStore[] {
    const ofRouters = this.routers().flatMap(({ database }) => database ?? []);
    const stores = [...this.spec.fleets.flatMap((fleet) => fleet.stateStores ?? []), ...ofRouters];
    return [...new Map(stores.map((store) => [store.scraped.workload.owner, store])).values()];
  }

  /** Vector stores of all fleets, each once. */
  private vectorStores(): ObservedVectorStore[] {
    const stores = this.spec.fleets.flatMap((fleet) => fleet.vectorStores ?? []);
    return [...new Map(stores.map((store) => [`${store.namespace}/${store.name}`, store])).values()];
  }

  /** Tools on GPUs of all fleets, each once. They have themselves scraped. */
  private gpuServices(): ObservedGpuService[] {
    const services = this.spec.fleets.flatMap(({ gpuServices = [] }) => gpuServices.map(({ observed }) => observed));
    return [...new Map(services.map((service) => [`${service.namespace}/${service.name}`, service])).values()];
  }

  private targets(): IScraped[] {
    const brokers = this.agents().flatMap(({ queue }) => queue?.dead?.scraped ?? []);
    const states = this.stateStores().flatMap(({ scraped, pooler }) => [scraped, ...(pooler === undefined ? [] : [pooler.scraped])]);
    const routers = this.routers().flatMap(({ scraped, beside = [] }) => [scraped, ...beside]);
    return [
      ...new Set<IScraped>([
        ...this.spec.fleets.flatMap((fleet) => deployedPools(fleet.pools()).flatMap(scrapedOf)),
        ...routers,
        ...oncePerWorkload([...brokers, ...this.stores().map(({ scraped }) => scraped), ...states]),
      ]),
    ];
  }

  private renderRules(): void {
    const objects = CustomObjects.of(this.stack, this.namespace);
    objects.add(`prometheus-rule-${this.name}`, () =>
      prometheusRule({ name: this.name, namespace: this.namespace.name, labels: this.cluster.monitorLabels }, this.ruleGroups()),
    );
  }

  private renderDashboards(): void {
    const { name, namespace } = this;
    for (const kind of DASHBOARD_KINDS) {
      const called = kind === 'fleet' ? name : `${name}-${kind}`;
      new ConfigMapV1(this, kind === 'fleet' ? 'dashboard' : `dashboard-${kind}`, {
        ...dashboardConfigMap(called, namespace.name, this.spec.dashboardFolder),
        data: { [`${called}.json`]: lazyTokenFreeText(() => this.dashboardJson(kind)) },
        dependsOn: [namespace.resource],
      });
    }
  }

  /** Place of the dashboard in the app, by the name of the stack that writes it. */
  get dashboardPath(): string {
    return [...this.node.scopes.slice(0, -1).map(({ node }) => node.id), this.name].filter((id) => id !== '').join('/');
  }

  /** A dashboard as Grafana loads it. The builders cost a quarter of a second to load, so they load when a dashboard is written. */
  dashboardJson(kind: DashboardKind = 'fleet'): string {
    const { dashboard } = require('./dashboard/dashboard-json') as typeof import('./dashboard/dashboard-json');
    return dashboard(kind, this.dashboardView());
  }

  private dashboardView(): DashboardView {
    const { fleets, alerts } = this.spec;
    const pools = this.pools();
    const views = [...new Set(fleets.flatMap((fleet) => deployedPools(fleet.pools())))].map((pool) => pool.view());
    return {
      name: this.name,
      path: this.dashboardPath,
      fleets: fleets.map((fleet) => fleet.name),
      pools,
      agents: this.agents(),
      stores: this.stores(),
      stateStores: this.stateStores(),
      vectorStores: this.vectorStores(),
      gpuServices: this.gpuServices(),
      planned: pools.map((pool, index) => plannedFigures(pool, views[index] as PoolView)),
      routers: this.routers()
        .filter(recordsFailures)
        .map((router) => ({
          name: router.scraped.workload.name,
          namespace: router.scraped.workload.namespace.name,
          saysWhy: saysWhyFailed(router),
          countsTokens: (router.metrics.tokens ?? null) !== null,
        })),
      thresholds: alerts,
    };
  }

  private register(): void {
    const registry = SynthesisRegistry.of(this);
    registry.names.reserve(
      `PrometheusRule in namespace ${this.namespace.name} of cluster ${this.cluster.name}`,
      this.name,
      this,
      givenName(this.spec.name),
    );
    // Two stacks that record the same pool would double every sum over it.
    for (const pool of this.pools())
      registry.names.reserve(`ObservabilityStack over pool of cluster ${this.cluster.name}`, `${pool.namespace}/${pool.name}`, this, {
        prop: 'fleets',
        repairs: ['watch all fleets of the pool with one ObservabilityStack, and remove them from the fleets of the other'],
      });
    registry.register(this, {
      findings: () => observabilityFindings(this, this.view()),
      cluster: this.cluster,
      changeable: {
        kind: 'observability',
        name: this.name,
        changed: (changes) => changedProps(observabilityStackSchema, this.spec, changes),
      },
    });
  }

  /** What the rules look at. */
  private view(): WatchView {
    const spec = SynthesisRegistry.of(this).specOf(this, this.spec);
    const pools = new Set(spec.fleets.flatMap((fleet) => deployedPools(fleet.pools())));
    const gpuServices = this.gpuServices();
    const floors = [
      ...[...pools].map((pool) => ({ name: pool.name, usdPerHour: pool.view().costPerHour.floor })),
      ...gpuServices.map(({ name, floorUsdPerHour }) => ({ name, usdPerHour: floorUsdPerHour })),
    ];
    const platforms = SynthesisRegistry.of(this)
      .registered(FleetPlatform.isFleetPlatform)
      .filter(({ cluster }) => cluster.identity.key === this.cluster.identity.key)
      .map(({ node, provides }) => ({ path: node.path, hasGpuOperator: provides.has('gpu-operator') }));
    return { spec, pools: this.pools(), gpuServices, platforms, floors };
  }
}

/** Its pods, and the proxy before them. */
const scrapedOf = (pool: IDeployedPool): IScraped[] => [pool, ...(pool.door?.observed === undefined ? [] : [pool.door.observed.scraped])];

/** Queues say anew each time what serves their metrics. */
const oncePerWorkload = (scraped: readonly IScraped[]): IScraped[] => [...new Map(scraped.map((one) => [one.workload, one])).values()];

checkMethods(ObservabilityStack, { dashboardJson: [optional(oneOfRule('kind', DASHBOARD_KINDS))] });
