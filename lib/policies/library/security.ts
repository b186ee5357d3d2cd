import type { LibraryRow } from './library-row';
import { SOURCES } from './sources';

export const SECURITY: readonly LibraryRow[] = [
  ['no-remote-code', 'every workload', SOURCES.agentRisks],
  ['host-has-ranges', 'hosts outside of the cluster', SOURCES.agentRisks],
  ['secret-by-reference', 'every workload', SOURCES.podSecurity],
];
