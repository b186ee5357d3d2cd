/** Which state stores of an app write their backups where: two in one place spoil each other's. */
import type { Construct } from 'constructs';
import type { Cluster } from '../platform/cluster';
import { ExternalHost } from '../services/external-host';
import { SynthesisRegistry } from '../terraform/synthesis-registry';
import type { StateStoreSpec } from './state-store-props';

/** A store that may write backups. */
interface Writer extends Construct {
  readonly name: string;
  readonly cluster: Cluster;
  readonly spec: StateStoreSpec;
}

/** Backups of one store beside those of the others, as rules look at them. */
export interface WrittenArchive {
  readonly store: string;
  /** Name in the archive; null where it writes none. */
  readonly serverName: string | null;
  /** Bucket and endpoint, in words. */
  readonly place: string;
  /** Paths of the stores that write under the same name to the same place, made before this one. */
  readonly earlier: readonly string[];
  /** A name that no other store of the app has by default. */
  readonly ownName: string;
}

const WRITERS = new WeakMap<object, Writer[]>();

const writersBeside = ({ node }: Writer): readonly Writer[] => WRITERS.get(node.root) ?? [];

/** Called once for each store of an app, in the order of their making. */
export function writesArchive(store: Writer): void {
  WRITERS.set(store.node.root, [...writersBeside(store), store]);
}

/** Folder of the archive, as the plugin makes it: `<bucket>/<name>`. */
export function archiveOf(store: Writer): WrittenArchive {
  const own = placeOf(store);
  const all = writersBeside(store);
  const before = all.slice(0, Math.max(0, all.indexOf(store)));
  return {
    store: store.name,
    serverName: own?.serverName ?? null,
    place: own === null ? '' : `s3://${own.bucket} of ${own.url}`,
    earlier: own === null ? [] : before.filter((other) => placeOf(other)?.key === own.key).map(({ node }) => node.path),
    ownName: ownNameOf(store),
  };
}

/** A service of a cluster has the address that another one has on another cluster. */
function placeOf(store: Writer) {
  const { backups } = SynthesisRegistry.of(store).specOf(store, store.spec);
  if (backups === undefined) return null;
  const { to, bucket, serverName = store.name } = backups;
  const within = ExternalHost.isExternalHost(to) ? '' : store.cluster.identity.key;
  return { key: JSON.stringify([within, to.url, bucket, serverName]), url: to.url, bucket, serverName };
}

/** The path of a construct is its own in the app. */
const ownNameOf = ({ node }: Writer): string =>
  node.path
    .replaceAll(/[^A-Za-z0-9_.-]+/g, '-')
    .slice(-63)
    .replace(/^[^A-Za-z0-9]+/, '');
