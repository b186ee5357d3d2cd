import { brand, hasBrand } from '../core/brand';
import { checkMethods, optional, textRule, thingRule } from '../core/method-arguments';
import { isPlainObject } from '../core/plain-object';
import { describeValue } from '../core/shown-value';
import type { FleetPlan } from '../plan/schema';
import { type StackJson, SynthesizedApp, type SynthesizedStack } from '../plan/synthesized-app';
import type { App } from '../terraform/engine';
import type { HelmRelease } from './kubernetes-view/helm';
import type { KubernetesObject } from './kubernetes-view/kubernetes-object';
import { type KubernetesView, kubernetesView } from './kubernetes-view/kubernetes-view';
import { expectPool, type PoolExpectation } from './pool-expectation';
import { type DanglingReference, danglingReferences } from './references';
import { type FleetSnapshot, toSnapshot } from './snapshot';
import { closestCandidate, renderDifference } from './subset';
import { FleetTemplateError, inline, listOf } from './template-error';

/** A resource type as Terraform calls it, or the binding's class. */
export type ResourceType = string | { readonly tfResourceType: string };

/** A synthesized stack for tests. The whole app is synthesized, with every check: one stack alone would miss references across stacks. */
export class FleetTemplate {
  /**
   * Synthesizes the app into its own folder (`Testing.app()` has a temporary one) and reads one stack.
   *
   * @throws FleetError when a fleet of any stack does not fit or is malformed.
   * @throws FleetSpecError when there is no stack of this name.
   */
  static synth(app: App, stackName: string): FleetTemplate {
    if (!isApp(app) || typeof stackName !== 'string') {
      const given = `FleetTemplate.synth(${describeValue(app)}, ${describeValue(stackName)})`;
      throw new FleetTemplateError(`${given} needs an App and the name of a stack`, ["FleetTemplate.synth(app, 'research')"]);
    }
    app.synth();
    return new FleetTemplate(SynthesizedApp.read(app.outdir).stack(stackName));
  }

  /** Recognises templates by their brand, so that two copies of the library agree. */
  static isFleetTemplate(value: unknown): value is FleetTemplate {
    return hasBrand(value, 'FleetTemplate');
  }

  /** `cdk.tf.json` of the stack. */
  readonly json: StackJson;
  private view: KubernetesView | undefined;

  private constructor(private readonly stack: SynthesizedStack) {
    brand(this, 'FleetTemplate');
    this.json = stack.terraform();
  }

  get stackName(): string {
    return this.stack.name;
  }

  /**
   * `fleet.plan.json` of the stack.
   * @throws FleetSpecError when the stack holds no construct of this library.
   */
  plan(): FleetPlan {
    return this.stack.plan();
  }

  /** @throws FleetTemplateError when the plan has no such pool, or when it is another than expected. */
  hasPool(name: string, expected: PoolExpectation = {}): void {
    expectPool(this.plan(), name, expected);
  }

  /** Resources of one type, as they are in `cdk.tf.json`. */
  resources(type: ResourceType): Readonly<Record<string, unknown>>[] {
    return Object.values(this.json.resource?.[nameOf(type)] ?? {}) as Record<string, unknown>[];
  }

  /**
   * @param expected A part of the resource, in the words of `cdk.tf.json` (snake case).
   * @throws FleetTemplateError which shows the closest resource of the type.
   */
  hasResource(type: ResourceType, expected: Readonly<Record<string, unknown>> = {}): void {
    const resources = Object.entries(this.json.resource?.[nameOf(type)] ?? {});
    const best = closestCandidate(resources, expected, ([, resource]) => resource);
    if (best?.differences.length === 0) return;
    const heading = `stack "${this.stackName}" has no ${nameOf(type)} with ${inline(expected)}`;
    if (best === undefined) throw new FleetTemplateError(heading, [`resource types: ${listOf(Object.keys(this.json.resource ?? {}))}`]);
    throw new FleetTemplateError(heading, [
      `closest of ${resources.length}: ${nameOf(type)}.${best.candidate[0]}`,
      ...best.differences.map((difference) => `  ${renderDifference(difference)}`),
    ]);
  }

