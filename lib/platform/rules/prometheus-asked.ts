/** AF-PLT-002: scaling asks the cluster's address, not the release. */
import type { Rule } from '../../core/rule';
import type { InstalledOperator } from '../platform-view';

export const prometheusAsked: Rule<InstalledOperator> = {
  id: 'prometheus-asked',
  code: 'AF-PLT-002',
  title: 'Prometheus is installed at another address than the one that scaling asks.',
  why: 'The autoscaler finds no metrics and scales nothing.',
  fix: "Leave prometheusUrl out, or declare that the cluster has Prometheus ('existing').",
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
