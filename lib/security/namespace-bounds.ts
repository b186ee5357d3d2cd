/** What the API server keeps of a namespace after the deployment: its quota, and its admission policies. Everything else in the namespace waits for them. */
import type { IConstruct } from 'constructs';
import type { ClusterIdentity } from '../terraform/cluster-providers';
import { type CustomObject, CustomObjects } from '../terraform/custom-objects';
import type { TerraformStack } from '../terraform/engine';
import { SynthesisRegistry } from '../terraform/synthesis-registry';
import { ADMISSION_KEYS, admissionObjects } from './admission/admission-objects';
import type { AdmissionTerms } from './admission/admission-props';
import { type NamespacePods, podsIn } from './namespace-pods/namespace-pods';
import type { QuotaTerms } from './quota/namespace-quota-props';
import { quotaAmounts } from './quota/quota-amounts';
import { limitRange, resourceQuota } from './quota/quota-objects';
import type { CountedNamespace } from './rules/pods-counted';

export interface BoundTerms {
  readonly quota: QuotaTerms | undefined;
  readonly admission: AdmissionTerms | undefined;
}

/** A namespace that is ours. */
export interface BoundNamespace {
  readonly stack: TerraformStack;
  readonly name: string;
  readonly cluster: ClusterIdentity;
  /** The namespace itself. */
  readonly resource: { readonly fqn: string };
  /** Stacks that write into it. */
  readonly stacks: () => readonly IConstruct[];
}

export class NamespaceBounds {
  /** Adds the bounds to the release that everything in the namespace waits for; undefined where there are none. */
  static of(namespace: BoundNamespace, terms: BoundTerms): NamespaceBounds | undefined {
    return terms.quota === undefined && terms.admission === undefined ? undefined : new NamespaceBounds(namespace, terms);
  }

  readonly resource: { readonly fqn: string };
  /** Emitted objects do not change while repairs are tried. */
  private known: NamespacePods | undefined;

  private constructor(
    private readonly namespace: BoundNamespace,
    private readonly terms: BoundTerms,
  ) {
    const release = CustomObjects.of(namespace.stack, namespace, 'bounds');
    const { name } = namespace;
    const { quota, admission } = terms;
    if (quota !== undefined) {
      release.add('resource-quota', () => resourceQuota(name, quotaAmounts(this.pods(), quota)));
      release.add('limit-range', () => limitRange(name, quota));
    }
    if (admission !== undefined)
      for (const key of ADMISSION_KEYS) release.add(key, () => this.admitted(admission).get(key) as CustomObject);
    this.resource = release.resource;
  }

  /** What the namespace may use, as its quota says it. */
  hard(): Readonly<Record<string, string>> | null {
    return this.terms.quota === undefined ? null : quotaAmounts(this.pods(), this.terms.quota);
  }

  /** Names of its admission policies. */
  policies(): string[] {
    const { admission } = this.terms;
    const objects = admission === undefined ? [] : [...this.admitted(admission).values()];
    return objects.flatMap(({ kind, metadata }) => (kind === 'ValidatingAdmissionPolicy' ? [metadata.name] : []));
  }

  counted(): CountedNamespace {
    const { quota } = this.terms;
    const uncounted = quota === undefined ? [] : this.pods().uncounted;
    return { name: this.namespace.name, room: quota === undefined ? null : (quota.extra.pods ?? 0) > 0, uncounted };
  }

  private admitted(terms: AdmissionTerms): ReadonlyMap<string, CustomObject> {
    return admissionObjects(this.namespace.name, this.pods().workloads, terms);
  }

  private pods(): NamespacePods {
    const registry = SynthesisRegistry.of(this.namespace.stack);
    if (registry.isTrying && this.known !== undefined) return this.known;
    this.known = registry.once(this, () => podsIn(this.namespace.name, this.namespace.stacks()));
    return this.known;
  }
}
