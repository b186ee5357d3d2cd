import type { Construct, IConstruct } from 'constructs';
import { evaluateRules } from '../core/evaluate-rules';
import { type Finding, place } from '../core/finding';
import { shortHash } from '../core/names';
import { type Connection, helmConfig, kubernetesConfig } from './connection';
import { Aspects, type TerraformProvider, type TerraformStack } from './engine';
import { HelmProvider } from './helm';
import { KubernetesProvider } from './kubernetes';
import { resourceNamesCluster } from './rules/resource-names-cluster';
import { SynthesisRegistry } from './synthesis-registry';

/** Which cluster is meant: two values with one key are the same cluster. */
export interface ClusterIdentity {
  /** How it is reached. */
  readonly key: string;
  /** Name in plans and messages. */
  readonly name: string;
}

/** Both providers of one cluster in one stack. */
export interface ClusterProviderPair {
  readonly kubernetes: TerraformProvider;
  readonly helm: TerraformProvider;
}

interface Providers extends ClusterProviderPair {
  readonly name: string;
}

type ProvidedResource = IConstruct & { readonly terraformResourceType: string; provider?: unknown };

const PROVIDERS = Symbol.for('cdktf-agent-fleet.ClusterProviders');
const CLUSTER = Symbol.for('cdktf-agent-fleet.ClusterOf');

/**
 * The providers of a stack: one of each kind per cluster. With one cluster they are the default of the stack. With several each has an alias, and every
 * resource below a construct that is bound to a cluster gets the provider of that cluster.
 */
export class ClusterProviders {
  static of(stack: TerraformStack): ClusterProviders {
    const holder = stack as TerraformStack & { [PROVIDERS]?: ClusterProviders };
    holder[PROVIDERS] ??= new ClusterProviders(stack);
    return holder[PROVIDERS];
  }

  private readonly byCluster = new Map<string, Providers>();

  private constructor(private readonly stack: TerraformStack) {}

  /** The providers of a cluster, declared on first use. */
  declare(cluster: ClusterIdentity, connect: () => Connection): ClusterProviderPair {
    const known = this.byCluster.get(cluster.key);
    if (known !== undefined) return known;
    const made = this.make(cluster, connect());
    this.byCluster.set(cluster.key, made);
    if (this.byCluster.size === 2) this.tellApart(made.kubernetes);
    if (this.byCluster.size > 1) this.setAliases();
    return made;
  }

  private make(cluster: ClusterIdentity, connection: Connection): Providers {
    const suffix = this.byCluster.size === 0 ? '' : `-${aliasOf(cluster.name)}`;
    const kubernetes = new KubernetesProvider(this.stack, this.freeId(`kubernetes${suffix}`), kubernetesConfig(connection));
    const helm = new HelmProvider(this.stack, this.freeId(`helm${suffix}`), helmConfig(connection));
    SynthesisRegistry.of(this.stack).names.reserve('cluster', cluster.name, kubernetes, {
      meaning: cluster.key,
      prop: 'name',
      repairs: ['give each cluster its own name'],
    });
    return { name: cluster.name, kubernetes, helm };
  }

  /** Resources below a construct belong to a cluster. */
  bind(construct: Construct, cluster: ClusterIdentity): void {
    Object.defineProperty(construct, CLUSTER, { value: cluster.key, configurable: true });
  }

  /** Key of the cluster on which a resource of the stack is made; undefined where nobody says, or a provider of the user does. */
  clusterKeyOf(node: IConstruct): string | undefined {
    const [only, ...others] = this.byCluster.keys();
    const isDefault = others.length === 0 && isProvided(node) && node.provider === undefined;
    return clusterOf(node) ?? (isDefault ? only : undefined);
  }

  private tellApart(registrant: Construct): void {
    Aspects.of(this.stack).add({ visit: (node) => this.provide(node) });
    SynthesisRegistry.of(this.stack).register(registrant, { findings: () => this.unbound(), cluster: undefined });
  }

  private setAliases(): void {
    for (const { name, kubernetes, helm } of this.byCluster.values()) {
      kubernetes.alias = aliasOf(name);
      helm.alias = aliasOf(name);
    }
  }

  private provide(node: IConstruct): void {
    if (!isProvided(node) || node.provider !== undefined) return;
    const providers = this.byCluster.get(clusterOf(node) ?? '');
    if (providers !== undefined) node.provider = isHelm(node) ? providers.helm : providers.kubernetes;
  }

  /** Resources of the user that no cluster is known of. */
  private unbound(): Finding[] {
    const clusters = [...this.byCluster.values()].map(({ name }) => name);
    return this.stack.node.findAll().flatMap((node) => {
      if (!isProvided(node)) return [];
      const isBound = node.provider !== undefined || clusterOf(node) !== undefined;
      const kind = isHelm(node) ? 'helm' : 'kubernetes';
      return evaluateRules([resourceNamesCluster], { clusters, isBound, kind }).map((finding) => place(node.node.path, finding));
    });
  }

  /** Nothing refers to a provider by its construct id, so a construct of the user may have it. */
  private freeId(id: string): string {
    return this.stack.node.tryFindChild(id) === undefined ? id : this.freeId(`${id}-provider`);
  }
}

/** Key of the cluster of the nearest construct above that is bound to one. */
function clusterOf(node: IConstruct): string | undefined {
  const bound = [...node.node.scopes].reverse().find((scope) => CLUSTER in scope) as (IConstruct & { [CLUSTER]: string }) | undefined;
  return bound?.[CLUSTER];
}

function isProvided(node: IConstruct): node is ProvidedResource {
  const type = (node as Partial<ProvidedResource>).terraformResourceType;
  return typeof type === 'string' && /^(?:kubernetes|helm)_/.test(type);
}

const isHelm = (node: ProvidedResource): boolean => node.terraformResourceType.startsWith('helm_');

/** A Terraform identifier; a name that is none keeps what it has and gets a hash, so that two names stay two. */
function aliasOf(name: string): string {
  if (/^[A-Za-z][A-Za-z0-9_-]{0,62}$/.test(name)) return name;
  return `c-${name.replace(/[^A-Za-z0-9_-]+/g, '-').slice(0, 48)}-${shortHash(name)}`;
}
