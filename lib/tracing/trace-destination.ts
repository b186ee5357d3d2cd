/** Where spans leave for: a service of the cluster or a host outside it, whose address, key and certificates are declared there. */
import type { UnplacedFinding } from '../core/finding';
import type { Environment } from '../core/rule';
import { branded } from '../core/schema';
import { openedFamilies } from '../security/outside';
import type { Workload } from '../security/workload';
import { ExternalHost } from '../services/external-host';
import { hostFindings } from '../services/host-findings';
import { InternalService } from '../services/internal-service';
import { readsAllBut } from '../services/unread-parts';

/** What stores or shows traces. Its `key` is what it authenticates with; network policies open the way to it alone. */
export type TraceDestination = InternalService | ExternalHost;

const isDestination = (value: unknown): boolean => InternalService.isInternalService(value) || ExternalHost.isExternalHost(value);

/** Schema of a destination. */
export const destinationSchema = branded<TraceDestination>(
  isDestination,
  "new ExternalHost({ name: 'traces', host: 'otlp.example.com', … }) or new InternalService({ name: 'traces', namespace: 'monitoring', port: 4318 })",
).superRefine(readsAllBut());

/** What is wrong with the way to a destination, under the prop that names it. */
export function destinationFindings(prop: string, to: TraceDestination, from: Workload, environment: Environment): UnplacedFinding[] {
  return hostFindings(prop, to, { opened: openedFamilies(from), environment });
}
