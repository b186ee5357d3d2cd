import { Construct } from 'constructs';
import { brand, hasBrand } from '../core/brand';
import { type Finding, place } from '../core/finding';
import { parseProps } from '../core/schema';
import type { PlanSections, UsedImage } from '../plan/assemble';
import { NAMESPACE_WORDS, namespaceRealm } from '../security/namespace-owner';
import { constructId } from '../terraform/construct-id';
import { type CustomObjectName, CustomObjects } from '../terraform/custom-objects';
import { quotedTokens, TerraformStack } from '../terraform/engine';
import { Release } from '../terraform/helm';
import { OperatorReleases } from '../terraform/operator-releases';
import { stackOf } from '../terraform/stack-of';
import { SynthesisRegistry } from '../terraform/synthesis-registry';
import { absentOperatorFindings, prometheusFindings } from './absent-operators';
import type { Cluster } from './cluster';
import { chosenNodes, judgeChosenNodes } from './cpu-layer/chosen-nodes';
import { renderDashboardReader } from './dashboard-reader';
import { distributionFacts } from './distribution';
import { platformFindings } from './fleet-platform-findings';
import { type FleetPlatformProps, fleetPlatformSchema, type OperatorChoice } from './fleet-platform-props';
import { volumeFindings } from './held-volume';
import { manifestOperator } from './manifest-operator';
import { OpenedOperators } from './opened-operators';
import { OperatorNamespace } from './operator-namespace';
import { imagesOfChart } from './operators/chart-images';
import type { OperatorNodes } from './operators/chart-placement';
import { mergeValues } from './operators/chart-values';
import { externalSecretsOperator } from './operators/external-secrets';
import { gpuOperator } from './operators/gpu-operator';
import { KEDA_NAMESPACE, kedaOperator } from './operators/keda';
import { leaderWorkerSetOperator } from './operators/leader-worker-set';
import type { Operator, OperatorContext, OperatorId } from './operators/operator';
import { postgresOperator } from './operators/postgres-operator';
import { prometheusOperator } from './operators/prometheus';
import { rayOperator } from './operators/ray-operator';
import { carriedChart, releaseSource } from './release-source';

/** Prop that switches each operator. */
const OPERATOR_PROPS = {
  prometheus: 'prometheus',
  keda: 'keda',
  'gpu-operator': 'gpuOperator',
  'external-secrets': 'externalSecrets',
  'postgres-operator': 'postgresOperator',
  'leader-worker-set': 'leaderWorkerSet',
  'ray-operator': 'rayOperator',
  'rabbitmq-operator': 'rabbitmqOperator',
} as const satisfies Readonly<Record<OperatorId, keyof FleetPlatformProps>>;

/**
 * The operators that fleets need, once per cluster, in a stack of its own: their kinds must exist before the first fleet.
 *
 * @example
 * new FleetPlatform(platform, 'operators', { cluster, gpuOperator: 'existing' });
 */
export class FleetPlatform extends Construct {
  readonly cluster: Cluster;
  /** What the cluster has afterwards: installed here, or there already. */
  readonly provides: ReadonlySet<OperatorId>;
  /** What of it this platform installs. */
  readonly installs: ReadonlySet<OperatorId>;
  private readonly props: FleetPlatformProps;

