/** Five operators as releases, each in a namespace of its own. */
import { Release } from '@cdktf/provider-helm/lib/release';
import { NamespaceV1 } from '@cdktf/provider-kubernetes/lib/namespace-v1';
import type { TerraformStack } from 'cdktf';
import { textFile } from './text-file';

interface Operator {
  readonly chart: string;
  readonly namespace: string;
  readonly security: 'restricted' | 'privileged';
  readonly repository: string;
  readonly version: string;
  readonly timeout: number;
}

const PROMETHEUS: Operator = {
  chart: 'kube-prometheus-stack',
  namespace: 'monitoring',
  security: 'privileged',
  repository: 'oci://ghcr.io/prometheus-community/charts',
  version: '88.5.3',
  timeout: 900,
};

const OTHERS: readonly Operator[] = [
  {
    chart: 'keda',
    namespace: 'keda',
    security: 'restricted',
    repository: 'https://kedacore.github.io/charts',
    version: '2.20.2',
    timeout: 600,
  },
  {
    chart: 'gpu-operator',
    namespace: 'gpu-operator',
    security: 'privileged',
    repository: 'https://helm.ngc.nvidia.com/nvidia',
    version: 'v26.7.0',
    timeout: 900,
  },
  {
    chart: 'cloudnative-pg',
    namespace: 'cnpg-system',
    security: 'restricted',
    repository: 'https://cloudnative-pg.github.io/charts',
    version: '0.29.0',
    timeout: 600,
  },
  {
    chart: 'external-secrets',
    namespace: 'external-secrets',
    security: 'restricted',
    repository: 'https://charts.external-secrets.io',
    version: '2.9.0',
    timeout: 600,
  },
];

export function operators(stack: TerraformStack): void {
  const prometheus = release(stack, PROMETHEUS, []);
  for (const operator of OTHERS) release(stack, operator, [prometheus]);
}

function release(stack: TerraformStack, operator: Operator, after: readonly Release[]): Release {
  const { chart, repository, version, timeout } = operator;
  const namespace = new NamespaceV1(stack, `${operator.chart}-namespace`, {
    metadata: {
      name: operator.namespace,
      labels: {
        'app.kubernetes.io/managed-by': 'cdktf-agent-fleet',
        'pod-security.kubernetes.io/enforce': operator.security,
        'pod-security.kubernetes.io/audit': operator.security,
        'pod-security.kubernetes.io/warn': operator.security,
      },
    },
  });
  return new Release(stack, `${chart}-release`, {
    name: chart,
    namespace: operator.namespace,
    chart,
    repository,
    version,
    timeout,
    wait: true,
    maxHistory: 5,
    values: [textFile(`${chart}.json`)],
    dependsOn: [namespace, ...after],
  });
}
