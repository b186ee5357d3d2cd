/** AF-PLT-002: scaling asks the cluster's address, not the release. */
import type { Rule } from '../../core/rule';
import type { InstalledOperator } from '../platform-view';

export const prometheusAsked: Rule<InstalledOperator> = {
  id: 'prometheus-asked',
  code: 'AF-PLT-002',
  title: 'Prometheus is installed where the scaling does not look for it.',
  why: 'The autoscaler finds no metrics and scales nothing.',
  fix: 'Leave prometheusUrl out, or say that Prometheus is there already.',
  severity: 'warning',
  check({ operator: { id, prop, namespace }, prometheusUrl }) {
    if (id !== 'prometheus') return 'not-applicable';
    if (new URL(prometheusUrl).hostname.split('.')[1] === namespace) return 'compliant';
    return [
      {
        prop,
        value: prometheusUrl,
        allowed: `an address in namespace ${namespace}, or ${prop}: 'existing'`,
        message: `Prometheus is installed in namespace ${namespace}, but scaling asks ${prometheusUrl}`,
        repairs: [`${prop}: 'existing'`, 'remove prometheusUrl from the cluster'],
      },
    ];
  },
};
