/** Whether pods with an identity reach the host that gives them its tokens. */
import { evaluateRules } from '../core/evaluate-rules';
import type { UnplacedFinding } from '../core/finding';
import { namedEgressRepair, reachesByName } from '../security/outside';
import { IDENTITY_RULES } from '../security/rules';
import type { IService } from '../security/service';
import type { Workload } from '../security/workload';
import type { WorkloadIdentity } from '../security/workload-identity';
import { ExternalHost } from '../services/external-host';

interface Identified {
  readonly identity?: WorkloadIdentity | undefined;
  readonly internet?: boolean | undefined;
  readonly services?: readonly IService[] | undefined;
}

export function identityFindings({ identity, internet = false, services = [] }: Identified, pods: Workload): UnplacedFinding[] {
  if (identity === undefined) return [];
  const reachesOutside = internet || reachesByName(pods) || services.some(ExternalHost.isExternalHost);
  return evaluateRules(IDENTITY_RULES, { issuer: identity.issuer, reachesOutside, opens: [...namedEgressRepair(pods), 'internet: true'] });
}