  /** @throws FleetTemplateError when there are more or fewer resources of the type. */
  resourceCount(type: ResourceType, expected: number): void {
    const ids = Object.keys(this.json.resource?.[nameOf(type)] ?? {});
    if (ids.length === expected) return;
    const heading = `stack "${this.stackName}" has ${ids.length} ${nameOf(type)}, expected ${expected}`;
    throw new FleetTemplateError(heading, [listOf(ids)]);
  }

  /**
   * The Kubernetes objects that Terraform will make, custom resources included. Releases of charts are in `helmReleases()`.
   * @throws FleetError AF-VIEW-001 when the stack holds a kind that the view does not know.
   */
  manifests(): readonly KubernetesObject[] {
    return this.kubernetes().objects;
  }

  /** Releases whose charts are rendered only at apply, with their values merged. */
  helmReleases(): readonly HelmRelease[] {
    return this.kubernetes().releases;
  }

  /**
   * @param expected A part of the object, in the words of Kubernetes.
   * @throws FleetTemplateError which shows where the closest object differs.
   */
  hasManifest(kind: string, name: string, expected: Readonly<Record<string, unknown>> = {}): void {
    const sameKind = this.manifests().filter((object) => object.kind === kind);
    const candidates = sameKind.filter((object) => object.metadata.name === name);
    const best = closestCandidate(candidates, expected, (object) => object);
    if (best?.differences.length === 0) return;
    if (best !== undefined) throw new FleetTemplateError(`${kind} "${name}" is not as expected`, best.differences.map(renderDifference));
    const known =
      sameKind.length > 0
        ? `${kind}s: ${listOf(sameKind.map((object) => object.metadata.name))}`
        : `kinds: ${listOf([...new Set(this.manifests().map((object) => object.kind))])}`;
    throw new FleetTemplateError(`stack "${this.stackName}" has no ${kind} "${name}"`, [known]);
  }

  /** References that lead to nothing in this stack. */
  danglingReferences(): DanglingReference[] {
    return danglingReferences(this.json);
  }

  /** The stack for a snapshot: sorted, without paths, versions of providers and metadata. */
  toSnapshot(): FleetSnapshot {
    return toSnapshot(this.json, this.stack.hasPlan() ? this.plan() : null);
  }

  private kubernetes(): KubernetesView {
    this.view ??= kubernetesView(this.json, this.stack.folder);
    return this.view;
  }
}

const isType = (value: unknown): boolean =>
  typeof value === 'string' || typeof (value as { readonly tfResourceType?: unknown }).tfResourceType === 'string';
const type = thingRule('type', isType, 'a type of resources, or its class', "'kubernetes_deployment_v1'");
const isPart = (value: unknown): boolean => isPlainObject(value) && typeof JSON.stringify(value) === 'string';
const isPoolPart = (value: unknown): boolean => isPart(value) && ['undefined', 'string'].includes(typeof (value as PoolExpectation).gpu);
const expected = optional(thingRule('expected', isPart, 'a part of the object, as plain data', '{}'));
const expectedPool = optional(thingRule('expected', isPoolPart, "plain data; the gpu is a text, e.g. 'A100-80GB'", "{ gpu: 'A100-80GB' }"));

checkMethods(FleetTemplate, {
  hasPool: [textRule('name', "'workers'"), expectedPool],
  resources: [type],
  hasResource: [type, expected],
  resourceCount: [type, thingRule('expected', (value) => Number.isInteger(value) && (value as number) >= 0, 'a whole number from 0', '1')],
  hasManifest: [textRule('kind', "'Deployment'"), textRule('name', "'workers'"), expected],
});

/** Mocks answer every question, with functions. */
function isApp(value: unknown): value is App {
  try {
    const { synth, outdir } = value as App;
    return typeof synth === 'function' && typeof outdir === 'string';
  } catch {
    return false;
  }
}

const nameOf = (type: ResourceType): string => (typeof type === 'string' ? type : type.tfResourceType);
