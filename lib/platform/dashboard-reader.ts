/** The role by which Grafana's sidecar finds dashboards in every namespace: config maps only. The chart's own also reads all Secrets. */
import type { Construct } from 'constructs';
import { MANAGED_BY } from '../security/labels';
import { ClusterRoleV1 } from '../terraform/kubernetes';
import { DASHBOARD_READER } from './operators/prometheus';

export function renderDashboardReader(scope: Construct): ClusterRoleV1 {
  return new ClusterRoleV1(scope, 'dashboard-reader', {
    metadata: { name: DASHBOARD_READER, labels: { 'app.kubernetes.io/managed-by': MANAGED_BY } },
    rule: [{ apiGroups: [''], resources: ['configmaps'], verbs: ['get', 'watch', 'list'] }],
  });
}
