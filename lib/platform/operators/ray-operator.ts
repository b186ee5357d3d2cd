/** KubeRay: runs the pods of engines on Ray. Its kinds lie in `crds/`, which an uninstall leaves alone. */
import { Pins } from '../../catalog/pins';
import type { OperatorProps } from '../fleet-platform-props';
import { cpuNodeAffinity } from '../placement';
import { mirroredImages, secretList } from './chart-images';
import { mergeValues } from './chart-values';
import type { Operator, OperatorContext } from './operator';

export function rayOperator(props: Omit<OperatorProps, 'namespace'>, { cluster }: OperatorContext): Operator {
  return {
    id: 'ray-operator',
    prop: 'rayOperator',
    releaseName: 'kuberay-operator',
    // Pools open their network to it.
    namespace: 'kuberay-system',
    podSecurity: 'restricted',
    pin: Pins.charts.kuberayOperator,
    webhookPorts: [],
    callers: [],
    timeoutSeconds: 600,
    defaults: mergeValues(mirroredImages('kuberay-operator', cluster), {
      // The values of the chart may name the tag of the night.
      ...(props.version === undefined ? { image: { tag: `v${Pins.charts.kuberayOperator.appVersion}` } } : {}),
      ...(cluster.imagePullSecrets.length === 0 ? {} : { imagePullSecrets: secretList(cluster) }),
      affinity: { nodeAffinity: cpuNodeAffinity() },
    }),
    relied: {},
    overrides: props.values ?? {},
  };
}
