import { Construct } from 'constructs';
import { brand, hasBrand } from '../core/brand';
import { evaluateRules } from '../core/evaluate-rules';
import { type Finding, place } from '../core/finding';
import { dnsSubdomainOf } from '../core/kubernetes/dns-subdomain';
import { parseImage } from '../core/kubernetes/image-reference';
import { physicalName } from '../core/names';
import { withoutTrailing } from '../core/trailing';
import type { NamespacePlan } from '../plan/sections/namespace';
import { type ClusterIdentity, ClusterProviders } from '../terraform/cluster-providers';
import { CustomObjects } from '../terraform/custom-objects';
import { TerraformStack } from '../terraform/engine';
import { type DataKubernetesNamespaceV1, NamespaceV1, type NetworkPolicyV1 } from '../terraform/kubernetes';
import { StartOrder } from '../terraform/start-order';
import type { JudgingCluster } from '../terraform/synthesis/participants';
import { SynthesisRegistry } from '../terraform/synthesis-registry';
import { keptNamespace } from './admission/kept-namespace';
import type { ClusterDns } from './cluster-dns';
import { existingNamespace } from './existing-namespace';
import { type Component, MANAGED_BY } from './labels';
import { JOINED } from './mesh/ambient';
import { closedNamespace } from './mesh/mesh-objects';
import type { MeshTerms } from './mesh/mesh-props';
import type { Namespace } from './namespace';
import { NamespaceBounds } from './namespace-bounds';
import { NAMESPACE_WORDS, namespaceRealm } from './namespace-owner';
import { closeNetwork, keepFromNames, partOfStack } from './namespace-policies';
import { keptAnnotations, type NamespaceTerms } from './namespace-terms';
import type { NamespaceUse, OperatorPlace } from './namespace-use';
import { objectNameFindings } from './object-names';
import { OperatorPlaces } from './operator-places';
import type { OutsideRealm, OutsideTerms } from './outside';
import { OwnLabels } from './own-labels/own-labels';
import type { PodUsers, UserRealm } from './pod-users';
import { type PulledImage, pulledImages } from './pulled-image';
import {
  ARCHITECTURE_RULES,
  DIGEST_RULES,
  IMAGE_RULES,
  MESH_RULES,
  NAMESPACE_RULES,
  QUOTA_RULES,
  SIGNATURE_RULES,
  SIGNER_RULES,
} from './rules';
import type { AskedSignatures } from './rules/images-signed';
import type { JoiningNamespace } from './rules/mesh-joined';
import { SIGNATURE_POLICY, signaturePolicy } from './signatures/signature-policy';
import type { SignatureTerms } from './signatures/signature-props';
import { signedImages } from './signatures/signed-images';

/** Version of the Pod Security standard that the namespace pins, so that a cluster upgrade does not change what is admitted. */
const POD_SECURITY_VERSION = 'v1.34';
/** Longer than pods have to end by default. */
const DELETE_TIMEOUT = '70m';

export interface FleetNamespaceProps {
  /**
   * A name makes the namespace, `Namespace.existing(…)` uses one.
   * @default - the namespace of the stack, named after its id
   */
  readonly namespace: string | Namespace | undefined;
  readonly terms: NamespaceTerms;
  readonly cluster: ClusterIdentity;
}

/** Where the workloads of a stack run: its own namespace with Pod Security "restricted", or one that exists. The network is closed but for name resolution. */
export class FleetNamespace extends Construct implements UserRealm, OutsideRealm {
  /** The one namespace object of a stack and name, made on first use. */
  static of(stack: TerraformStack, props: FleetNamespaceProps): FleetNamespace {
    const given = props.namespace ?? FleetNamespace.defaultName(stack);
    const name = typeof given === 'string' ? given : given.name;
    const id = `namespace-${name}`;
    const found = stack.node.tryFindChild(id);
    const existing = FleetNamespace.isFleetNamespace(found) ? found : new FleetNamespace(stack, id, name, { ...props, namespace: given });
    existing.uses.push({ owned: typeof given === 'string', cluster: props.cluster });
    return existing;
  }

