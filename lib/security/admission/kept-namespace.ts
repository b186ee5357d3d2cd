/**
 * The API server refuses to delete a namespace that holds data, also when nothing of it is in the program any more and Terraform has no reason to refuse: the policy
 * stays on the cluster, as Helm keeps it. Without the protection it admits everything, and goes with its release.
 */
import type { CustomObject } from '../../terraform/custom-objects';
import { keptByHelm } from '../deletion-protection';
import { MANAGED_BY } from '../labels';

const API_VERSION = 'admissionregistration.k8s.io/v1';

/** Name of the policy and of its binding; of what bounds the namespace is `agent-fleet-<namespace>-<about>`, too. */
export const keptNamespacePolicy = (namespace: string): string => `agent-fleet-${namespace}-data`;

/** The policy and its binding. */
export function keptNamespace(namespace: string, deletionProtection: boolean): readonly [CustomObject, CustomObject] {
  const name = keptNamespacePolicy(namespace);
  const annotations = deletionProtection ? { annotations: keptByHelm(deletionProtection) } : {};
  const metadata = { name, labels: { 'app.kubernetes.io/managed-by': MANAGED_BY }, ...annotations };
  const resourceRules = [
    { apiGroups: [''], apiVersions: ['*'], operations: ['DELETE'], resources: ['namespaces'], resourceNames: [namespace] },
  ];
  const message = `namespace ${namespace} holds data, which would go with it. Put its stores back into the program, or give the data up: kubectl delete validatingadmissionpolicybindings ${name}`;
  return [
    {
      apiVersion: API_VERSION,
      kind: 'ValidatingAdmissionPolicy',
      metadata,
      spec: {
        failurePolicy: 'Fail',
        matchConstraints: { resourceRules },
        validations: [{ expression: String(!deletionProtection), message }],
      },
    },
    {
      apiVersion: API_VERSION,
      kind: 'ValidatingAdmissionPolicyBinding',
      metadata,
      spec: { policyName: name, validationActions: ['Deny'] },
    },
  ];
}
