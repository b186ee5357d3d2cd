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
  title: 'Nobody says as whom the pods ask the object store for their weights.',
  why: 'The store answers 403, and the replicas never start.',
  fix: 'Give the pool an identity, or the store credentials.',
  severity: 'error',
  check({ store, hasIdentity }) {
    const { credentials, anonymous, uri } = store;
    if (anonymous === true) return 'not-applicable';
    if (credentials !== undefined || hasIdentity) return 'compliant';
    const scheme = schemeOf(store);
    return [
      {
        prop: 'weights',
        value: uri,
        allowed: `identity of the pool${scheme === 's3' ? ', credentials or anonymous of the store' : ''}`,
        message: `the pods ask ${uri} as nobody: neither an identity nor a key is theirs`,
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
