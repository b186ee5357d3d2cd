/** External Secrets: generates and fetches secrets inside the cluster, so that none passes through Terraform. */
import { Pins } from '../../catalog/pins';
import type { OperatorProps } from '../fleet-platform-props';
import { mirroredImages, secretList } from './chart-images';
import { placedBy } from './chart-placement';
import { mergeValues } from './chart-values';
import type { Operator, OperatorContext } from './operator';
import { selectedBy } from './selected-by';

export function externalSecretsOperator(props: OperatorProps, { cluster, monitored, nodes }: OperatorContext): Operator {
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
    defaults: mergeValues(mirroredImages('external-secrets', cluster), {
      serviceMonitor: { enabled: monitored, ...selectedBy(cluster, 'additionalLabels') },
      global: {
        ...placedBy(nodes),
        ...(cluster.imagePullSecrets.length === 0 ? {} : { imagePullSecrets: secretList(cluster) }),
      },
    }),
    // Deleting the kinds would delete every secret that the operator keeps.
    relied: { installCRDs: true, crds: { annotations: { 'helm.sh/resource-policy': 'keep' } } },
    overrides: props.values ?? {},
  };
}
