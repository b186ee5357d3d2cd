/**
 * What the SCC `restricted-v2` of OpenShift admits, as an admission policy of the API server ("Managing security context constraints", OpenShift 4.17
 * documentation, read in November 2026). OpenShift takes the range from annotations of the namespace; here all namespaces have one.
 */
import type { KubeObject } from '../cluster/kube-object';

const NAME = 'restricted-v2';
const FIRST = 1_000_680_000;
const SIZE = 10_000;

/** What OpenShift writes on a namespace. */
export const RANGE_ANNOTATIONS = {
  'openshift.io/sa.scc.uid-range': `${FIRST}/${SIZE}`,
  'openshift.io/sa.scc.supplemental-groups': `${FIRST}/${SIZE}`,
  'openshift.io/sa.scc.mcs': 's0:c26,c15',
} as const;

const VOLUMES = ['configMap', 'csi', 'downwardAPI', 'emptyDir', 'ephemeral', 'persistentVolumeClaim', 'projected', 'secret'];

const inRange = (id: string): string => `(${id} >= ${FIRST} && ${id} < ${FIRST + SIZE})`;
const context = (expression: (context: string) => string): string =>
  `variables.containers.all(c, !has(c.securityContext) || (${expression('c.securityContext')}))`;
const ofPod = (expression: (context: string) => string): string =>
  `!has(object.spec.securityContext) || (${expression('object.spec.securityContext')})`;
const absentOr =
  (field: string, test: (value: string) => string) =>
  (holder: string): string =>
    `!has(${holder}.${field}) || ${test(`${holder}.${field}`)}`;

const RULES: readonly (readonly [expression: string, message: string])[] = [
  [ofPod(absentOr('runAsUser', inRange)), 'runAsUser of the pod is not in the range of the namespace'],
  [context(absentOr('runAsUser', inRange)), 'runAsUser of a container is not in the range of the namespace'],
  [ofPod(absentOr('fsGroup', inRange)), 'fsGroup is not an allowed group'],
  [ofPod(absentOr('seLinuxOptions', () => 'false')), 'seLinuxOptions are given by the namespace'],
  [context(absentOr('seLinuxOptions', () => 'false')), 'seLinuxOptions of a container are given by the namespace'],
  [ofPod(absentOr('seccompProfile', (value) => `${value}.type == 'RuntimeDefault'`)), 'seccompProfile is not runtime/default'],
  [context(absentOr('privileged', (value) => `!${value}`)), 'a container is privileged'],
  [context(absentOr('allowPrivilegeEscalation', (value) => `!${value}`)), 'a container may escalate its privileges'],
  [
    context(absentOr('capabilities', (value) => `(!has(${value}.add) || ${value}.add.all(a, a == 'NET_BIND_SERVICE'))`)),
    'a container adds capabilities',
  ],
  [
    ['hostNetwork', 'hostPID', 'hostIPC'].map((field) => `(!has(object.spec.${field}) || !object.spec.${field})`).join(' && '),
    'the pod shares namespaces of its host',
  ],
  [
    `!has(object.spec.volumes) || object.spec.volumes.all(v, ${VOLUMES.map((kind) => `has(v.${kind})`).join(' || ')})`,
    'a volume is of a kind that is not allowed',
  ],
];

/** The policy and its binding to every namespace but those of the cluster itself. */
export const RESTRICTED_V2: readonly KubeObject[] = [
  {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingAdmissionPolicy',
    metadata: { name: NAME },
    spec: {
      failurePolicy: 'Fail',
      matchConstraints: { resourceRules: [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['pods'] }] },
      variables: [
        {
          name: 'containers',
          expression: 'object.spec.containers + (has(object.spec.initContainers) ? object.spec.initContainers : [])',
        },
      ],
      validations: RULES.map(([expression, message]) => ({ expression, message: `restricted-v2: ${message}` })),
    },
  },
  {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingAdmissionPolicyBinding',
    metadata: { name: NAME },
    spec: {
      policyName: NAME,
      validationActions: ['Deny'],
      matchResources: {
        namespaceSelector: {
          matchExpressions: [{ key: 'kubernetes.io/metadata.name', operator: 'NotIn', values: ['kube-system', 'default'] }],
        },
      },
    },
  },
];
