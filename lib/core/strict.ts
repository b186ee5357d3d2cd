/** What is not known is a warning, and an error on a `strict` cluster. */
import type { Finding } from './finding';

/** The finding as a strict cluster takes it: an error where it says that something is not known, with a repair that gives the answer up. */
export function strictly(finding: Finding): Finding {
  if (finding.uncertain !== true || finding.severity === 'error') return finding;
  return {
    ...finding,
    severity: 'error',
    message: `${finding.message}; the cluster is strict, so what is not known is refused`,
    repairs: [...finding.repairs, 'strict: false on the cluster'],
  };
}
