import { Construct } from 'constructs';
import { SHARED_RESOURCE } from '../../catalog/gpu-resources';
import { brand, hasBrand } from '../../core/brand';
import { evaluateRules } from '../../core/evaluate-rules';
import { type Finding, place } from '../../core/finding';
import { parseProps } from '../../core/schema';
import { MANAGED_BY } from '../../security/labels';
import { constructId } from '../../terraform/construct-id';
import { quotedTokens } from '../../terraform/engine';
import { Release } from '../../terraform/helm';
import { objectsChart } from '../../terraform/objects-chart';
import { stackOf } from '../../terraform/stack-of';
import { SynthesisRegistry } from '../../terraform/synthesis-registry';
import type { Cluster } from '../cluster';
import { deviceClassesOf } from '../device-class';
import { resourceWord } from '../node-mig';
import type { NodePool } from '../node-pool';
import { type KarpenterNodePoolsProps, type KarpenterNodePoolsSpec, karpenterNodePoolsSchema } from './karpenter-node-pools-props';
import { DEFAULT_DISK_GIB, nodeClassObject } from './node-class';
import type { KarpenterNodeClassProps } from './node-class-props';
import { isKarpenters, nodePoolObject } from './node-pool-object';
import { STARTED_IMAGE_RULES, STARTED_POOL_RULES } from './rules';
import type { StartedPool } from './started-pool';

const TIMEOUT_SECONDS = 300;
/** Where the release is kept. Its objects belong to the whole cluster, and in another namespace they would be deleted and made again, with all nodes. */
const NAMESPACE = 'kube-system';

/**
 * The NodePool objects, and the EC2NodeClass, by which Karpenter starts the node pools of a cluster on Amazon EKS from nothing, and ends them when they are empty.
 * They are made of the same node pools that quota, price and placement read, so a node that Karpenter starts is one that the pods select. Karpenter itself is there
 * already: it belongs to the cluster. The id names the release: with another one all its nodes end and start again.
 *
 * @example
 * new KarpenterNodePools(platform, 'nodes', {
 *   cluster,
 *   nodeClass: { role: 'KarpenterNodeRole-prod', ami: 'al2023@v20260810', subnets: { 'karpenter.sh/discovery': 'prod' }, securityGroups: { 'karpenter.sh/discovery': 'prod' } },
 * });
 */
export class KarpenterNodePools extends Construct {
  readonly cluster: Cluster;
  /** Name of the release that holds the objects. */
  readonly name: string;
  private readonly spec: KarpenterNodePoolsSpec;

  /** @throws FleetSpecError when a prop is malformed. Node pools that Karpenter cannot start are reported when the app is synthesized. */
  constructor(scope: Construct, id: string, props: KarpenterNodePoolsProps) {
    super(scope, constructId(scope, id, 'KarpenterNodePools'));
    brand(this, 'KarpenterNodePools');
    this.spec = parseProps(karpenterNodePoolsSchema, props, { path: this.node.path, className: 'KarpenterNodePools' });
    this.cluster = this.spec.cluster;
    this.name = id;
    this.cluster.provide(stackOf(scope, id, 'KarpenterNodePools'), this);
    const registry = SynthesisRegistry.of(this);
    registry.names.reserve(`release in namespace ${NAMESPACE} of cluster ${this.cluster.name}`, id, this);
    for (const name of this.names()) registry.names.reserve(`NodePool of cluster ${this.cluster.name}`, name, this);
    registry.register(this, { findings: () => this.findings(), cluster: this.cluster });
    this.render();
  }

  /** Recognises the construct by its brand, so that two copies of the library agree. */
  static isKarpenterNodePools(value: unknown): value is KarpenterNodePools {
    return hasBrand(value, 'KarpenterNodePools');
  }

  /**
   * Disk that pods of a node get, GiB, by node pool; without those whose disk is not said here.
   * @internal
   */
  get disks(): ReadonlyMap<string, number> {
    const { nodeClass } = this.spec;
    if (typeof nodeClass === 'string' || nodeClass.localDisks === true) return new Map();
    return new Map(this.names().map((name) => [name, nodeClass.diskGiB ?? DEFAULT_DISK_GIB]));
  }

  /**
   * How long its nodes stay, by node pool.
   * @internal
   */
  get lives(): ReadonlyMap<string, Pick<KarpenterNodePoolsSpec, 'expireAfterHours' | 'drainMinutes'>> {
    const { expireAfterHours, drainMinutes } = this.spec;
    return new Map(this.names().map((name) => [name, { expireAfterHours, drainMinutes }]));
  }

  private names(): readonly string[] {
    return this.spec.nodePools ?? this.startable().map(({ name }) => name);
  }

  private startable(): readonly NodePool[] {
    return this.cluster.nodePools.filter(isKarpenters);
  }

  private render(): void {
    const { nodeClass } = this.spec;
    const labels = { 'app.kubernetes.io/managed-by': MANAGED_BY };
    const made = typeof nodeClass === 'string' ? [] : [nodeClassObject(this.name, labels, nodeClass as KarpenterNodeClassProps)];
    const terms = { ...this.spec, nodeClass: typeof nodeClass === 'string' ? nodeClass : this.name };
    const pools = this.startable().filter(({ name }) => this.names().includes(name));
    const objects = [...made, ...pools.map((pool) => nodePoolObject(pool, labels, terms))];
    new Release(this, 'Resource', {
      name: this.name,
      namespace: NAMESPACE,
      chart: objectsChart(this, 'chart'),
      values: [quotedTokens(JSON.stringify({ objects }, null, 2))],
      timeout: TIMEOUT_SECONDS,
      wait: false,
      skipCrds: true,
      maxHistory: 5,
    });
  }

  private findings(): Finding[] {
    const { nodeClass } = this.spec;
    const { environment } = this.cluster;
    const others = this.startable().map(({ name }) => name);
    const pools = (this.names().length === 0 ? ['gpu'] : this.names()).flatMap((name) => {
      const pool = this.cluster.nodePools.find((candidate) => candidate.name === name);
      return evaluateRules(STARTED_POOL_RULES, {
        name,
        cluster: this.cluster.name,
        isDeclared: pool !== undefined,
        isKarpenters: pool !== undefined && isKarpenters(pool),
        purchase: pool?.purchase ?? 'on-demand',
        nodes: pool?.nodes ?? 0,
        minNodes: pool?.minNodes ?? 0,
        hasReservations: typeof nodeClass === 'string' ? null : nodeClass.capacityReservations !== undefined,
        deviceClasses: pool === undefined ? [] : deviceClassesOf(pool),
        parts: pool === undefined ? null : partsOf(pool),
        others,
      });
    });
    const image = typeof nodeClass === 'string' ? [] : evaluateRules(STARTED_IMAGE_RULES, nodeClass, { environment });
    return [...pools, ...image].map((finding) => place(this.node.path, finding));
  }
}

/** Slices of a class of their own are another matter, and under the strategy `single` they look like cards. */
function partsOf({ mig, sharing }: NodePool): StartedPool['parts'] {
  if (sharing !== undefined) return { prop: 'sharing', resource: SHARED_RESOURCE };
  const [profile] = Object.keys(mig?.layout ?? {});
  if (mig === undefined || profile === undefined || mig.strategy === 'single' || mig.deviceClasses !== undefined) return null;
  return { prop: 'mig', resource: `nvidia.com/mig-${resourceWord(profile)}` };
}
