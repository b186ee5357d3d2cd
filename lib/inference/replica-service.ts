import { physicalName } from '../core/names';
import { objectLabels } from '../security/labels';
import { ServiceV1 } from '../terraform/kubernetes';
import type { PoolPlace } from './pool-resources';
import { API_PORT_NAME } from './serving-ports';

const CHILD = 'replicas';

/** A headless service: its name resolves to the addresses of all ready pods. Makes it once and returns its name. */
export function renderReplicaService({ scope, stack, workload, port }: Omit<PoolPlace, 'atSynthesis'>, pool: string): string {
  const name = physicalName([pool, CHILD]);
  if (scope.node.tryFindChild(CHILD) !== undefined) return name;
  new ServiceV1(scope, CHILD, {
    metadata: { name, namespace: workload.namespace.name, labels: objectLabels(pool, 'inference', stack.node.id) },
    spec: {
      clusterIp: 'None',
      selector: { ...workload.selector },
      port: [{ name: API_PORT_NAME, port, targetPort: API_PORT_NAME, protocol: 'TCP' }],
    },
    waitForLoadBalancer: false,
    dependsOn: [workload.namespace.resource],
  });
  return name;
}
