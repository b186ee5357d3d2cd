/** The ConfigMap from which Grafana's sidecar reads a dashboard. */
import { shortHash } from '../core/names';
import { MANAGED_BY } from '../security/labels';

/** Annotation that names the folder; `FleetPlatform` tells the sidecar to read it. */
export const FOLDER_ANNOTATION = 'grafana_folder';
/** Label by which the sidecar finds dashboards in all namespaces; its value is text. */
export const DASHBOARD_LABEL = { grafana_dashboard: '1' } as const;

/** Dashboards of a stack that watches. */
export const DASHBOARD_KINDS = ['fleet', 'agents', 'plan', 'nodes'] as const;

/** @param name that of the stack that watches, with the kind of the dashboard where it is another than that of the fleet */
export function dashboardConfigMap(name: string, namespace: string, folder: string) {
  return {
    metadata: {
      name: `${name}-dashboard`,
      namespace,
      labels: { ...DASHBOARD_LABEL, 'app.kubernetes.io/name': name, 'app.kubernetes.io/managed-by': MANAGED_BY },
      annotations: { [FOLDER_ANNOTATION]: folder },
    },
  };
}

/** Uid of a dashboard in Grafana: the same for the same place in an app, and another for every other. */
export const dashboardUid = (path: string): string => `agent-fleet-${shortHash(path)}`;
