/** The contract of everything that pods may be wired to: where it is, what its clients read, and how the network is opened. */
import type { SecretRef } from '../core/secret-ref';
import { isStartable, type Startable } from '../terraform/startable';
import type { DataPlace, DataSender } from './residency/data-place';
import { Volume } from './volume';
import type { Workload } from './workload';

/**
 * A service that agents, routers and tools use: made by this library, `fromExisting`, or your own. Pass it in `services` of a runtime: its
 * variables are set and the network is opened to it, and to nothing else. Hold your own against `serviceProblems` of
 * `cdktf-agent-fleet/testing`.
 */
export interface IService {
  /** What it is, e.g. `router`, `session-store`. */
  readonly kind: string;
  /** DNS name or address at which clients find it. */
  readonly host: string;
  readonly port: number;
  /** Variables by which a client finds the service and authenticates; whatever is secret is a reference. The same client always gets the same. */
  clientEnv(client: Workload): Readonly<Record<string, string | SecretRef>>;
  /**
   * Its clients reach it at any public address: behind a proxy they get the variables of the proxy.
   * @default false
   */
  readonly overInternet?: boolean;
  /**
   * What its clients mount, e.g. certificates to check it by; variables of `clientEnv` say where. The same volume for two services is mounted once.
   * @default - nothing
   */
  readonly volumes?: readonly Volume[] | undefined;
  /** Opens the network from a client to the service, in the policies of both sides. Once for each client: asked again, it changes nothing. */
  admit(client: Workload): void;
  /**
   * Resources of Terraform that it consists of, e.g. its Deployment: they are made before its clients and destroyed after them. A client in another stack puts that
   * stack after theirs. Asked once for each client, when that is made.
   * @default - not known: its clients wait for nothing of it
   */
  readonly resources?: readonly Startable[] | undefined;
  /**
   * Its entry in a variable that lists services of its kind as JSON, by name, e.g. all MCP servers of a client in `MCP_SERVERS`.
   * @default - in none
   */
  readonly listed?: ServiceEntry | undefined;
  /**
   * What it calls itself, where that is known: tools on GPUs behind it are watched with the fleets that use it.
   * @default - not known
   */
  readonly services?: readonly IService[] | undefined;
  /**
   * Where data of its clients lies, and where it goes on to; asked when the app is synthesized.
   * @default - not known, so roles with `dataResidency` may not be wired to it (AF-RES-001)
   */
  dataPlace?(sender: DataSender): DataPlace;
}

/** One service among those of its kind. */
export interface ServiceEntry {
  /** Variable that holds all of them, e.g. `MCP_SERVERS`. */
  readonly variable: string;
  /** Name of this one. */
  readonly name: string;
  /** What clients read of it, e.g. its URL. */
  readonly value: string;
}

/** Recognises a service by what it can do, so that a user's own is one. */
export function isService(value: unknown): value is IService {
  if (typeof value !== 'object' || value === null) return false;
  const { kind, host, port, clientEnv, admit, listed, volumes, resources } = value as Partial<Record<keyof IService, unknown>>;
  return (
    [kind, host].every((text) => typeof text === 'string') &&
    typeof port === 'number' &&
    [clientEnv, admit].every((act) => typeof act === 'function') &&
    (listed === undefined || isEntry(listed)) &&
    (volumes === undefined || (Array.isArray(volumes) && volumes.every(Volume.isVolume))) &&
    (resources === undefined || (Array.isArray(resources) && resources.every(isStartable)))
  );
}

function isEntry(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const entry = value as Partial<Record<keyof ServiceEntry, unknown>>;
  return [entry.variable, entry.name, entry.value].every((text) => typeof text === 'string');
}

/** A guard for services of one kind. */
export function isServiceOf(kind: string): (value: unknown) => boolean {
  // The kind first: what else makes a service takes a look at all resources that it consists of.
  return (value) => (value as Partial<IService> | null | undefined)?.kind === kind && isService(value);
}
