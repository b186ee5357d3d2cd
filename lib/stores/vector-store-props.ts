import { z } from 'zod';
import { formatInteger } from '../core/format';
import { diskGiB, MOST_DISK_GIB } from '../core/kubernetes/disk-size';
import { dnsLabel } from '../core/kubernetes/dns-label';
import { portNumber } from '../core/kubernetes/port';
import { cpuQuantity } from '../core/kubernetes/quantity';
import { storageClassName } from '../core/kubernetes/storage-class-name';
import { alsoCalled } from '../core/meant';
import { takesProps } from '../core/prop-homes';
import { branded, wholeNumber } from '../core/schema';
import { existingSecretSchema, type SecretRef, secretRefSchema } from '../core/secret-ref';
import { Cluster } from '../platform/cluster';
import { cpuNodePoolsSchema } from '../platform/cpu-node-pools';
import { type Namespace, namespaceSchema } from '../security/namespace';
import { type ExistingEndpointProps, endpointShape, hasOnePlace, hasPods, ONE_PLACE, PODS_NEEDED } from './existing-endpoint';
import type { VectorLoad } from './vector-load';
import { type GivenRoom, qdrantRoom } from './vector-room';

/** What a vector store shall hold. */
export interface VectorLoadProps {
  /** Numbers in one vector: what the embedding model gives. A fleet whose `embeddings` give others is refused (AF-CPU-020). */
  readonly dimensions: number;
  /** Vectors at most; memory and disk follow from it. */
  readonly vectors: number;
  /**
   * Text and metadata beside each vector, bytes.
   * @default 2000, assumed: a chunk of about 500 tokens
   */
  readonly payloadBytes?: number;
}

/** Props of a `VectorStore`. */
export interface VectorStoreProps extends VectorLoadProps {
  /** Cluster the store runs on. */
  readonly cluster: Cluster;
  /**
   * Node pools of the cluster, by name, on which the pod runs: the first with room is taken, and their taints are tolerated, e.g. `['data']`.
   * @default - `cpuNodePools` of the cluster; without those any CPU nodes without taints
   */
  readonly cpuNodePools?: readonly string[];
  /**
   * Name of the StatefulSet and the Service, at most 52 characters, independent of the id of the construct: with a name the id can change and everything on
   * the cluster keeps its name.
   * @default - the id of the construct
   */
  readonly name?: string;
  /**
   * API key of the store.
   * @default - drawn once inside the cluster: SecretRef.generated('<name>-auth')
   */
  readonly apiKey?: SecretRef;
  /**
   * Memory of the pod, GiB.
   * @default - vectors × dimensions × 4 bytes × 1.5 (Qdrant documentation, "Capacity Planning"), and 1 GiB for the server, which is assumed
   */
  readonly memoryGiB?: number;
  /**
   * Disk, GiB. It can grow later, where the storage class allows it, but not shrink: neither by a smaller value nor, where it is left out, by fewer vectors.
   * @default - twice the vectors with index and payload, and 1 GiB for the log: segments are rewritten beside the old ones; assumed
   */
  readonly storageGiB?: number;
  /**
   * Storage class of the claim; block storage, as Qdrant asks for.
   * @default - the default class of the cluster
   */
  readonly storageClass?: string;
  /**
   * CPU request of the pod.
   * @default '1'
   */
  readonly cpu?: string;
  /**
   * Terraform refuses to destroy the data of this store, and to replace it when a prop changes that cannot change in place (`storageClass`, `name`,
   * `namespace`, a smaller disk).
   * The claim of a store that is no longer in the program, or has another id, stays on the cluster, and the store takes it again when it comes back
   * (docs/guides/data.md). To give it up: set this to false, deploy, then change or destroy.
   * @default true
   */
  readonly deletionProtection?: boolean;
  /**
   * Namespace of the store (a name makes it, `Namespace.existing(…)` uses one); its clients must be in the same to read the key.
   * @default - the id of the stack
   */
  readonly namespace?: string | Namespace;
}

