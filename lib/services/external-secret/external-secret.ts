import { Construct } from 'constructs';
import { brand, hasBrand } from '../../core/brand';
import { evaluateRules } from '../../core/evaluate-rules';
import { type Finding, place } from '../../core/finding';
import { FleetSpecError } from '../../core/fleet-error';
import { checkMethods, textRule } from '../../core/method-arguments';
import { parseProps } from '../../core/schema';
import { SecretRef } from '../../core/secret-ref';
import type { Cluster } from '../../platform/cluster';
import { FleetNamespace } from '../../security/fleet-namespace';
import { MANAGED_BY } from '../../security/labels';
import { constructId } from '../../terraform/construct-id';
import { CustomObjects } from '../../terraform/custom-objects';
import { stackOf } from '../../terraform/stack-of';
import type { Startable } from '../../terraform/startable';
import { SynthesisRegistry } from '../../terraform/synthesis-registry';
import { type ExternalSecretProps, type ExternalSecretSpec, externalSecretSchema } from './external-secret-props';
import { EXTERNAL_SECRET_RULES } from './rules';
import { secretsRead } from './secrets-read';

/**
 * A Secret whose values the External Secrets operator brings from a store: Vault, the secret managers of the clouds, and whatever else it speaks with. The
 * values pass through neither the program nor the Terraform state. The operator (`FleetPlatform` installs it) and the store are there already: how the
 * operator signs in at a provider belongs to those who run the cluster.
 *
 * @example
 * const openai = new ExternalSecret(stack, 'openai', { cluster, store: 'vault', keys: { 'api-key': { key: 'prod/openai', property: 'key' } } });
 * const gpt = ExternalModel.openAi({ model: 'gpt-5.1', key: openai.key('api-key') });
 */
export class ExternalSecret extends Construct {
  readonly cluster: Cluster;
  /** Name of the Secret, e.g. for `imagePullSecrets`. */
  readonly name: string;
  /** What the user asked for, with defaults. */
  readonly spec: ExternalSecretSpec;
  private readonly namespace: FleetNamespace;
  private readonly objects: CustomObjects;

  /** @throws FleetSpecError when a prop is malformed. */
  constructor(scope: Construct, id: string, props: ExternalSecretProps) {
    super(scope, constructId(scope, id, 'ExternalSecret'));
    brand(this, 'ExternalSecret');
    this.spec = parseProps(externalSecretSchema, props, { path: this.node.path, className: 'ExternalSecret' });
    const { cluster, name, namespace } = this.spec;
    const stack = stackOf(scope, id, 'ExternalSecret');
    this.cluster = cluster;
    this.name = name ?? id;
    cluster.provide(stack, this);
    this.namespace = FleetNamespace.of(stack, { namespace, terms: cluster.namespaceTerms, cluster: cluster.identity });
    this.objects = CustomObjects.of(stack, this.namespace);
    this.objects.add(`secret-from-store-${this.name}`, () => this.object());
    this.register();
  }

  /** Recognises the construct by its brand, so that two copies of the library agree. */
  static isExternalSecret(value: unknown): value is ExternalSecret {
    return hasBrand(value, 'ExternalSecret');
  }

  /** Namespace of the Secret. */
  get namespaceName(): string {
    return this.namespace.name;
  }

  /** What brings it: whoever cannot start without the Secret starts after these. */
  get resources(): readonly Startable[] {
    return [this.objects.resource];
  }

  /**
   * One of its values, for pods of its namespace.
   * @throws FleetSpecError AF-SPEC-001 when the Secret has no such key.
   */
  key(name: string): SecretRef {
    const keys = Object.keys(this.spec.keys);
    if (keys.includes(name)) return SecretRef.existing(this.name, name);
    throw new FleetSpecError([
      {
        code: 'AF-SPEC-001',
        severity: 'error',
        path: this.node.path,
        prop: 'key',
        value: name,
        allowed: keys.join(', '),
        message: `the Secret ${this.name} has no key '${name}'`,
        repairs: keys.map((key) => `key('${key}')`),
      },
    ]);
  }

  private register(): void {
    const { name, cluster, namespaceName } = this;
    const registry = SynthesisRegistry.of(this);
    registry.names.reserve(`Secret from a store in namespace ${namespaceName} of cluster ${cluster.name}`, name, this, { prop: 'name' });
    registry.register(this, { cluster, findings: () => this.findings() });
  }

  private object() {
    const { store, storeKind, refreshMinutes, type, keys } = this.spec;
    const labels = { 'app.kubernetes.io/managed-by': MANAGED_BY };
    return {
      apiVersion: 'external-secrets.io/v1',
      kind: 'ExternalSecret',
      metadata: { name: this.name, namespace: this.namespace.name, labels },
      spec: {
        refreshInterval: `${refreshMinutes}m`,
        secretStoreRef: { name: store, kind: storeKind },
        target: {
          name: this.name,
          creationPolicy: 'Owner',
          // What is gone at the provider stays here until somebody says otherwise: pods that restart would find nothing.
          deletionPolicy: 'Retain',
          ...(type === 'Opaque' ? {} : { template: { type, engineVersion: 'v2' } }),
        },
        data: Object.entries(keys).map(([secretKey, remoteRef]) => ({ secretKey, remoteRef })),
      },
    };
  }

  /** Of pods that read it, or one of its name, wherever they are written. */
  private findings(): Finding[] {
    const { name, namespaceName: namespace, node } = this;
    // No repair lets pods read another Secret.
    if (SynthesisRegistry.of(this).isTrying) return [];
    const { type, keys: values } = this.spec;
    const keys = Object.keys(values);
    const others = this.namesakes();
    return secretsRead(node.root)
      .filter(({ secret, cluster }) => secret === name && cluster === this.cluster.identity.key)
      .filter(({ namespace: other }) => !others.includes(other))
      .flatMap((read) => evaluateRules(EXTERNAL_SECRET_RULES, { secret: name, keys, type, namespace, read }))
      .map((finding) => place(node.path, finding));
  }

  /** Namespaces to which others bring a Secret of this name. */
  private namesakes(): readonly string[] {
    const { name, namespaceName, cluster } = this;
    return SynthesisRegistry.of(this)
      .registered(ExternalSecret.isExternalSecret)
      .filter((other) => other.name === name && other.cluster.identity.key === cluster.identity.key)
      .flatMap((other) => (other.namespaceName === namespaceName ? [] : [other.namespaceName]));
  }
}

checkMethods(ExternalSecret, { key: [textRule('name', "'api-key'")] });
