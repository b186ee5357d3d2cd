import type { IConstruct } from 'constructs';
import { evaluateRules } from '../../core/evaluate-rules';
import { type Finding, place } from '../../core/finding';
import type { ClusterIdentity } from '../../terraform/cluster-providers';
import { resourceBehind, type TerraformStack } from '../../terraform/engine';
import { SynthesisRegistry } from '../../terraform/synthesis-registry';
import type { ClusterAccess } from './cluster-access';
import { CLUSTER_MAKER_RULES, CLUSTER_NAME_RULES } from './rules';

/** A value that names a cluster, in a stack that reaches it. */
export interface ReachedCluster {
  readonly identity: ClusterIdentity;
  readonly access: ClusterAccess;
  readonly region: string | undefined;
}

const REACHED = Symbol.for('cdktf-agent-fleet.ReachedClusters');

/** The clusters that an app reaches, as each stack names them: asked for contradictions when the app is synthesized. */
export class ReachedClusters {
  static of(stack: TerraformStack): ReachedClusters {
    const root = stack.node.root as IConstruct & { [REACHED]?: ReachedClusters };
    root[REACHED] ??= new ReachedClusters();
    return root[REACHED];
  }

  private readonly reached = new Map<TerraformStack, Map<string, ReachedCluster>>();

  private constructor() {}

  add(stack: TerraformStack, cluster: ReachedCluster): void {
    const known = this.reached.get(stack) ?? new Map<string, ReachedCluster>();
    this.reached.set(stack, known);
    known.set(JSON.stringify([cluster.identity.key, cluster.identity.name, cluster.region]), cluster);
    SynthesisRegistry.of(stack).registerShared('reached clusters', () => [...this.contradictions(), ...this.ownStacks()]);
  }

  private all(): { readonly path: string; readonly stack: TerraformStack; readonly cluster: ReachedCluster }[] {
    return [...this.reached].flatMap(([stack, clusters]) =>
      [...clusters.values()].map((cluster) => ({ path: stack.node.path, stack, cluster })),
    );
  }

  private contradictions(): Finding[] {
    const keys = new Set(this.all().map(({ cluster }) => cluster.identity.key));
    return [...keys].flatMap((key) => {
      const said = this.all().filter(({ cluster }) => cluster.identity.key === key);
      const values = said.map(({ cluster }) => ({ name: cluster.identity.name, region: cluster.region }));
      const path = said.at(-1)?.path ?? '';
      return evaluateRules(CLUSTER_NAME_RULES, { reachedBy: inWords(said.map(({ cluster }) => cluster.access)), values }).map((finding) =>
        place(path, finding),
      );
    });
  }

  private ownStacks(): Finding[] {
    return this.all().flatMap(({ path, stack, cluster: { identity, access } }) => {
      if (access.kind !== 'token' && access.kind !== 'exec') return [];
      return evaluateRules(CLUSTER_MAKER_RULES, { name: identity.name, stack: path, madeBy: resourceBehind(stack, access.host) }).map(
        (finding) => place(path, finding),
      );
    });
  }
}

/** How a cluster is reached, for people: without the numbers of tokens. */
function inWords([access]: readonly ClusterAccess[]): string {
  switch (access?.kind) {
    case 'kubeconfig':
    case 'environment':
      return `by the context ${access.context}`;
    case 'token':
    case 'exec':
      return 'at the same address';
    default:
      return 'from inside itself';
  }
}
