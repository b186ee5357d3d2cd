/** KubeRay: runs the pods of engines on Ray. Its kinds lie in `crds/`, which an uninstall leaves alone. */
import { Pins } from '../../catalog/pins';
import type { OperatorProps } from '../fleet-platform-props';
import { mirroredImages, secretList } from './chart-images';
import { placedBy } from './chart-placement';
import { mergeValues } from './chart-values';
import type { Operator, OperatorContext } from './operator';

export function rayOperator(props: Omit<OperatorProps, 'namespace'>, { cluster, nodes }: OperatorContext): Operator {
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
      ...placedBy(nodes),
    }),
    relied: {},
    overrides: props.values ?? {},
  };
}
