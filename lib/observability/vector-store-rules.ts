/** Alerts on the vector stores of fleets: no server, and a volume that fills up. */
import type { ObservedVectorStore } from '../stores/contract';
import { type AlertBody, EVALUATION_INTERVAL, type MakeAlert, type RuleGroup } from './rule';
import { DISK_CRITICAL, DISK_WARNING, volumeFull } from './volume-rules';

export function vectorStoreRules(store: ObservedVectorStore): RuleGroup {
  const { name, namespace, volumes } = store;
  const labels = { namespace, vector_store: name };
  const make: MakeAlert = (alert, severity, body) => ({ alert: `AgentFleet${alert}`, ...body, labels: { ...labels, severity } });
  const full = volumeFull(volumes, { name, kind: 'vector store', whenFull: 'it takes no further vectors' });
  return {
    name: `${name}-vector-store`,
    interval: EVALUATION_INTERVAL,
    rules: [
      make('VectorStoreDown', 'critical', down(store)),
      make('VectorStoreDiskFull', 'warning', full(DISK_WARNING)),
      make('VectorStoreDiskFull', 'critical', full(DISK_CRITICAL)),
    ],
  };
}

const down = ({ name, ready }: ObservedVectorStore): AlertBody => ({
  expr: `(max(${ready}) or vector(0)) == 0`,
  for: '5m',
  annotations: {
    summary: `${name}: the vector store is not ready`,
    description: 'For 5 minutes no pod of the vector store is ready: agents find nothing in their long-term memory and add nothing to it.',
  },
});
