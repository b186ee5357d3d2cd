/** Which agents keep state of their own in which database of a state store or a session store, however many objects lead there. */
import type { IConstruct } from 'constructs';
import { parseImage } from '../core/kubernetes/image-reference';
import { SecretRef } from '../core/secret-ref';
import type { Workload } from '../security/workload';
import { SynthesisRegistry } from '../terraform/synthesis-registry';
import { type ISessionStore, type IStateStore, keepsState } from './contract';
import { databaseKey } from './database-users';
import { serverKey } from './server-key';

const KEEPERS = Symbol.for('cdktf-agent-fleet.StateKeepers');

/** Agents that keep state of their own. */
export interface StateKeeper {
  /** Path of the construct. */
  readonly path: string;
  readonly name: string;
  readonly image: string;
  /** Framework whose tables and keys they are. */
  readonly framework: string;
  /** Name of the fleet that they are of; null for a runtime by itself. */
  readonly fleet: string | null;
  /** Path of the stack. */
  readonly stack: string;
}

interface Kept {
  readonly of: () => StateKeeper;
  /** Patterns of its keys. */
  readonly keys: () => readonly string[];
}

export class StateKeepers {
  static of(scope: IConstruct): StateKeepers {
    const root = scope.node.root as IConstruct & { [KEEPERS]?: StateKeepers };
    root[KEEPERS] ??= new StateKeepers();
    return root[KEEPERS];
  }

  private readonly byPlace = new Map<string, Map<string, Kept>>();

  /** @param keeper asked for when the app is synthesized */
  add(store: IStateStore | ISessionStore, client: Workload, keeper: () => StateKeeper): void {
    this.in(store, client).set(client.owner.node.path, { of: keeper, keys: () => keysOf(store, client) });
    SynthesisRegistry.of(client.owner).changed();
  }

  /** Undefined for whoever reads and writes there without state of its own, e.g. a tool. */
  own(store: IStateStore | ISessionStore, client: Workload): StateKeeper | undefined {
    return this.in(store, client).get(client.owner.node.path)?.of();
  }

  /** Other programs that keep state in the same place under the same names. Of two the later one is told of the other. */
  beside(store: IStateStore | ISessionStore, client: Workload): readonly StateKeeper[] {
    const { path } = client.owner.node;
    const kept = this.in(store, client);
    const own = kept.get(path);
    if (own === undefined) return [];
    const earlier = [...kept.values()].slice(0, [...kept.keys()].indexOf(path));
    return earlier.filter((other) => meet(own.keys(), other.keys())).flatMap((other) => (isOne(own.of(), other.of()) ? [] : other.of()));
  }

  private in(store: IStateStore | ISessionStore, client: Workload): Map<string, Kept> {
    const place = placeOf(store, client);
    const kept = this.byPlace.get(place) ?? new Map<string, Kept>();
    this.byPlace.set(place, kept);
    return kept;
  }
}

const EVERY_KEY = '*';

const keysOf = (store: IStateStore | ISessionStore, client: Workload): readonly string[] =>
  keepsState(store) ? [EVERY_KEY] : (store.keysOf?.(client) ?? [EVERY_KEY]);

const meet = (some: readonly string[], others: readonly string[]): boolean =>
  some.includes(EVERY_KEY) || others.includes(EVERY_KEY) || some.some((key) => others.includes(key));

/** A whole address in a Secret may name any database of its server. */
function placeOf(store: IStateStore | ISessionStore, client: Workload): string {
  const cluster = client.namespace.cluster.key;
  if (keepsState(store)) return `state ${databaseKey(store, cluster)}`;
  const { REDIS_DB = '0', REDIS_URI } = store.clientEnv(client);
  const secret = SecretRef.isSecretRef(REDIS_URI) ? [client.namespace.name, REDIS_URI.name, REDIS_URI.key] : [];
  return JSON.stringify(['sessions', serverKey(store.host, store.port, cluster), REDIS_DB, ...secret]);
}

/** A fleet on several clusters is one, and so are the parts of one program that serve and work for each other: two fleets in one stack, or a fleet and runtimes beside it. */
function isOne(some: StateKeeper, other: StateKeeper): boolean {
  const areFleets = some.fleet !== null && other.fleet !== null;
  if (areFleets && some.fleet === other.fleet) return true;
  return repositoryOf(some.image) === repositoryOf(other.image) && (!areFleets || some.stack === other.stack);
}

/** Of a token, whose text nobody knows yet, the token. */
const repositoryOf = (image: string): string => parseImage(image)?.repository ?? image;
