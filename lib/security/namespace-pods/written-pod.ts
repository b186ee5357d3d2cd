/** Reads the template of pods, as Terraform's provider or as Kubernetes itself names its fields. */
import { blockAt, blocksAt, numberOf, textOf, textsOf } from './field-of';
import type { WrittenContainer, WrittenPod } from './written-workload';

/** How the fields are named. */
interface FieldNames {
  readonly container: string;
  readonly initContainer: string;
  readonly toleration: string;
  readonly restartPolicy: string;
  readonly priorityClass: string;
  readonly grace: string;
  readonly affinity: readonly [string, string, string];
  readonly expression: string;
}

export const TERRAFORM_NAMES: FieldNames = {
  container: 'container',
  initContainer: 'init_container',
  toleration: 'toleration',
  restartPolicy: 'restart_policy',
  priorityClass: 'priority_class_name',
  grace: 'termination_grace_period_seconds',
  affinity: ['node_affinity', 'required_during_scheduling_ignored_during_execution', 'node_selector_term'],
  expression: 'match_expressions',
};

export const KUBERNETES_NAMES: FieldNames = {
  container: 'containers',
  initContainer: 'initContainers',
  toleration: 'tolerations',
  restartPolicy: 'restartPolicy',
  priorityClass: 'priorityClassName',
  grace: 'terminationGracePeriodSeconds',
  affinity: ['nodeAffinity', 'requiredDuringSchedulingIgnoredDuringExecution', 'nodeSelectorTerms'],
  expression: 'matchExpressions',
};

/** @param template with `metadata` and `spec` */
export function writtenPod(template: unknown, names: FieldNames): WrittenPod {
  const spec = blockAt(template, 'spec');
  return {
    labels: textsOf(blockAt(template, 'metadata')['labels']),
    containers: blocksAt(spec, names.container).map((one) => writtenContainer(one, names)),
    initContainers: blocksAt(spec, names.initContainer).map((one) => writtenContainer(one, names)),
    ...writtenPlace(spec, names),
    graceSeconds: numberOf(spec[names.grace]) ?? DEFAULT_GRACE_SECONDS,
    priorityClass: textOf(spec[names.priorityClass]) ?? '',
  };
}

/** Of Kubernetes. */
export const DEFAULT_GRACE_SECONDS = 30;

/** @param spec of a pod, or of an object whose operator takes affinity and tolerations by these names */
export function writtenPlace(spec: unknown, names: FieldNames): Pick<WrittenPod, 'nodeTerms' | 'tolerated'> {
  const [kind, strength, terms] = names.affinity;
  return {
    nodeTerms: blocksAt(blockAt(spec, 'affinity', kind, strength), terms).map((term) => demanded(term, names)),
    tolerated: blocksAt(spec, names.toleration).flatMap(({ key }) => textOf(key) ?? []),
  };
}

function writtenContainer(container: Readonly<Record<string, unknown>>, names: FieldNames): WrittenContainer {
  const resources = blockAt(container, 'resources');
  return {
    image: textOf(container['image']) ?? '',
    requests: textsOf(resources['requests']),
    limits: textsOf(resources['limits']),
    ...(container[names.restartPolicy] === 'Always' ? { isSidecar: true } : {}),
  };
}

/** Only what a node must have: other operators name no values, or such that it must not have. */
function demanded(term: Readonly<Record<string, unknown>>, { expression }: FieldNames): Record<string, readonly string[]> {
  const needed = blocksAt(term, expression).filter(({ operator }) => operator === 'In');
  return Object.fromEntries(
    needed.map(({ key, values }) => [textOf(key) ?? '', Array.isArray(values) ? values.map((value) => textOf(value) ?? '') : []]),
  );
}
