import { Construct, type IConstruct } from 'constructs';
import { z } from 'zod';
import { brand, hasBrand } from '../core/brand';
import { checkArguments } from '../core/checked';
import { isDnsLabel } from '../core/kubernetes/dns-label';
import { checkMethods, textRule, thingRule } from '../core/method-arguments';
import { MAX_HELM_RELEASE, physicalName, shortHash } from '../core/names';
import { withTokens } from '../core/prop-marks';
import { branded } from '../core/schema';
import { type ClusterIdentity, ClusterProviders } from './cluster-providers';
import { dependency, lazyText, quotedTokens, TerraformStack } from './engine';
import { Release } from './helm';
import { objectsChart } from './objects-chart';
import { OperatorReleases } from './operator-releases';
import type { JudgingCluster } from './synthesis/participants';
import { SynthesisRegistry } from './synthesis-registry';

/** An object of a kind that an operator defines. */
export interface CustomObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    /** Left out of what belongs to no namespace. */
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly spec?: unknown;
  /** Further fields of kinds that have no spec, e.g. `rules` of a Role. */
  readonly [field: string]: unknown;
}

/** What is known of an object without its content. */
export interface CustomObjectName {
  readonly group: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

/** Where the objects go. */
export interface ObjectsNamespace {
  readonly name: string;
  readonly cluster: ClusterIdentity;
  /**
   * How the cluster takes what is found about the objects, e.g. an override of them.
   * @default - nobody says: what is not known is a warning
   */
  readonly judgedBy?: JudgingCluster;
  /** What must be there before the objects. */
  readonly resource: { readonly fqn: string };
}

/**
 * Releases of one namespace: custom resources wait for their operators, claims need none. Helm deletes what leaves a release without
 * waiting for it, so a claim that running pods still hold goes when they do, and no apply waits for them. `claims` holds what can be made again, `data` what cannot:
 * its claims grow, and one that an earlier program left behind is taken over. Everything else of a namespace waits for its bounds.
 */
export type ObjectGroup = 'objects' | 'claims' | 'data' | 'bounds';

/** Ids of the constructs below a stack; tests and the Kubernetes view find the releases by them. */
const IDS: Readonly<Record<ObjectGroup, string>> = {
  objects: 'custom-objects',
  claims: 'claim-objects',
  data: 'data-objects',
  bounds: 'bound-objects',
};
/**
 * Characters up to which the values are written for people. Terraform reads them as a template, in time that grows with the square of
 * their lines: a plan of fifty pools (22,000 lines) took it 102 s of processor time, and 19 s when they stood on one line.
 */
const MAX_READABLE = 100_000;

const ARGUMENTS = {
  stack: branded<TerraformStack>(TerraformStack.isStack, 'the TerraformStack that the objects belong to'),
  namespace: withTokens(branded<ObjectsNamespace>(isObjectsNamespace, 'a namespace of a construct, with its name, cluster and resource')),
  group: z.enum(['objects', 'claims', 'data', 'bounds']),
};

function isObjectsNamespace(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { name, cluster, resource } = value as Partial<Record<keyof ObjectsNamespace, Record<string, unknown> | null>>;
  return typeof name === 'string' && name !== '' && typeof cluster?.['key'] === 'string' && typeof resource?.['fqn'] === 'string';
}

/**
 * Custom resources (ScaledObject, PodMonitor, Cluster, …) travel in the values of a small local chart: unlike
 * `kubernetes_manifest` that needs neither the CRD nor a live cluster at plan time, and the change of an object shows in the plan.
 */
export class CustomObjects extends Construct {
  /**
   * The one collection of a stack, namespace and group, made on first use. It waits for the namespace.
   * @throws FleetSpecError AF-SPEC-001 when an argument is no such thing.
   */
  static of(stack: TerraformStack, namespace: ObjectsNamespace, group: ObjectGroup = 'objects'): CustomObjects {
    checkArguments('CustomObjects.of', ARGUMENTS, { stack, namespace, group });
    const id = `${IDS[group]}-${namespace.name}`;
    const existing = stack.node.tryFindChild(id);
    return CustomObjects.isCustomObjects(existing) ? existing : new CustomObjects(stack, id, namespace, group);
  }

