/** Admission policies of a namespace, each with its binding. The API server evaluates them itself: no webhook, and no operator (Kubernetes 1.30 or newer). */
import type { CustomObject } from '../../terraform/custom-objects';
import { MANAGED_BY } from '../labels';
import type { CountedWorkload } from '../namespace-pods/written-workload';
import type { AdmissionAction, AdmissionTerms } from './admission-props';
import { all, celValue, type Validation, type Variable, validation } from './cel';
import { GPU_RULES, gpuVariables } from './gpu-rules';
import { HARDENING_RULES } from './hardening-rules';
import { imageRules, plannedImages } from './image-rules';
import { priorityRules } from './priority-rules';
import { REPLICA_RULES, SCALER_RULES, scaleVariables } from './scale-rules';
import { SECRET_RULES } from './secret-rules';

const API_VERSION = 'admissionregistration.k8s.io/v1';
const ACTIONS: Readonly<Record<AdmissionAction, string>> = { deny: 'Deny', warn: 'Warn', audit: 'Audit' };

interface Policy {
  /** What it is about; part of its name. */
  readonly about: string;
  readonly rules: readonly (readonly [group: string, resources: readonly string[], operations: readonly string[]])[];
  readonly conditions?: readonly Variable[];
  readonly variables?: readonly Variable[];
  readonly validations: readonly Validation[];
}

const CHANGES = ['CREATE', 'UPDATE'];
const CONTAINERS: Variable = {
  name: 'containers',
  expression:
    'object.spec.containers + (has(object.spec.initContainers) ? object.spec.initContainers : []) + (has(object.spec.ephemeralContainers) ? object.spec.ephemeralContainers : [])',
};
/** Labels of running pods are changed by controllers all the time. */
const NEW_SPEC: Variable = { name: 'new-spec', expression: "request.operation == 'CREATE' || object.spec != oldObject.spec" };

/** Keys of the objects, which are known before the workloads are. */
export const ADMISSION_KEYS: readonly string[] = ['pods', 'replicas', 'autoscalers', 'namespace'].flatMap((about) => [
  `policy-${about}`,
  `binding-${about}`,
]);

/** The objects by their keys. */
export function admissionObjects(
  namespace: string,
  workloads: readonly CountedWorkload[],
  terms: AdmissionTerms,
): ReadonlyMap<string, CustomObject> {
  return new Map(
    policiesOf(inOrder(workloads), terms).flatMap((policy): [string, CustomObject][] => [
      [`policy-${policy.about}`, object(namespace, policy)],
      [`binding-${policy.about}`, binding(namespace, policy, terms)],
    ]),
  );
}

/** By name: constructs that are made in another order change no policy. */
const inOrder = (workloads: readonly CountedWorkload[]): CountedWorkload[] => {
  const keyOf = ({ kind, name }: CountedWorkload) => `${name}/${kind}`;
  return [...workloads].sort((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));
};

function policiesOf(workloads: readonly CountedWorkload[], terms: AdmissionTerms): Policy[] {
  const enforce = 'pod-security.kubernetes.io/enforce';
  return [
    {
      about: 'pods',
      rules: [['', ['pods', 'pods/ephemeralcontainers'], CHANGES]],
      conditions: [NEW_SPEC],
      variables: [CONTAINERS, ...gpuVariables(workloads)],
      validations: [
        ...HARDENING_RULES,
        ...SECRET_RULES,
        ...imageRules(plannedImages(workloads, terms)),
        ...GPU_RULES,
        ...priorityRules(workloads),
      ],
    },
    {
      about: 'replicas',
      rules: [
        ['apps', ['deployments', 'deployments/scale', 'statefulsets', 'statefulsets/scale'], CHANGES],
        ['leaderworkerset.x-k8s.io', ['leaderworkersets', 'leaderworkersets/scale'], CHANGES],
      ],
      variables: scaleVariables(workloads),
      validations: REPLICA_RULES,
    },
    {
      about: 'autoscalers',
      rules: [
        ['keda.sh', ['scaledobjects'], CHANGES],
        ['autoscaling', ['horizontalpodautoscalers'], CHANGES],
      ],
      variables: scaleVariables(workloads).filter(({ name }) => name === 'targets'),
      validations: SCALER_RULES,
    },
    {
      about: 'namespace',
      rules: [['', ['namespaces'], CHANGES]],
      validations: [
        validation(
          'the namespace keeps Pod Security "restricted"',
          all(
            'has(object.metadata.labels)',
            `${celValue(enforce)} in object.metadata.labels && object.metadata.labels[${celValue(enforce)}] == 'restricted'`,
          ),
        ),
      ],
    },
  ];
}

const nameOf = (namespace: string, about: string): string => `agent-fleet-${namespace}-${about}`;
const metadata = (namespace: string, about: string) => ({
  name: nameOf(namespace, about),
  labels: { 'app.kubernetes.io/managed-by': MANAGED_BY },
});

function object(namespace: string, { about, rules, conditions, variables, validations }: Policy): CustomObject {
  return {
    apiVersion: API_VERSION,
    kind: 'ValidatingAdmissionPolicy',
    metadata: metadata(namespace, about),
    spec: {
      failurePolicy: 'Fail',
      matchConstraints: {
        namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } },
        resourceRules: rules.map(([group, resources, operations]) => ({
          apiGroups: [group],
          apiVersions: ['*'],
          operations: [...operations],
          resources: [...resources],
        })),
      },
      ...(conditions === undefined ? {} : { matchConditions: conditions }),
      ...(variables === undefined ? {} : { variables }),
      validations,
    },
  };
}

const binding = (namespace: string, { about }: Policy, { action }: AdmissionTerms): CustomObject => ({
  apiVersion: API_VERSION,
  kind: 'ValidatingAdmissionPolicyBinding',
  metadata: metadata(namespace, about),
  spec: { policyName: nameOf(namespace, about), validationActions: [ACTIONS[action]] },
});
