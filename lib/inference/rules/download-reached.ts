/** AF-PLT-016: the network of the pods is closed to wherever nobody declared a way to. */
import { remove } from '../../core/change';
import { repair } from '../../core/finding';
import { type Rule, type Violation, violations } from '../../core/rule';
import type { LeadingVariable } from '../leading-variable';

export const downloadReached: Rule<readonly LeadingVariable[]> = {
  id: 'download-reached',
  code: 'AF-PLT-016',
  title: 'A variable leads the download of the weights to an address that the network policies of its pods do not open.',
  why: 'The download waits for an answer that never comes, and the replicas never start.',
  fix: 'Declare the proxy on the cluster, name the hub among the hosts that pods reach by name, or keep the weights where no hub is asked.',
  severity: 'error',
  check(variables) {
    if (variables.length === 0) return 'not-applicable';
    return violations(variables.flatMap((variable) => (variable.closed === undefined ? [] : [closed(variable)])));
  },
};

function closed(variable: LeadingVariable): Violation {
  const { name, value, isProxy } = variable;
  return {
    prop: `env.${name}`,
    value,
    allowed: allowed(variable),
    message: `${name} is ${value}, and ${WHY[variable.closed ?? 'not public']}: the download never ends`,
    repairs: isProxy ? proxyRepairs(variable) : hubRepairs(variable),
  };
}

const WHY: Readonly<Record<NonNullable<LeadingVariable['closed']>, string>> = {
  'no address': 'that is no address',
  'not public': 'pods that download reach public addresses on port 443 alone',
  'not named': 'pods that download reach the hosts of namedEgress.modelHub alone',
  'another proxy': 'pods that download reach the proxy of the cluster alone',
};

const proxyRepairs = ({ value, name, closed: why }: LeadingVariable) =>
  why === 'no address' || why === 'another proxy'
    ? [repair(remove(`env.${name}`))]
    : [`proxy: { https: '${value}', cidrs: ['<addresses of the proxy>/32'] } on the Cluster, and remove env.${name}`];

function hubRepairs({ host, closed: why }: LeadingVariable): string[] {
  const elsewhere = [
    "Weights.existingClaim('…'), filled from the mirror beforehand",
    "Weights.objectStore({ uri: 's3://bucket/path', service: … })",
  ];
  return why === 'not named' ? [`namedEgress: { policies: 'cilium', modelHub: ['${host}'] } on the Cluster`, ...elsewhere] : elsewhere;
}

function allowed({ closed: why }: LeadingVariable): string {
  if (why === 'not named') return 'a host of namedEgress.modelHub of the cluster';
  return why === 'another proxy' ? 'the proxy of the cluster' : 'https:// and a host with public addresses, on port 443';
}
