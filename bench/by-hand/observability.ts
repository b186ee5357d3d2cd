/** The dashboard, and every custom object of the fleet in one local chart: secrets, Postgres, scaling, scrapes, rules. */
import { join } from 'node:path';
import { Release } from '@cdktf/provider-helm/lib/release';
import { ConfigMapV1 } from '@cdktf/provider-kubernetes/lib/config-map-v1';
import { AssetType, TerraformAsset } from 'cdktf';
import { NAMESPACE, type Place } from './namespace';
import { textFile } from './text-file';

export function dashboard({ stack, namespace }: Place): void {
  new ConfigMapV1(stack, 'dashboard', {
    metadata: {
      name: 'observability-dashboard',
      namespace: NAMESPACE,
      labels: {
        'app.kubernetes.io/name': 'observability',
        'app.kubernetes.io/managed-by': 'cdktf-agent-fleet',
        grafana_dashboard: '1',
      },
      annotations: { grafana_folder: 'Agent fleets' },
    },
    data: { 'observability.json': textFile('dashboard.json') },
    dependsOn: [namespace],
  });
}

export function customObjects({ stack, namespace }: Place): void {
  const chart = new TerraformAsset(stack, 'objects-chart', { path: join(__dirname, 'files/objects-chart'), type: AssetType.DIRECTORY });
  new Release(stack, 'objects', {
    name: 'research-objects',
    namespace: NAMESPACE,
    chart: `\${path.module}/${chart.path}`,
    values: [textFile('custom-objects.json')],
    wait: false,
    skipCrds: true,
    maxHistory: 5,
    dependsOn: [namespace],
  });
}
