/** AF-SEC-006: a network policy names the API server by its address alone, and nobody said it. */
import type { Rule } from '../../core/rule';
import type { ApiCaller } from '../api-caller';

export const apiServerNamed: Rule<ApiCaller> = {
  id: 'api-server-named',
  code: 'AF-SEC-006',
  title: 'A database may call any address on the ports of the Kubernetes API, because nobody said where the API server is.',
  why: 'A network policy knows the API server by its address alone; without it, what runs in the pods could send data out on 443 and 6443.',
  fix: 'Name the address on the cluster: apiServerCidrs.',
  severity: 'info',
  check({ who, apiServerCidrs }) {
    if (apiServerCidrs.length > 0) return 'compliant';
    return [
      {
        prop: 'cluster.apiServerCidrs',
        value: apiServerCidrs,
        allowed: "the addresses that `kubectl get endpoints kubernetes -n default` prints, e.g. ['10.0.0.2/32']",
        message: `${who} may call any address on ports 443 and 6443: its policy cannot name the API server`,
        repairs: ["apiServerCidrs: ['<address>/32'] on the Cluster"],
      },
    ];
  },
};