  /** Resource that installs the objects. */
  get resource(): IConstruct & { readonly fqn: string } {
    return this.release;
  }

  readonly cluster: ClusterIdentity;
  private readonly objects = new Map<string, () => CustomObject>();
  private readonly release: Release;
  private readonly prerequisites = new Map<string, string>();

  private constructor(
    readonly stack: TerraformStack,
    id: string,
    { name: namespace, cluster, judgedBy, resource }: ObjectsNamespace,
    readonly group: ObjectGroup,
  ) {
    super(stack, id);
    brand(this, 'CustomObjects');
    this.cluster = cluster;
    ClusterProviders.of(stack).bind(this, cluster);
    const name = releaseName(stack.node.id, group);
    const chart = objectsChart(this, 'chart');
    this.release = new Release(this, 'Resource', {
      name,
      namespace,
      chart,
      values: [lazyText(() => this.renderValues())],
      wait: false,
      skipCrds: true,
      maxHistory: 5,
      // What was left behind may be of another stack, or of Terraform; the chart looks at what it is.
      ...(group === 'data' ? { takeOwnership: true } : {}),
    });
    this.after(resource);
    if (group === 'objects') OperatorReleases.of(this).wait(this);
    SynthesisRegistry.of(this).register(this, { findings: () => [], cluster: judgedBy });
    SynthesisRegistry.of(this).names.reserve(`release in namespace ${namespace} of cluster ${cluster.name}`, name, this);
  }

  /** Recognises the construct by its brand, so that two copies of the library agree. */
  static isCustomObjects(value: unknown): value is CustomObjects {
    return hasBrand(value, 'CustomObjects');
  }

  /** The objects by group, kind and name. */
  names(): CustomObjectName[] {
    return this.written().map(({ apiVersion, kind, metadata }) => ({
      group: apiVersion.split('/')[0] ?? '',
      kind,
      namespace: metadata.namespace ?? '',
      name: metadata.name,
    }));
  }

  /** The objects as they will be written. */
  written(): CustomObject[] {
    return [...this.objects.values()].map((produce) => this.made(produce));
  }

  /** Adds an object under a key that is unique in the stack; the object is asked for when the stack is written. */
  add(key: string, produce: () => CustomObject): void {
    this.objects.set(key, produce);
    SynthesisRegistry.of(this).changed();
  }

  /** The release waits for a resource of the same stack, e.g. the namespace it installs into, and is destroyed before it. */
  after(resource: { readonly fqn: string }): this {
    this.prerequisites.set(resource.fqn, dependency(resource));
    this.release.dependsOn = [...this.prerequisites.values()];
    return this;
  }

  /** Rules ask for the names, and cdktf asks twice for what it writes. Bounds count what aspects may still add. */
  private made(produce: () => CustomObject): CustomObject {
    return this.group === 'bounds' ? produce() : SynthesisRegistry.of(this).once(produce, produce);
  }

  private renderValues(): string {
    const objects = [...this.objects.keys()].sort().map((key) => this.made(this.objects.get(key) as () => CustomObject));
    const values = { ...(this.group === 'data' ? { data: true } : {}), objects };
    const readable = JSON.stringify(values, null, 2);
    return quotedTokens(readable.length <= MAX_READABLE ? readable : JSON.stringify(values));
  }
}

const hasFqn = (value: unknown) => typeof (value as { readonly fqn?: unknown }).fqn === 'string';

checkMethods(CustomObjects, {
  add: [
    textRule('key', "'claim'"),
    thingRule('produce', (value) => typeof value === 'function', 'a function that gives the object', '() => object'),
  ],
  after: [thingRule('resource', hasFqn, 'a resource of the same stack', 'namespace.resource')],
});

/** After the stack, which may share the namespace with others; a stack id that is not a release name is told from one that looks like it by a hash. */
function releaseName(stackId: string, group: ObjectGroup): string {
  const name = stackId
    .toLowerCase()
    .replace(/[^a-z0-9-]+/g, '-')
    .replace(/^-+/, '');
  const parts = isDnsLabel(stackId) || stackId.length > MAX_HELM_RELEASE ? [name] : [name, shortHash(stackId)];
  return physicalName([...parts, group], MAX_HELM_RELEASE);
}
