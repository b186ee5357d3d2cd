/**
 * How KEDA signs in at the Prometheus of OpenShift: by the token of a service account that may read the metrics of pods in its namespace, and nothing else.
 * The objects are those of a namespace; every scaled workload asks for them, and they are one.
 */

import { MANAGED_BY } from '../security/labels';
import type { Workload } from '../security/workload';
import type { CustomObject, CustomObjects } from '../terraform/custom-objects';

/** Name of the service account, its role, its token, and what KEDA reads them by. */
export const metricsReader = ({ namespace }: Pick<Workload, 'namespace'>): string => namespace.nameOnce('agent-fleet-metrics-reader');

/** Certificate of the services of OpenShift, which it puts into every namespace ("Configuring certificates", OpenShift 4.17). */
const SERVICE_CA = { name: 'openshift-service-ca.crt', key: 'service-ca.crt' };

export function addSignIn(objects: CustomObjects, workload: Pick<Workload, 'namespace'>): void {
  for (const object of signInObjects(metricsReader(workload), workload.namespace.name))
    objects.add(`metrics-reader-${object.kind}`, () => object);
}

function signInObjects(name: string, namespace: string): CustomObject[] {
  const metadata = { name, namespace, labels: { 'app.kubernetes.io/managed-by': MANAGED_BY } };
  const role = { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name };
  return [
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata, automountServiceAccountToken: false },
    // Thanos Querier asks whether the account may read this, and answers for the namespace alone.
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'Role',
      metadata,
      rules: [{ apiGroups: ['metrics.k8s.io'], resources: ['pods'], verbs: ['get'] }],
    },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'RoleBinding',
      metadata,
      roleRef: role,
      subjects: [{ kind: 'ServiceAccount', name, namespace }],
    },
    // The cluster fills it; Terraform never sees the token.
    {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { ...metadata, annotations: { 'kubernetes.io/service-account.name': name } },
      type: 'kubernetes.io/service-account-token',
    },
    {
      apiVersion: 'keda.sh/v1alpha1',
      kind: 'TriggerAuthentication',
      metadata,
      spec: {
        secretTargetRef: [{ parameter: 'bearerToken', name, key: 'token' }],
        configMapTargetRef: [{ parameter: 'ca', ...SERVICE_CA }],
      },
    },
  ];
}
