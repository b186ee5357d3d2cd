/** An object store that weights are streamed from: what its address says, who signs the requests, and which hosts are called. Plain values. */
import { z } from 'zod';
import { addressRange } from '../core/kubernetes/address-range';
import { notion } from '../core/notion';
import { branded, wholeNumber } from '../core/schema';
import { type SecretRef, secretRefSchema } from '../core/secret-ref';
import { type IService, isService } from '../security/service';
import { readsAllBut, speaksHttp } from '../services/unread-parts';

/** A store that speaks the protocol of S3: an `InternalService` or an `ExternalHost`. */
export interface IObjectStore extends IService {
  /** Its address with scheme and port, e.g. `http://minio.storage.svc.cluster.local:9000`. */
  readonly url: string;
  /**
   * File with the certificates by which clients check it, in one of its `volumes`.
   * @default - the authorities that the image of the engine trusts
   */
  readonly caFile?: string | undefined;
}

/** Keys of S3 or of a store that speaks its protocol. */
export interface ObjectStoreCredentials {
  /** Id of the key (`AWS_ACCESS_KEY_ID`). */
  readonly accessKeyId: SecretRef;
  /** The key itself (`AWS_SECRET_ACCESS_KEY`). */
  readonly secretAccessKey: SecretRef;
}

/** Weights that the engine reads from an object store while it starts. */
export interface ObjectStoreWeightsProps {
  /**
   * Folder of the checkpoint: `s3://bucket/path`, `gs://bucket/path`, or `az://container/path` of Azure Blob Storage. It holds everything that the engine
   * loads: safetensors files, config.json, tokenizer. A bucket knows no commits: put the revision into the path.
   */
  readonly uri: string;
  /**
   * Region of the bucket, of `s3://` alone; its host is named after it.
   * @default - required for S3 itself; 'us-east-1' for a `service`, which only signs with it
   */
  readonly region?: string;
  /**
   * Storage account, of `az://` alone.
   * @default - required for Azure
   */
  readonly account?: string;
  /**
   * Store of your own that speaks the protocol of S3, of `s3://` alone. Of it the address and the certificates are read, and the network is opened to it; its
   * `env` names variables of other clients. One with a `key` is refused: S3 signs with an id and a key, which are `credentials`.
   * @default - that of the cloud
   */
  readonly service?: IObjectStore;
  /**
   * Address ranges of the store, e.g. of a private endpoint in your network; not beside `service`, which has its own.
   * @default - the hosts of the store by name where the cluster has `namedEgress`, else every public address (AF-SEC-005)
   */
  readonly cidrs?: readonly string[];
  /**
   * Keys, of `s3://` alone.
   * @default - the pods are who `identity` of the pool says
   */
  readonly credentials?: ObjectStoreCredentials;
  /**
   * The bucket is public, and nobody signs; of `s3://` alone.
   * @default false
   */
  readonly anonymous?: boolean;
  /**
   * The files were saved one for each GPU of a replica (`model-rank-0-part-0.safetensors` …), by the engine itself with the same `gpusPerReplica` and `parallelism`: each
   * GPU reads its own files alone. Of `s3://` alone.
   * @default false
   */
  readonly sharded?: boolean;
  /**
   * Connections of each process that reads, 1 … 256.
   * @default 16
   */
  readonly connections?: number;
  /**
   * Rate at which a pod reads the store, MB/s (10⁶ bytes): what a cold start is planned with.
   * @default - as published for that many connections to S3
   */
  readonly readMBps?: number;
}

const SCHEMES = ['s3', 'gs', 'az'] as const;
type Scheme = (typeof SCHEMES)[number];

/** Buckets of S3 and Google Cloud Storage, containers of Azure. No part of the path is empty, begins with a dash, or leads up. */
const URI = /^(?:s3|gs|az):\/\/[a-z0-9][a-z0-9._-]{1,61}[a-z0-9](?:\/[\w.=+@,-]+)*$/;

const isUri = (text: string): boolean =>
  text.length <= 1_024 && URI.test(text) && text.split('/').every((part, index) => index < 3 || !/^(?:\.{1,2}$|-)/.test(part));

