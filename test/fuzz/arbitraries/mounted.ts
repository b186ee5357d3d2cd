/** What is mounted into pods, and under whose name they ask a cloud. */
import { CaBundle, Volume, WorkloadIdentity } from 'cdktf-agent-fleet';
import * as fc from 'fast-check';
import { pick } from './odd';

export const anyVolume = fc.constantFrom(
  Volume.configMap({ name: 'prompts', mountPath: '/etc/prompts' }),
  Volume.secret({ name: 'licences', mountPath: '/etc/licences' }),
  Volume.secret({ name: 'licences', keys: ['spacy.txt'], mountPath: '/etc/spacy' }),
  Volume.claim({ name: 'scratch', mountPath: '/data' }),
);

export const anyCaBundle = pick(CaBundle.configMap({ name: 'company-ca' }), CaBundle.secret({ name: 'company-ca', key: 'root.pem' }));

export const anyIdentity = pick(
  WorkloadIdentity.aws({ roleArn: 'arn:aws:iam::123456789012:role/agents' }),
  WorkloadIdentity.azure({ clientId: '00000000-0000-0000-0000-000000000001' }),
);
