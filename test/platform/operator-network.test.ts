/** Who may call the pods of operators, and what Grafana's sidecar may read. */
import { FleetPlatform } from '../../lib/platform/fleet-platform';
import type { FleetPlatformProps } from '../../lib/platform/fleet-platform-props';
import { StateStore } from '../../lib/stores/state-store';
import { manifest, pool, research } from '../setup/research-stack';

const platform = (props: Partial<FleetPlatformProps> = {}) =>
  research(({ stack, cluster }) => void new FleetPlatform(stack, 'platform', { cluster, ...props }));

interface Rule {
  readonly from?: readonly object[];
  readonly ports?: readonly { readonly port: unknown }[];
}

function rulesOf(namespace: string, props: Partial<FleetPlatformProps> = {}): Record<string, readonly Rule[]> {
  const policies = platform(props)
    .manifests()
    .filter(({ kind, metadata }) => kind === 'NetworkPolicy' && metadata.namespace === namespace);
  return Object.fromEntries(policies.map(({ metadata, spec }) => [metadata.name, (spec as { ingress?: Rule[] }).ingress ?? []]));
}

test.each(['keda', 'external-secrets', 'cnpg-system', 'gpu-operator', 'monitoring'])(
  'the namespace %s is closed by default',
  (namespace) => {
    expect(rulesOf(namespace)['default-deny-ingress']).toEqual([]);
    expect(Object.keys(rulesOf(namespace))).toEqual(expect.arrayContaining(['from-itself', 'from-prometheus']));
  },
);

test('the API server reaches webhooks, which it calls from outside of every namespace', () => {
  expect(rulesOf('keda')['to-webhooks']?.[0]?.ports?.map(({ port }) => Number(port))).toEqual([6443, 9443]);
  expect(rulesOf('gpu-operator')).not.toHaveProperty('to-webhooks');
});

test('the autoscaler asks Prometheus, wherever it runs, and named namespaces reach Grafana', () => {
  expect(rulesOf('monitoring')).toHaveProperty('from-keda-9090');
  expect(rulesOf('monitoring', { keda: { namespace: 'scaling' } })).toHaveProperty('from-scaling-9090');
  expect(rulesOf('monitoring', { prometheus: { callers: ['ingress-nginx'] } })).toHaveProperty('from-ingress-nginx-3000');
});

test('the sidecar of Grafana reads config maps and no Secret', () => {
  const template = platform();
  expect(manifest<{ rules: unknown }>(template, 'ClusterRole', 'agent-fleet-dashboard-reader').rules).toEqual([
    { apiGroups: [''], resources: ['configmaps'], verbs: ['get', 'watch', 'list'] },
  ]);
  const values = JSON.stringify(template.json);
  expect(values).toContain('\\"useExistingClusterRole\\": \\"agent-fleet-dashboard-reader\\"');
  expect(values.match(/\\"resource\\": \\"configmap\\"/g)).toHaveLength(2);
});

describe('what a cluster says of itself narrows the policies', () => {
  const egress = (options: Parameters<typeof research>[1]) => {
    const template = research(({ stack, cluster }) => void new StateStore(stack, 'state', { cluster }), options);
    return (manifest(template, 'NetworkPolicy', 'state-to-kubernetes-api')['spec'] as { egress: { to?: unknown }[] }).egress[0]?.to;
  };

  test('addresses of the API server', () => {
    expect(egress({ apiServerCidrs: ['10.0.0.2/32'] })).toEqual([{ ipBlock: { cidr: '10.0.0.2/32' } }]);
    expect(egress({})).toBeUndefined();
  });

  test('labels of Prometheus', () => {
    const from = (options: Parameters<typeof research>[1]) => {
      const template = research((setting) => void pool(setting, 'llama'), options);
      return (
        manifest(template, 'NetworkPolicy', 'llama-from-monitoring-8000')['spec'] as { ingress: { from: { podSelector: object }[] }[] }
      ).ingress[0]?.from[0]?.podSelector;
    };
    expect(from({})).toEqual({ matchLabels: { 'app.kubernetes.io/name': 'prometheus' } });
    expect(from({ prometheusLabels: { app: 'vmagent' } })).toEqual({ matchLabels: { app: 'vmagent' } });
  });
});