  /** Recognises the construct by its brand, so that two copies of the library agree. */
  static isFleetNamespace(value: unknown): value is FleetNamespace {
    return hasBrand(value, 'FleetNamespace');
  }

  /** Name that a stack's namespace has unless the user names another. */
  static defaultName(stack: TerraformStack): string {
    const label = stack.node.id
      .toLowerCase()
      .replace(/[^a-z0-9-]+/g, '-')
      .replace(/^[^a-z]+/, '');
    return physicalName([withoutTrailing(label, (character) => character === '-') || 'fleet']);
  }

  readonly name: string;
  readonly cluster: ClusterIdentity;
  readonly podUsers: PodUsers;
  readonly outside: OutsideTerms;
  /** What everything in the namespace depends on. */
  readonly resource: { readonly fqn: string };
  /** The namespace, where this library makes it. */
  private readonly made: NamespaceV1 | undefined;
  /** The namespace, where somebody else makes it. */
  private readonly read: DataKubernetesNamespaceV1 | undefined;
  private readonly terms: NamespaceTerms;
  /** Lets its pods resolve names. */
  private readonly names: NetworkPolicyV1;
  private readonly uses: NamespaceUse[] = [];
  /** Whether each store that keeps its data here is protected. */
  private readonly held: boolean[] = [];
  /** The same of all stacks, where this library makes the namespace. */
  private readonly kept: boolean[] = [];
  private readonly images = new Map<string, PulledImage>();
  private readonly bounds: NamespaceBounds | undefined;

  private constructor(stack: TerraformStack, id: string, name: string, { namespace, terms, cluster }: FleetNamespaceProps) {
    super(stack, id);
    brand(this, 'FleetNamespace');
    this.name = name;
    this.cluster = cluster;
    this.terms = terms;
    this.podUsers = terms.podUsers;
    this.outside = terms.outside;
    ClusterProviders.of(stack).bind(this, cluster);
    const owned = typeof namespace === 'string';
    this.made = owned ? this.make() : undefined;
    this.bounds = this.made === undefined ? undefined : this.boundsOf(stack, this.made);
    this.read = owned ? undefined : existingNamespace(this, name);
    this.resource = this.bounds?.resource ?? this.made ?? (this.read as DataKubernetesNamespaceV1);
    this.names = closeNetwork(this, terms, owned ? undefined : stack.node.id);
    if (owned && terms.mesh !== undefined) this.closeMesh(stack);
    if (terms.signatures !== undefined) this.askForSignatures(stack, terms.signatures);
    const registry = SynthesisRegistry.of(this);
    if (owned) registry.names.reserve(namespaceRealm(cluster), name, this, { ...NAMESPACE_WORDS, scope: stack.node.path });
    registry.register(this, {
      cluster: this.judgedBy,
      findings: () => this.findings(),
      plan: () => ({ images: [...this.images.values()], ...this.boundsPlan() }),
    });
    this.orderStacks();
    registry.registerShared(`image digests of cluster ${cluster.key}`, () => this.digestFindings());
    if (owned) for (const user of this.ofAllStacks()) for (const isProtected of user.held) this.keep(isProtected);
    registry.registerShared('names of objects', () => objectNameFindings(this.node.root));
  }

  /** How its cluster takes what is found in it. */
  get judgedBy(): JudgingCluster {
    return this.terms;
  }

  /** Pods in the namespace pull an image; the plan lists it. */
  pulls(image: PulledImage): void {
    const key = JSON.stringify([image.usedBy, image.image]);
    if (this.images.has(key)) return;
    this.images.set(key, image);
    SynthesisRegistry.of(this).changed();
  }

  /** The published name of an image by what its pods pull in its place. */
  get sources(): ReadonlyMap<string, string> {
    return new Map([...this.images.values()].map(({ image, source }) => [image, source]));
  }

