/** What runs in a namespace: the workloads of every stack of the app that writes into it, at their ceilings. */
import type { IConstruct } from 'constructs';
import { CustomObjects } from '../../terraform/custom-objects';
import { type WrittenResource, writtenResources } from '../../terraform/written-resources';
import { blockAt, textOf } from './field-of';
import { ceilingsOf, floorsOf, isUncounted, workloadOfObject } from './from-objects';
import { COUNTED_TYPES, UNCOUNTED_TYPES, workloadOf } from './from-terraform';
import type { CountedWorkload, WrittenWorkload } from './written-workload';

const SERVICE_TYPES = new Set(['kubernetes_service', 'kubernetes_service_v1']);
const RELEASE = 'helm_release';
const ALL_TYPES = new Set([...COUNTED_TYPES, ...UNCOUNTED_TYPES, ...SERVICE_TYPES]);

export interface NamespacePods {
  readonly workloads: readonly CountedWorkload[];
  /** What makes pods of which nobody knows how many, e.g. `helm_release at research/extra`. */
  readonly uncounted: readonly string[];
  /** Services by their type, where it opens a port to the outside. */
  readonly openServices: Readonly<Record<'LoadBalancer' | 'NodePort', number>>;
}

/** What a stack writes that makes pods or leads to them, into whichever namespace. */
export const podResources = (stack: IConstruct): readonly WrittenResource[] => writtenResources(stack, ALL_TYPES);

/**
 * @param stacks those that write into the namespace
 * @param resourcesOf what each of them writes; who asks of many namespaces reads each stack once
 */
export function podsIn(name: string, stacks: readonly IConstruct[], resourcesOf = podResources): NamespacePods {
  const resources = stacks.flatMap(resourcesOf).filter((one) => namespaceOf(one) === name);
  const objects = stacks
    .flatMap((stack) => stack.node.findAll().filter(CustomObjects.isCustomObjects))
    // The bounds themselves are made of what is found here.
    .flatMap((one) => (one.group === 'bounds' ? [] : one.written()))
    .filter(({ metadata }) => metadata.namespace === name);
  const ceilings = ceilingsOf(objects);
  const workloads = [...resources.flatMap((one) => workloadOf(one) ?? []), ...objects.flatMap((one) => workloadOfObject(one) ?? [])];
  const floors = floorsOf(objects);
  const counted = workloads.map((workload) => ({
    ...workload,
    floor: workload.replicas ?? floors.get(`${workload.kind}/${workload.name}`) ?? 0,
    ceiling: ceilingOf(workload, ceilings),
  }));
  return {
    workloads: counted,
    uncounted: [
      ...resources.filter(({ type }) => UNCOUNTED_TYPES.has(type)).map(({ type, path }) => `${type} at ${path}`),
      ...stacks.flatMap((stack) => releasesIn(name, stack)),
      ...objects.filter(isUncounted).map(({ kind, metadata }) => `${kind} ${metadata.name}`),
      ...counted.filter(({ ceiling }) => ceiling === null).map(({ kind, name: own }) => `${kind} ${own}, without a ceiling`),
    ],
    openServices: { LoadBalancer: servicesOf(resources, 'LoadBalancer'), NodePort: servicesOf(resources, 'NodePort') },
  };
}

/** The autoscaler goes to its ceiling, whatever is written. */
function ceilingOf({ kind, name, replicas }: WrittenWorkload, ceilings: ReadonlyMap<string, number>): number | null {
  const scaled = ceilings.get(`${kind}/${name}`);
  return scaled === undefined ? replicas : Math.max(scaled, replicas ?? 0);
}

/** Releases but our own, whose objects are read one by one. */
function releasesIn(name: string, stack: IConstruct): string[] {
  return writtenResources(stack, new Set([RELEASE]), (construct) => !CustomObjects.isCustomObjects(construct.node.scope))
    .filter(({ attributes }) => attributes['namespace'] === name)
    .map(({ path }) => `${RELEASE} at ${path}`);
}

const namespaceOf = ({ type, attributes }: WrittenResource): string | undefined =>
  textOf(blockAt(attributes, ...(type === 'kubernetes_manifest' ? ['manifest', 'metadata'] : ['metadata']))['namespace']);

const servicesOf = (resources: readonly WrittenResource[], kind: string): number =>
  resources.filter(({ type, attributes }) => SERVICE_TYPES.has(type) && blockAt(attributes, 'spec')['type'] === kind).length;
