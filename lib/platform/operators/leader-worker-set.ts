/** LeaderWorkerSet: runs replicas on several nodes as groups of pods. Its kinds lie in `crds/`, which an uninstall leaves alone. */
import { Pins } from '../../catalog/pins';
import type { OperatorProps } from '../fleet-platform-props';
import { mirroredImages, secretList } from './chart-images';
import { placedBy } from './chart-placement';
import { mergeValues } from './chart-values';
import type { Operator, OperatorContext } from './operator';

export function leaderWorkerSetOperator(props: OperatorProps, { cluster, nodes }: OperatorContext): Operator {
  return {
    id: 'leader-worker-set',
    prop: 'leaderWorkerSet',
    releaseName: 'lws',
    namespace: props.namespace ?? 'lws-system',
    podSecurity: 'restricted',
    pin: Pins.charts.leaderWorkerSet,
    webhookPorts: [9443],
    callers: [],
    timeoutSeconds: 600,
    defaults: mergeValues(mirroredImages('lws', cluster), {
      // The values of the chart may name a branch, which is pulled anew at every start.
      image: { manager: { tag: props.version === undefined ? Pins.charts.leaderWorkerSet.appVersion : '', pullPolicy: 'IfNotPresent' } },
      ...(cluster.imagePullSecrets.length === 0 ? {} : { imagePullSecrets: secretList(cluster) }),
      // The restricted level of its namespace asks for a profile, and the chart has none.
      podSecurityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
      ...placedBy(nodes),
    }),
    relied: {},
    overrides: props.values ?? {},
  };
}