  /** Pods of this component resolve no names, unless a policy of their own lets them. */
  keepFromNames(component: Component): void {
    keepFromNames(this.names, component);
  }

  /** This library makes it, in this stack alone. */
  get isMade(): boolean {
    return this.made !== undefined;
  }

  /** Labels by which the policies of the stack find its pods in a namespace of somebody else; operators that label pods themselves are told these. */
  get foundBy(): Readonly<Record<string, string>> {
    return this.isMade ? {} : partOfStack(TerraformStack.of(this).node.id);
  }

  /** Name of what a stack writes once into the namespace: several stacks write into one of somebody else, and each needs a name of its own there. */
  nameOnce(name: string): string {
    return physicalName(this.isMade ? [name] : [dnsSubdomainOf(TerraformStack.of(this).node.id), name]);
  }

  /** The mesh that its pods are in; undefined where there is none. */
  get mesh(): MeshTerms | undefined {
    return this.terms.mesh;
  }

  /** How names are resolved here. */
  get dns(): ClusterDns {
    return this.terms.dns;
  }

  /**
   * A store keeps its data here. Where they are protected, Terraform and the API server refuse to destroy the namespace, in whichever stack of the app it is made. One
   * that nobody makes here is never destroyed.
   */
  holdData(isProtected: boolean): void {
    this.held.push(isProtected);
    for (const maker of this.ofAllStacks()) maker.keep(isProtected);
  }

  private keep(isProtected: boolean): void {
    if (this.made === undefined) return;
    this.kept.push(isProtected);
    if (isProtected) this.made.lifecycle = { ...keptAnnotations(this.terms), preventDestroy: true };
    if (this.kept.length > 1) return;
    const objects = CustomObjects.of(TerraformStack.of(this), this, 'data');
    const written = (index: 0 | 1) => keptNamespace(this.name, this.kept.includes(true))[index];
    objects.add('kept-namespace-policy', () => written(0));
    objects.add('kept-namespace-binding', () => written(1));
  }

  /** Operators that run in a namespace of this name, and that no stack of fleets puts there. */
  private get operators(): readonly OperatorPlace[] {
    const prometheus = { operator: 'the Prometheus of the cluster', saidBy: 'monitoringNamespace of the cluster' };
    const told = OperatorPlaces.of(this).within(this.name, this.cluster.key);
    return this.name === this.terms.monitoringNamespace ? [prometheus, ...told] : told;
  }

  private findings(): Finding[] {
    const counted = this.bounds?.counted() ?? { name: this.name, room: null, uncounted: [] };
    const found = [
      ...evaluateRules(NAMESPACE_RULES, { name: this.name, uses: this.uses, operators: this.operators }),
      ...evaluateRules(QUOTA_RULES, counted),
      ...evaluateRules(MESH_RULES, this.joining(), { environment: this.terms.environment }),
      ...evaluateRules(SIGNATURE_RULES, this.signatures(), { environment: this.terms.environment }),
      ...evaluateRules(IMAGE_RULES, pulledImages(this.images.values(), this.terms.environment)),
    ];
    return found.map((finding) => place(this.node.path, finding));
  }

  /** A stack of the app that uses the namespace is deployed after the one that makes it, whichever is written first. */
  private orderStacks(): void {
    for (const other of this.ofAllStacks()) {
      const [user, maker] = this.isMade ? [other, this] : [this, other];
      if (user.read !== undefined && maker.made !== undefined) StartOrder.of(this).put(user.read, [maker.made]);
    }
  }

  private joining(): JoiningNamespace {
    const { mesh } = this.terms;
    return { name: this.name, hasMesh: mesh !== undefined, isJoined: this.made !== undefined || mesh?.others.has(this.name) === true };
  }

