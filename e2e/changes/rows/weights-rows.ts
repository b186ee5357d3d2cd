/** Rows of weights that are streamed from an object store. */
import { InternalService, type ObjectStoreWeightsProps, SecretRef, WorkloadIdentity } from 'cdktf-agent-fleet';
import type { Rows } from './row';

const keyOf = (secret: string) => ({ accessKeyId: SecretRef.existing(secret, 'id'), secretAccessKey: SecretRef.existing(secret, 'key') });

const OF_S3 = { uri: 's3://weights/llama', region: 'eu-central-1', credentials: keyOf('weights') } as const;
const OF_AZURE = { uri: 'az://weights/llama', account: 'acmeweights' } as const;

/** As whom pods ask Azure; S3 they ask with keys. */
export const STORE_IDENTITY = WorkloadIdentity.azure({ clientId: '00000000-0000-0000-0000-000000000000' });

export const OBJECT_STORE_ROWS: Rows<ObjectStoreWeightsProps> = {
  uri: { before: OF_S3, after: { ...OF_S3, uri: 's3://weights/llama-next' } },
  region: { before: OF_S3, after: { ...OF_S3, region: 'eu-west-1' } },
  account: { before: OF_AZURE, after: { ...OF_AZURE, account: 'acmeweights2' } },
  service: {
    before: OF_S3,
    after: { ...OF_S3, service: new InternalService({ name: 'minio', namespace: 'storage', port: 9000, podLabels: { app: 'minio' } }) },
  },
  cidrs: { before: OF_S3, after: { ...OF_S3, cidrs: ['10.20.0.0/24'] } },
  credentials: { before: OF_S3, after: { ...OF_S3, credentials: keyOf('weights-rotated') } },
  anonymous: { before: OF_S3, after: { uri: OF_S3.uri, region: OF_S3.region, anonymous: true } },
  sharded: { before: OF_S3, after: { ...OF_S3, sharded: true } },
  connections: { before: OF_S3, after: { ...OF_S3, connections: 32 } },
  readMBps: { before: OF_S3, after: { ...OF_S3, readMBps: 2_000 } },
};
