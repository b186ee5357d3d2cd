/** What is wrong with the way to a host outside the cluster, under the prop that names it; nothing is said of services inside. */
import { evaluateRules } from '../core/evaluate-rules';
import type { UnplacedFinding } from '../core/finding';
import type { Environment } from '../core/rule';
import type { IpFamily } from '../security/outside';
import { hostHasRanges } from './rules/host-has-ranges';

/** Who is wired to it. */
interface WiredClient {
  /** Families of which every public address is opened to it for a host without ranges. */
  readonly opened: readonly IpFamily[];
  readonly environment: Environment;
}

/** A service inside the cluster, or a host outside it. */
interface ReachedService {
  readonly host: string;
  readonly port: number;
  /** It is reached at any public address. */
  readonly overInternet?: boolean;
}

export function hostFindings(prop: string, to: ReachedService | undefined, { opened, environment }: WiredClient): UnplacedFinding[] {
  if (to?.overInternet !== true) return [];
  const { host, port } = to;
  return evaluateRules([hostHasRanges], { prop, host, port, ranges: [], opened }, { environment });
}
