/** External Secrets: generates and fetches secrets inside the cluster, so that none passes through Terraform. */
import { Pins } from '../../catalog/pins';
import type { OperatorProps } from '../fleet-platform-props';
import { cpuNodeAffinity } from '../placement';
import { mirrored, type Operator, type OperatorContext } from './operator';

const IMAGE = 'ghcr.io/external-secrets/external-secrets';

export function externalSecretsOperator(props: OperatorProps, { cluster, monitored }: OperatorContext): Operator {
  const image = cluster.registryMirror === undefined ? {} : { image: mirrored(cluster, IMAGE) };
  return {
    id: 'external-secrets',
    prop: 'externalSecrets',
    releaseName: 'external-secrets',
    namespace: props.namespace ?? 'external-secrets',
    podSecurity: 'restricted',
    pin: Pins.charts.externalSecrets,
    webhookPorts: [10250],
    callers: [],
    timeoutSeconds: 600,
    defaults: {
      ...image,
      webhook: { ...image },
      certController: { ...image },
      serviceMonitor: { enabled: monitored },
      global: { affinity: { nodeAffinity: cpuNodeAffinity() } },
    },
    // Deleting the kinds would delete every secret that the operator keeps.
    relied: { installCRDs: true, crds: { annotations: { 'helm.sh/resource-policy': 'keep' } } },
    overrides: props.values ?? {},
  };
}
