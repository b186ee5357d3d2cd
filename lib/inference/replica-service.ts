import { physicalName } from '../core/names';
import { renderService } from '../platform/workload-objects';
import { objectLabels } from '../security/labels';
import type { PoolPlace } from './pool-place';
import { API_PORT_NAME } from './serving-ports';

const CHILD = 'replicas';

/** A headless service: its name resolves to the addresses of all ready pods. Makes it once and returns its name. */
export function renderReplicaService(
  { scope, stack, workload, port }: Omit<PoolPlace, 'atSynthesis' | 'images'>,
  pool: string,
  selector: Readonly<Record<string, string>>,
): string {
  const name = physicalName([pool, CHILD]);
  if (scope.node.tryFindChild(CHILD) !== undefined) return name;
  const metadata = { name, namespace: workload.namespace.name, labels: objectLabels(pool, 'inference', stack.node.id, workload) };
  renderService({ scope, workload, metadata }, { name: API_PORT_NAME, port }, { headless: true, id: CHILD, selector });
  return name;
}
