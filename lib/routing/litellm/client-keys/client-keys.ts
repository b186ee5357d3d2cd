/** One key for each client of a router: agents never hold the master key, with which the router can be read out and changed. */
import type { Construct } from 'constructs';
import { evaluateRules } from '../../../core/evaluate-rules';
import type { UnplacedFinding } from '../../../core/finding';
import { dnsSubdomainOf } from '../../../core/kubernetes/dns-subdomain';
import { shortHash } from '../../../core/names';
import { own } from '../../../core/own';
import { SecretRef } from '../../../core/secret-ref';
import { provideSecret } from '../../../security/generated-secrets';
import { READ_SECRET_RULES } from '../../../security/rules';
import { actingFor, type Workload } from '../../../security/workload';
import type { TerraformStack } from '../../../terraform/engine';
import type { Admission, ClientLoad } from '../../contract';
import { clientLimits, togetherOf } from '../../limits/client-limits';
import type { OutsideClientSpec } from '../../outside-client-props';
import { outsideLoad } from '../../outside-demand';
import { type ClientKeySpec, clientKeySchema } from './client-key-props';

/** LiteLLM refuses keys that do not begin with it. */
export const KEY_PREFIX = 'sk-';

/** The router whose keys they are. */
export interface KeyOwner {
  readonly owner: Construct;
  readonly stack: TerraformStack;
  readonly name: string;
  readonly workload: Workload;
  /** Instances of the router count limits of keys together. */
  readonly isShared: boolean;
  /** What the user says of keys, by client. */
  readonly given: Readonly<Record<string, ClientKeySpec>>;
  /** Clients that are no workloads of the app, by name. */
  readonly outside: Readonly<Record<string, OutsideClientSpec>>;
}

/** A client as the router tells it from others. */
export interface ClientKey {
  /** Name of the workload. */
  readonly client: string;
  /** The workloads, by path; more than one only where two have one name in different namespaces. */
  readonly paths: readonly string[];
  /** Keys that are accepted: that of today first. */
  readonly secrets: readonly SecretRef[];
  readonly spec: ClientKeySpec;
  /** What it admits. */
  readonly limits: Admission;
  /** How it comes in; undefined for workloads of the app alone. */
  readonly outside: OutsideClientSpec | undefined;
  /** What its fleet plans; undefined where nobody says. */
  readonly load: ClientLoad | undefined;
}

export class ClientKeys {
  private readonly clients = new Map<string, Set<Workload>>();
  /** By their names: they are asked for each time that a client comes. */
  private readonly refs = new Map<string, SecretRef>();
  private readonly loads = new Map<string, Map<string, () => ClientLoad>>();

  constructor(private readonly router: KeyOwner) {
    for (const [client, spec] of Object.entries(router.outside)) {
      this.clients.set(client, new Set());
      this.draw(client);
      const load = outsideLoad(spec);
      if (load !== undefined) this.loads.set(client, new Map([['outside of the app', () => load]]));
    }
  }

  /** The key that a client sends. */
  of({ name }: Workload): SecretRef {
    return this.secretsOf(name)[0] as SecretRef;
  }

  /** Draws the keys of a client, once. False where it is known already. */
  admit(workload: Workload): boolean {
    const client = actingFor(workload);
    const known = this.clients.get(client.name);
    const workloads = known ?? new Set<Workload>();
    this.clients.set(client.name, workloads.add(client));
    if (known !== undefined) return false;
    this.draw(client.name);
    return true;
  }

  /** What a client is planned to ask. */
  expect({ name, owner }: Workload, load: () => ClientLoad): void {
    const ofName = this.loads.get(name) ?? new Map<string, () => ClientLoad>();
    this.loads.set(name, ofName.set(owner.node.path, load));
  }

  /** By name, so that the order in which clients come changes nothing. */
  all(): ClientKey[] {
    return [...this.clients.entries()]
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([client, workloads]) => {
        const [spec, load] = [this.specOf(client), this.loadOf(client)];
        const paths = [...workloads].map(({ owner }) => owner.node.path);
        return {
          client,
          paths,
          secrets: this.secretsOf(client),
          spec,
          load,
          limits: clientLimits(spec, load, this.router.isShared),
          outside: own(this.router.outside, client),
        };
      });
  }

  /** Variables of the router's pods, by which it knows the keys. */
  variables(): Record<string, SecretRef> {
    return Object.fromEntries(this.all().flatMap(({ secrets }) => secrets.map((secret) => [keyVariable(secret), secret])));
  }

  /** Clients that cannot read their key, because it is drawn in another namespace. */
  findings(): UnplacedFinding[] {
    const { owner, workload } = this.router;
    return [...this.clients.values()].flatMap((workloads) =>
      [...workloads].flatMap((client) => {
        const secret = this.of(client);
        if (secret.origin !== 'generated') return [];
        return evaluateRules(READ_SECRET_RULES, {
          secret: secret.name,
          owner: owner.node.path,
          namespace: workload.namespace.name,
          reader: { path: client.owner.node.path, namespace: client.namespace.name },
        });
      }),
    );
  }

  /** Two workloads of one name have one key, and ask with it together. */
  private loadOf(client: string): ClientLoad | undefined {
    return togetherOf([...(this.loads.get(client)?.values() ?? [])].map((load) => load()));
  }

  private draw(client: string): void {
    const { stack, owner, workload: router } = this.router;
    for (const secret of this.secretsOf(client)) provideSecret(stack, router.namespace, secret, { owner, prefix: KEY_PREFIX });
  }

  private specOf(client: string): ClientKeySpec {
    const { given } = this.router;
    return Object.hasOwn(given, client) ? (given[client] as ClientKeySpec) : clientKeySchema.parse({});
  }

  private secretsOf(client: string): SecretRef[] {
    const { secret, version, acceptedVersions } = this.specOf(client);
    if (secret !== undefined) return [secret];
    return [...new Set([version, ...acceptedVersions])].map((one) => this.drawn(client, one));
  }

  private drawn(client: string, version: number): SecretRef {
    const first = `${this.router.name}-key-${client}`;
    const name = dnsSubdomainOf(version === 1 ? first : `${first}-v${version}`);
    const ref = this.refs.get(name) ?? SecretRef.generated(name);
    this.refs.set(name, ref);
    return ref;
  }
}

export const keyVariable = ({ name, key }: SecretRef): string => `CLIENT_KEY_${shortHash(`${name}/${key}`).toUpperCase()}`;
