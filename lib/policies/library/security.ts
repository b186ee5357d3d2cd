import type { LibraryRow } from './library-row';
import { SOURCES } from './sources';

export const SECURITY: readonly LibraryRow[] = [
  ['no-remote-code', 'every workload', SOURCES.agentRisks],
  ['host-has-ranges', 'hosts outside of the cluster', SOURCES.agentRisks],
  ['secret-by-reference', 'every workload', SOURCES.podSecurity],
  ['data-stays-inside', 'roles whose data stays in a region', SOURCES.agentRisks],
  ['pods-counted', 'namespaces with a quota', SOURCES.quotas],
  ['images-pinned', 'pods outside of development', SOURCES.pinnedImages],
  ['compliance-checked', 'fleets with compliance: gdpr', SOURCES.dataProtection],
  ['tools-scoped', 'roles with tools', SOURCES.agentRisks],
  ['code-in-sandbox', 'roles that run generated code', SOURCES.agentRisks],
  ['messages-validated', 'fleets whose agents hand work to each other', SOURCES.agentRisks],
  ['users-guarded', 'roles that users wait for', SOURCES.modelRisks],
];