  /** @throws FleetSpecError when a prop is malformed. Values that contradict the library are reported when the app is synthesized. */
  constructor(scope: Construct, id: string, props: FleetPlatformProps) {
    super(scope, constructId(scope, id, 'FleetPlatform'));
    brand(this, 'FleetPlatform');
    const spec = parseProps(fleetPlatformSchema, props, { path: this.node.path, className: 'FleetPlatform' }) as FleetPlatformProps;
    const stack = stackOf(scope, id, 'FleetPlatform');
    this.props = withBrought(spec);
    this.cluster = spec.cluster;
    this.cluster.provide(stack, this);
    const operators = this.installed();
    const rabbitmq = manifestOperator(this, this.cluster, this.props.rabbitmqOperator, this.nodes());
    judgeChosenNodes(this, this.cluster, spec.cpuNodePools);
    this.installs = new Set([...operators.map((operator) => operator.id), ...(rabbitmq === null ? [] : [rabbitmq.id])]);
    this.provides = new Set([...this.installs, ...this.existing()]);
    this.render(operators, rabbitmq === null ? [] : [rabbitmq.release]);

    this.reserveNames([...operators, ...(rabbitmq === null ? [] : [rabbitmq])]);
    SynthesisRegistry.of(this).register(this, {
      plan: () => this.downloads(operators, rabbitmq?.images ?? []),
      cluster: this.cluster,
      findings: (): Finding[] => [
        ...platformFindings(this.node.path, this.cluster, operators),
        ...this.metricsVolume(),
        ...this.absentOperators(),
        ...this.unselected(),
        ...this.unreachedOperators([...operators, ...(rabbitmq === null ? [] : [rabbitmq])]),
      ],
    });
  }

  /** Recognises platforms by their brand, so that two copies of the library agree. */
  static isFleetPlatform(value: unknown): value is FleetPlatform {
    return hasBrand(value, 'FleetPlatform');
  }

  /** Who may write the metrics. */
  private metricsVolume(): Finding[] {
    const { prometheus } = this.props;
    if (typeof prometheus !== 'object') return [];
    return volumeFindings(this.cluster, prometheus.storageClass, 'prometheus.storageClass').map((finding) =>
      place(this.node.path, finding),
    );
  }

  /** Charts and their images, for a mirror. */
  private downloads(operators: readonly Operator[], further: readonly UsedImage[]): Pick<PlanSections, 'charts' | 'images'> {
    const usedBy = this.node.path;
    const charts = operators.map((operator) => {
      const { repository = null } = releaseSource(operator.pin, this.props.chartMirror, this.versionOf(operator));
      return {
        chart: operator.pin.chart,
        version: this.versionOf(operator) ?? operator.pin.version,
        source: operator.pin.repository,
        repository,
        usedBy,
      };
    });
    const images = operators.flatMap((operator) => {
      const isPinned = (this.versionOf(operator) ?? operator.pin.version) === operator.pin.version;
      return imagesOfChart(operator.pin.chart, { isPinned, usedBy }, this.cluster);
    });
    return { charts, images: [...images, ...further] };
  }

  /** Objects on this cluster, of whichever stack. */
  private objects(): CustomObjectName[] {
    return SynthesisRegistry.of(this)
      .registered(CustomObjects.isCustomObjects)
      .filter(({ cluster }) => cluster.key === this.cluster.identity.key)
      .flatMap((collection) => collection.names());
  }

  /** Monitors and rules that a Prometheus of somebody else may ignore. That of a distribution takes all. */
  private unselected(): Finding[] {
    const { cluster, props } = this;
    if (props.prometheus !== 'existing' || distributionFacts(cluster.distribution).brings.includes('prometheus')) return [];
    return prometheusFindings(cluster, this.objects()).map((finding) => place(this.node.path, finding));
  }

  /** Objects whose operator is declared absent. */
  private absentOperators(): Finding[] {
    const absent = (Object.keys(OPERATOR_PROPS) as OperatorId[])
      .filter((id) => !this.provides.has(id))
      .map((id) => ({ id, prop: OPERATOR_PROPS[id] }));
    return absentOperatorFindings(absent, this.objects()).map((finding) => place(this.node.path, finding));
  }

  /** Operators that run in another namespace than workloads of the app open the network to. */
  private unreachedOperators(operators: readonly Pick<Operator, 'id' | 'namespace'>[]): Finding[] {
    const placed = operators.map(({ id, namespace }) => ({ id, namespace, prop: OPERATOR_PROPS[id], platform: this.node.path }));
    return OpenedOperators.of(this).findings(this.cluster.identity.key, placed);
  }

