/** What is wrong with the way to a host outside the cluster, under the prop that names it; nothing is said of services inside. */
import { evaluateRules } from '../core/evaluate-rules';
import type { UnplacedFinding } from '../core/finding';
import type { Environment } from '../core/rule';
import { ExternalHost } from './external-host';
import { hostHasRanges } from './rules/host-has-ranges';

/** Who is wired to it. */
interface WiredClient {
  /** The network plugin opens names of hosts to it, and not addresses alone. */
  readonly byName: boolean;
  readonly environment: Environment;
}

export function hostFindings(prop: string, to: unknown, { byName, environment }: WiredClient): UnplacedFinding[] {
  if (!ExternalHost.isExternalHost(to)) return [];
  return evaluateRules([hostHasRanges], { prop, host: to.host, ranges: to.ranges, byName }, { environment });
}