  private signatures(): AskedSignatures {
    const { signatures } = this.terms;
    const unsigned = signatures === undefined ? [] : signedImages(this.images.values(), signatures).unsigned;
    return { isAsked: signatures !== undefined, images: new Set([...this.images.values()].map(({ source }) => source)).size, unsigned };
  }

  /** Of all pods of a namespace that is there already, too: an image has one signer, whoever runs it. */
  private askForSignatures(stack: TerraformStack, terms: SignatureTerms): void {
    CustomObjects.of(stack, this).add('image-signatures', () =>
      signaturePolicy(
        { namespace: this.name, name: this.nameOnce(SIGNATURE_POLICY) },
        signedImages(this.images.values(), terms).signed,
        terms,
      ),
    );
  }

  private closeMesh(stack: TerraformStack): void {
    const objects = CustomObjects.of(stack, this);
    for (const object of closedNamespace(this.name)) objects.add(`mesh-${object.kind}`, () => object);
  }

  /** Of the whole cluster: what nothing on it pulls is a mistake. */
  private digestFindings(): Finding[] {
    const { digests, architectures, signatures } = this.terms;
    const pulled = SynthesisRegistry.of(this)
      .registered(FleetNamespace.isFleetNamespace)
      .flatMap((one) => [...one.images.values()].map(({ source }) => source));
    const repositories = pulled.flatMap((source) => parseImage(source)?.repository ?? []);
    const signers = [...(signatures?.signers.keys() ?? [])];
    const unused = signers.filter((repository) => !repositories.includes(repository));
    return [
      ...evaluateRules(DIGEST_RULES, { given: digests.given, unused: digests.given ? digests.unused() : [], pulled }),
      ...evaluateRules(ARCHITECTURE_RULES, { unused: architectures.given ? architectures.unused(pulled) : null, pulled }),
      ...evaluateRules(SIGNER_RULES, { given: signers.length > 0, unused, pulled: repositories }),
    ].map((finding) => place(this.node.path, finding));
  }

  private boundsOf(stack: TerraformStack, resource: NamespaceV1): NamespaceBounds | undefined {
    return NamespaceBounds.of({ stack, name: this.name, cluster: this.cluster, resource, stacks: () => this.writers() }, this.terms.bounds);
  }

  /** Stacks of the app that write into the namespace. */
  private writers(): TerraformStack[] {
    return this.ofAllStacks().map((one) => TerraformStack.of(one));
  }

  /** The namespace as each stack of the app has it. */
  private ofAllStacks(): FleetNamespace[] {
    return SynthesisRegistry.of(this)
      .registered(FleetNamespace.isFleetNamespace)
      .filter(({ name, cluster }) => name === this.name && cluster.key === this.cluster.key);
  }

  private boundsPlan(): { namespaces?: NamespacePlan[] } {
    const { bounds, name } = this;
    return bounds === undefined ? {} : { namespaces: [{ name, quota: bounds.hard(), policies: bounds.policies() }] };
  }

  private make(): NamespaceV1 {
    const kept = keptAnnotations(this.terms);
    return new NamespaceV1(this, 'Resource', {
      metadata: {
        name: this.name,
        labels: {
          ...OwnLabels.taken(this),
          ...namespaceLabels(),
          ...this.terms.fleetLabels,
          ...(this.terms.mesh === undefined ? {} : JOINED),
        },
      },
      // It goes when its last pod has ended; the provider gives up after 5 minutes.
      timeouts: { delete: DELETE_TIMEOUT },
      ...(kept.ignoreChanges === undefined ? {} : { lifecycle: kept }),
    });
  }
}

function namespaceLabels(): Record<string, string> {
  const modes = ['enforce', 'audit', 'warn'].flatMap((mode) => [
    [`pod-security.kubernetes.io/${mode}`, 'restricted'],
    [`pod-security.kubernetes.io/${mode}-version`, POD_SECURITY_VERSION],
  ]);
  return { ...Object.fromEntries(modes), 'app.kubernetes.io/managed-by': MANAGED_BY };
}