const isObjectStore = (value: unknown): boolean => isService(value) && typeof (value as Partial<IObjectStore>).url === 'string';

const region = notion('region', "a region of S3, e.g. 'eu-central-1'", (text) => /^[a-z]{2}(?:-[a-z0-9]+){1,4}$/.test(text));
const account = notion('storage account', 'three to 24 lower-case letters and digits', (text) => /^[a-z0-9]{3,24}$/.test(text));

const KEY_OF_S3 =
  "S3 signs with an id and a key, so say credentials: { accessKeyId: SecretRef.existing('store', 'id'), secretAccessKey: SecretRef.existing('store', 'key') } beside the service";

/** What belongs to S3 and its protocol. */
const OF_S3 = ['region', 'service', 'credentials', 'anonymous', 'sharded'] as const;

export const objectStoreSchema = z
  .strictObject({
    uri: notion('folder of an object store', "'s3://bucket/path', 'gs://bucket/path' or 'az://container/path'", isUri),
    region: region.optional(),
    account: account.optional(),
    service: branded<IObjectStore>(
      isObjectStore,
      "an InternalService or an ExternalHost, e.g. new InternalService({ name: 'minio', namespace: 'storage', port: 9000 })",
    )
      .superRefine(speaksHttp)
      .superRefine(readsAllBut({ key: KEY_OF_S3 }))
      .optional(),
    cidrs: z.array(addressRange).min(1).optional(),
    credentials: z.strictObject({ accessKeyId: secretRefSchema, secretAccessKey: secretRefSchema }).optional(),
    anonymous: z.boolean().optional(),
    sharded: z.boolean().optional(),
    connections: wholeNumber(1, 256).default(16),
    readMBps: z.number().positive().max(1_000_000).optional(),
  })
  .superRefine((store, context) => {
    const scheme = schemeOf(store);
    const say = (prop: string, message: string) => context.addIssue({ code: 'custom', message, path: [prop] });
    if (scheme !== 's3') {
      for (const prop of OF_S3) if (store[prop] !== undefined) say(prop, `expected nothing: ${prop} is of s3:// alone`);
    }
    if (scheme !== 'az' && store.account !== undefined) say('account', 'expected nothing: account is of az:// alone');
    if (scheme === 'az' && store.account === undefined) say('account', "expected the storage account, e.g. 'weights'");
    if (scheme === 's3' && store.service === undefined && store.region === undefined)
      say('region', "expected the region of the bucket, e.g. 'eu-central-1': the host of S3 is named after it");
    if (store.service !== undefined && store.cidrs !== undefined) say('cidrs', 'expected nothing: the service says its own ranges');
    if (store.anonymous === true && store.credentials !== undefined)
      say('credentials', 'expected either credentials or anonymous: nobody signs requests to a public bucket');
  });

/** `ObjectStoreWeightsProps` after their checks. */
export interface ObjectStore extends z.output<typeof objectStoreSchema> {}

export const schemeOf = ({ uri }: Pick<ObjectStore, 'uri'>): Scheme => SCHEMES.find((scheme) => uri.startsWith(`${scheme}://`)) ?? 's3';

export const bucketOf = ({ uri }: Pick<ObjectStore, 'uri'>): string => uri.split('/')[2] ?? '';

/** Public hosts that are called; none where a store of the user is. */
export function storeHosts(store: Pick<ObjectStore, 'uri' | 'region' | 'account' | 'service'>): readonly string[] {
  if (store.service !== undefined) return [];
  const scheme = schemeOf(store);
  if (scheme === 'gs') return ['storage.googleapis.com'];
  return scheme === 'az' ? [`${store.account}.blob.core.windows.net`] : hostsOfS3(bucketOf(store), store.region ?? '');
}

/** A certificate for `*.s3…` holds no name with a further dot, so such a bucket is a part of the path. In the oldest region clients ask the global host, too. */
function hostsOfS3(bucket: string, ofBucket: string): string[] {
  const suffix = ofBucket.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
  const before = bucket.includes('.') ? '' : `${bucket}.`;
  const hosts = [`${before}s3.${ofBucket}.${suffix}`];
  return ofBucket === 'us-east-1' ? [...hosts, `${before}s3.${suffix}`] : hosts;
}
