import type { IConstruct } from 'constructs';
import type { ClusterIdentity } from './cluster-providers';
import type { TerraformStack } from './engine';

/** Custom objects of one namespace, which wait for the operators that bring their kinds. */
export interface WaitingObjects {
  readonly stack: TerraformStack;
  readonly cluster: ClusterIdentity;
  after(resource: { readonly fqn: string }): unknown;
}

interface Installation {
  readonly stack: TerraformStack;
  readonly cluster: ClusterIdentity;
  readonly releases: readonly { readonly fqn: string }[];
}

const RELEASES = Symbol.for('cdktf-agent-fleet.OperatorReleases');

/**
 * Puts the kinds before the objects: within a stack the objects depend on the releases of the operators, between stacks the stack of the objects depends on
 * that of the operators. Whichever is made first.
 */
export class OperatorReleases {
  static of(scope: IConstruct): OperatorReleases {
    const root = scope.node.root as IConstruct & { [RELEASES]?: OperatorReleases };
    root[RELEASES] ??= new OperatorReleases();
    return root[RELEASES];
  }

  private readonly installations: Installation[] = [];
  private readonly objects: WaitingObjects[] = [];

  /** Operators are installed on a cluster. */
  install(installation: Installation): void {
    if (installation.releases.length === 0) return;
    this.installations.push(installation);
    for (const objects of this.objects) order(installation, objects);
  }

  /** Objects need the operators of their cluster. */
  wait(objects: WaitingObjects): void {
    this.objects.push(objects);
    for (const installation of this.installations) order(installation, objects);
  }
}

function order({ stack, cluster, releases }: Installation, objects: WaitingObjects): void {
  if (objects.cluster.key !== cluster.key) return;
  if (objects.stack === stack) {
    for (const release of releases) objects.after(release);
  } else if (!stack.dependsOn(objects.stack)) {
    objects.stack.addDependency(stack);
  }
}
