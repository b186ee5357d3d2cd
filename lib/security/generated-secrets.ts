/**
 * Passwords that the External Secrets operator generates inside the cluster: a Password generator and an ExternalSecret per Secret.
 * The value is generated once and never passes through Terraform. Deleting the Secret by hand generates a new one.
 */
import { Construct } from 'constructs';
import { brand, hasBrand } from '../core/brand';
import type { SecretRef } from '../core/secret-ref';
import { CustomObjects } from '../terraform/custom-objects';
import type { TerraformStack } from '../terraform/engine';
import type { Startable } from '../terraform/startable';
import { SynthesisRegistry } from '../terraform/synthesis-registry';
import type { FleetNamespace } from './fleet-namespace';
import { MANAGED_BY } from './labels';
import { drawnSecretRealm } from './namespace-owner';

/** Letters and digits alone, so that the value needs no escaping in a URL or a shell; 48 of 62 characters are 285 bits. */
const PASSWORD = { length: 48, digits: 12, symbols: 0, noUpper: false, allowRepeat: true };

const GENERATORS = 'generators.external-secrets.io/v1alpha1';

export interface ProvideSecretProps {
  /** Construct whose credential it is. Each needs its own: one value for a store and a router would open both. */
  readonly owner: Construct;
  /**
   * Text in front of the drawn value, e.g. `sk-` for keys whose form a program checks.
   * @default - none
   */
  readonly prefix?: string;
  /**
   * What stands in the Secret beside what is drawn, e.g. the name of a user.
   * @default - nothing
   */
  readonly beside?: Readonly<Record<string, string>>;
  /**
   * Labels of the Secret, by which somebody finds it.
   * @default - none
   */
  readonly labels?: Readonly<Record<string, string>>;
}

/** Makes the Secret behind a generated reference, once per name; an existing Secret is not touched. */
export function provideSecret(
  stack: TerraformStack,
  namespace: FleetNamespace,
  ref: SecretRef,
  { owner, prefix = '', beside = {}, labels = {} }: ProvideSecretProps,
): void {
  if (ref.origin !== 'generated') return;
  const id = `generated-secret-${ref.name}`;
  const existing = namespace.node.tryFindChild(id);
  const secret = isGeneratedSecret(existing) ? existing : new GeneratedSecret(stack, namespace, id, ref.name);
  secret.addKey(ref.key, prefix);
  secret.carry(beside, labels);
  const place = `in namespace ${namespace.name} of cluster ${namespace.cluster.name}`;
  const registry = SynthesisRegistry.of(namespace);
  registry.names.reserve(`owner of a generated secret ${place}`, `${ref.name}/${ref.key}`, owner, {
    prop: 'secret',
    repairs: [
      "SecretRef.generated('…') with another name for one of them",
      "SecretRef.existing('…', '…') for a value that both shall have",
    ],
  });
  // What is drawn is immutable, so a key that comes later would never be in it, and the pods that read it would not start.
  registry.names.reserve(drawnSecretRealm(namespace.name, namespace.cluster), ref.name, owner, {
    prop: 'secret',
    meaning: ref.key,
    repairs: ["SecretRef.generated('…') with another name for one of the keys: a Secret that was drawn gets no further key"],
  });
}

/** Keys of a Secret that is drawn in a namespace; none where it is not. */
export function drawnKeys(namespace: FleetNamespace, secretName: string): readonly string[] {
  const secret = namespace.node.tryFindChild(`generated-secret-${secretName}`);
  return isGeneratedSecret(secret) ? secret.names() : [];
}

/** What brings the Secrets that are drawn in a namespace; nothing where none is. */
export const drawnBy = (stack: TerraformStack, namespace: FleetNamespace): readonly Startable[] =>
  namespace.node.children.some(isGeneratedSecret) ? [CustomObjects.of(stack, namespace).resource] : [];

const isGeneratedSecret = (value: unknown): value is GeneratedSecret => hasBrand(value, 'GeneratedSecret');

class GeneratedSecret extends Construct {
  private readonly keys = new Map<string, string>();
  private beside: Readonly<Record<string, string>> = {};
  private labels: Readonly<Record<string, string>> = {};

  constructor(
    stack: TerraformStack,
    private readonly namespace: FleetNamespace,
    id: string,
    private readonly secretName: string,
  ) {
    super(namespace, id);
    brand(this, 'GeneratedSecret');
    const objects = CustomObjects.of(stack, namespace);
    objects.add(`password-${secretName}`, () => ({
      ...this.head(GENERATORS, 'Password'),
      spec: { ...PASSWORD, secretKeys: this.names() },
    }));
    objects.add(`external-secret-${secretName}`, () => ({
      ...this.head('external-secrets.io/v1', 'ExternalSecret'),
      spec: this.externalSecret(),
    }));
  }

  addKey(key: string, prefix: string): void {
    this.keys.set(key, prefix);
  }

  /** What is in it, and on it, beside what is drawn. */
  carry(values: Readonly<Record<string, string>>, labels: Readonly<Record<string, string>>): void {
    this.beside = { ...this.beside, ...values };
    this.labels = { ...this.labels, ...labels };
  }

  names(): string[] {
    return [...this.keys.keys()].sort();
  }

  private head(apiVersion: string, kind: string) {
    const labels = { 'app.kubernetes.io/managed-by': MANAGED_BY };
    return { apiVersion, kind, metadata: { name: this.secretName, namespace: this.namespace.name, labels } };
  }

  /**
   * `CreatedOnce` alone generates a new one when the ExternalSecret is made again; only `immutable` keeps a Secret that exists.
   * Source: External Secrets v2.9, docs/api/externalsecret.md.
   */
  private externalSecret() {
    return {
      refreshPolicy: 'CreatedOnce',
      target: {
        name: this.secretName,
        creationPolicy: 'Owner',
        immutable: true,
        template: { type: 'Opaque', engineVersion: 'v2', ...this.labelled(), data: this.template() },
      },
      dataFrom: [{ sourceRef: { generatorRef: { apiVersion: GENERATORS, kind: 'Password', name: this.secretName } } }],
    };
  }

  private labelled(): object {
    return Object.keys(this.labels).length === 0 ? {} : { metadata: { labels: this.labels } };
  }

  private template(): Record<string, string> {
    const drawn = this.names().map((key) => [key, `${this.keys.get(key) ?? ''}{{ index . ${JSON.stringify(key)} }}`]);
    return { ...this.beside, ...Object.fromEntries(drawn) };
  }
}
