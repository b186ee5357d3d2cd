/** Rows of what agents reach and the library does not make; each is wired to a runtime of its own. */
import { type ExternalHostProps, type InternalServiceProps, SecretRef } from 'cdktf-agent-fleet';
import type { Rows } from './row';

const [OLD_KEY, NEW_KEY] = [SecretRef.existing('old', 'key'), SecretRef.existing('new', 'key')];

export const INTERNAL_SERVICE: InternalServiceProps = { name: 'vectors', namespace: 'qdrant', port: 6333 };

export const INTERNAL_SERVICE_ROWS: Rows<InternalServiceProps> = {
  name: { after: { name: 'memories' } },
  namespace: { after: { namespace: 'vector-stores' } },
  service: { after: { service: 'qdrant' } },
  port: { after: { port: 6334 } },
  podPort: { after: { podPort: 16_333 } },
  podLabels: { before: { podLabels: { app: 'qdrant' } }, after: { podLabels: { app: 'qdrant', tier: 'agents' } } },
  scheme: { after: { scheme: 'https' } },
  path: { after: { path: '/v1' } },
  env: { before: { env: { QDRANT_HOST: 'host' } }, after: { env: { QDRANT_URL: 'url' } } },
  key: { before: { key: OLD_KEY }, after: { key: NEW_KEY } },
  mcp: { after: { mcp: true } },
  // The policy goes into a namespace that somebody else makes.
  admitClients: {
    before: { podLabels: { app: 'qdrant' }, namespace: 'agents' },
    after: { podLabels: { app: 'qdrant' }, namespace: 'agents', admitClients: true },
  },
};

export const EXTERNAL_HOST: ExternalHostProps = { name: 'crm', host: 'crm.example.com' };

export const EXTERNAL_HOST_ROWS: Rows<ExternalHostProps> = {
  name: { after: { name: 'customers' } },
  host: { after: { host: 'crm.example.org' } },
  port: { before: { cidrs: ['203.0.113.0/24'] }, after: { cidrs: ['203.0.113.0/24'], port: 8443 } },
  cidrs: { after: { cidrs: ['203.0.113.0/24', '2001:db8::/32'] } },
  scheme: { after: { scheme: 'http' } },
  path: { after: { path: '/api' } },
  env: { after: { env: { CRM_ADDRESS: 'address' } } },
  key: { before: { key: OLD_KEY }, after: { key: NEW_KEY } },
  mcp: { after: { mcp: true } },
};