/** Qdrant takes no longer vectors (its REST API, `VectorParams.size`). */
const MOST_DIMENSIONS = 65_536;
/** An HNSW index of pgvector takes no longer vectors (README of pgvector 0.8, "HNSW"). */
const MOST_INDEXED = 2_000;

const loadShape = (most: number) => ({
  dimensions: wholeNumber(1, most),
  vectors: wholeNumber(1, 100_000_000_000),
  payloadBytes: wholeNumber(0, 100_000_000).default(2_000),
});

/** One pod holds a store: no server has more memory. */
const MOST_MEMORY_GIB = 12_288;

/** For `superRefine`: memory and disk that follow from the vectors are those of a server that there is. */
function onOneServer(spec: VectorLoad & GivenRoom, context: z.RefinementCtx): void {
  const { memoryGiB, storageGiB } = qdrantRoom(spec);
  const found = [
    { what: 'memory', needs: memoryGiB, most: MOST_MEMORY_GIB, given: spec.memoryGiB },
    { what: 'disk', needs: storageGiB, most: MOST_DISK_GIB, given: spec.storageGiB },
  ].find(({ needs, most, given }) => given === undefined && needs > most);
  if (found === undefined) return;
  const { what, needs, most } = found;
  const message = `expected fewer vectors: one server would hold ${formatInteger(needs)} GiB of ${what}, and none has more than ${formatInteger(most)}`;
  context.addIssue({ code: 'custom', path: ['vectors'], input: spec.vectors, message });
}

export const vectorStoreSchema = z
  .strictObject({
    ...loadShape(MOST_DIMENSIONS),
    cluster: branded<Cluster>(Cluster.isCluster, 'a Cluster, e.g. Cluster.fromKubeconfig({ context })'),
    cpuNodePools: cpuNodePoolsSchema,
    name: dnsLabel.optional(),
    apiKey: secretRefSchema.optional(),
    memoryGiB: alsoCalled(z.number().min(0.25).max(MOST_MEMORY_GIB).optional(), 'memory', 'resources'),
    storageGiB: alsoCalled(diskGiB().optional(), 'sizeGiB', 'size', 'diskGiB', 'disk', 'storage'),
    storageClass: storageClassName.optional(),
    cpu: cpuQuantity.default('1'),
    deletionProtection: z.boolean().default(true),
    namespace: namespaceSchema.optional(),
  })
  .superRefine(onOneServer);
takesProps('VectorStore', vectorStoreSchema);

export interface VectorStoreSpec extends z.output<typeof vectorStoreSchema> {}

export const pgvectorSchema = z.strictObject(loadShape(MOST_INDEXED));

/** Props of a Qdrant that exists already. */
export interface ExistingVectorStoreProps extends ExistingEndpointProps {
  /**
   * Port of its REST API.
   * @default 6333
   */
  readonly port?: number;
  /**
   * API key, as a Secret in the namespace of the clients.
   * @default - none: the server asks for none
   */
  readonly apiKey?: SecretRef;
  /**
   * The server speaks TLS.
   * @default false
   */
  readonly tls?: boolean;
  /**
   * Numbers in one vector of its collections.
   * @default - unknown: it is not compared with what the embedding model gives
   */
  readonly dimensions?: number;
}

export const existingVectorStoreSchema = z
  .strictObject({
    ...endpointShape,
    port: portNumber.default(6333),
    apiKey: existingSecretSchema.optional(),
    tls: z.boolean().default(false),
    dimensions: wholeNumber(1, MOST_DIMENSIONS).optional(),
  })
  .refine(hasOnePlace, ONE_PLACE)
  .refine(hasPods, PODS_NEEDED);

export interface ExistingVectorStoreSpec extends z.output<typeof existingVectorStoreSchema> {}