  /** One platform of a cluster, and one owner of each namespace. */
  private reserveNames(operators: readonly { readonly id: string; readonly namespace: string }[]): void {
    const registry = SynthesisRegistry.of(this);
    registry.names.reserve('FleetPlatform of cluster', this.cluster.name, this);
    for (const { id, namespace } of operators)
      registry.names.reserve(namespaceRealm(this.cluster.identity), namespace, this, {
        ...NAMESPACE_WORDS,
        meaning: `${this.node.path} ${id}`,
      });
  }

  /** Operators that this platform installs. Prometheus first: the others bring monitors of its kinds. */
  private installed(): Operator[] {
    const {
      cluster,
      prometheus,
      keda,
      gpuOperator: gpu,
      externalSecrets,
      postgresOperator: postgres,
      leaderWorkerSet: groups = false,
      rayOperator: ray = false,
    } = this.props;
    const kedaNamespace = (typeof keda === 'object' ? keda.namespace : undefined) ?? KEDA_NAMESPACE;
    const context: OperatorContext = { cluster, kedaNamespace, monitored: prometheus !== false, nodes: this.nodes() };
    const made = <O extends object>(choice: OperatorChoice<O> | undefined, make: (props: O, context: OperatorContext) => Operator) =>
      choice === 'existing' || choice === false ? [] : [make(choice ?? ({} as O), context)];
    return [
      ...made(prometheus, prometheusOperator),
      ...made(keda, kedaOperator),
      ...made(gpu, gpuOperator),
      ...made(externalSecrets, externalSecretsOperator),
      ...made(postgres, postgresOperator),
      ...made(groups, leaderWorkerSetOperator),
      ...made(ray, rayOperator),
    ];
  }

  /** Where the operators run. */
  private nodes(): OperatorNodes {
    const { cluster, cpuNodePools: names = cluster.cpuNodePools } = this.props;
    const [only, ...others] = cluster.nodePools.filter(({ name }) => names?.includes(name));
    const selector = only === undefined || others.length > 0 ? {} : (only.labels ?? {});
    return { nodes: chosenNodes(cluster, names), isChosen: names !== undefined, selector };
  }

  private existing(): OperatorId[] {
    return (Object.keys(OPERATOR_PROPS) as OperatorId[]).filter((id) => this.props[OPERATOR_PROPS[id]] === 'existing');
  }

  private render(operators: readonly Operator[], further: readonly Release[]): void {
    const releases = new Map<OperatorId, Release>();
    for (const operator of operators) {
      const namespace = new OperatorNamespace(this, `${operator.id}-namespace`, operator, this.cluster);
      const role = operator.id === 'prometheus' ? [renderDashboardReader(this)] : [];
      const prometheus = releases.get('prometheus');
      releases.set(
        operator.id,
        new Release(this, operator.id, {
          name: operator.releaseName,
          namespace: operator.namespace,
          ...carriedChart(this, operator.id, releaseSource(operator.pin, this.props.chartMirror, this.versionOf(operator))),
          values: [quotedTokens(JSON.stringify(mergeValues(operator.defaults, operator.relied, operator.overrides), null, 2))],
          timeout: operator.timeoutSeconds,
          wait: true,
          maxHistory: 5,
          dependsOn: [namespace.resource, ...role, ...(prometheus === undefined ? [] : [prometheus])],
        }),
      );
    }
    OperatorReleases.of(this).install({
      stack: TerraformStack.of(this),
      cluster: this.cluster.identity,
      releases: [...releases.values(), ...further],
    });
  }

  private versionOf({ prop }: Operator): string | undefined {
    const choice = this.props[prop as keyof FleetPlatformProps];
    return typeof choice === 'object' && 'version' in choice ? choice.version : undefined;
  }
}

/** What the cluster has itself is there already, unless the user says otherwise. */
function withBrought(props: FleetPlatformProps): FleetPlatformProps {
  const brought = distributionFacts(props.cluster.distribution).brings.filter((prop) => props[prop] === undefined);
  return { ...props, ...Object.fromEntries(brought.map((prop) => [prop, 'existing'])) };
}
