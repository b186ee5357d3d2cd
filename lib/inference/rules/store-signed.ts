/** AF-PLT-014: a store answers nobody it does not know. */
import type { Rule } from '../../core/rule';
import { schemeOf } from '../object-store';
import type { StreamingPods } from '../streaming-pods';

const IDENTITY = {
  s3: "identity: WorkloadIdentity.aws({ roleArn: '…' })",
  gs: "identity: WorkloadIdentity.google({ serviceAccount: '…' })",
  az: "identity: WorkloadIdentity.azure({ clientId: '…' })",
} as const;

export const storeSigned: Rule<StreamingPods> = {
  id: 'store-signed',
  code: 'AF-PLT-014',
  title: 'Nobody says as whom the pods ask the object store for their weights, or the identity of the pool is that of another cloud.',
  why: 'The store answers 403, and the replicas never start.',
  fix: 'Give the pool an identity of the cloud of the store, or the store credentials.',
  severity: 'error',
  check({ store, knownTo }) {
    const { credentials, anonymous, uri } = store;
    if (anonymous === true) return 'not-applicable';
    const scheme = schemeOf(store);
    if (credentials !== undefined || knownTo === 'any' || knownTo === scheme) return 'compliant';
    return [
      {
        prop: 'weights',
        value: uri,
        allowed: `identity of the pool${scheme === 's3' ? ', credentials or anonymous of the store' : ''}`,
        message:
          knownTo === undefined
            ? `the pods ask ${uri} without credentials: they have neither an identity nor a key`
            : `the pods ask ${uri} without credentials: their identity is that of another cloud`,
        repairs: [
          IDENTITY[scheme],
          ...(scheme === 's3'
            ? ["credentials: { accessKeyId: SecretRef.existing('weights', 'id'), secretAccessKey: SecretRef.existing('weights', 'key') }"]
            : []),
        ],
      },
    ];
  },
};
