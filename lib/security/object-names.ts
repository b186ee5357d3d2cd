/** Objects that an app writes, or that operators make of them: two of one kind and name are one object, which two resources of Terraform would fight over. */
import type { IConstruct } from 'constructs';
import { evaluateRules } from '../core/evaluate-rules';
import { type Finding, place } from '../core/finding';
import { type ClusterIdentity, ClusterProviders } from '../terraform/cluster-providers';
import { CustomObjects } from '../terraform/custom-objects';
import { TerraformStack, terraformResourceType } from '../terraform/engine';
import { madeByOperator, type ObjectName } from '../terraform/operator-made';
import { RESERVED_NAME_RULES } from '../terraform/rules';
import { secondPath } from '../terraform/rules/name-used-once';
import { SynthesisRegistry } from '../terraform/synthesis-registry';
import { drawnSecretRealm, workloadRealm } from './namespace-owner';

interface WrittenObject extends ObjectName {
  /** Key of the cluster; two of one cluster may be the same object. */
  readonly cluster: string;
  readonly namespace: string;
  /** Path of the construct that a user has written. */
  readonly path: string;
  /** What tells it from others of the construct. */
  readonly meaning: string;
}

/** AF-SPEC-021 of objects whose names are put together from those of constructs, e.g. the dashboards of `watch-agents` and those for agents of `watch`. */
export function objectNameFindings(root: IConstruct): Finding[] {
  const registry = SynthesisRegistry.of(root);
  // No repair gives another name.
  if (registry.isTrying) return [];
  const byName = new Map<string, WrittenObject[]>();
  for (const object of [...customObjects(registry), ...resourceObjects(root, registry)]) {
    const key = JSON.stringify([object.cluster, object.kind, object.namespace, object.name]);
    byName.set(key, [...(byName.get(key) ?? []), object]);
  }
  const told = new Set<string>();
  return [...byName.values()].flatMap((objects) => {
    const paths = [...new Set(objects.map(({ path }) => path))];
    const between = JSON.stringify(paths);
    if (objects.length < 2 || told.has(between) || registry.names.isShared(paths, objects[0]?.name ?? '')) return [];
    told.add(between);
    return findingsOf(objects);
  });
}

function findingsOf(objects: readonly WrittenObject[]): Finding[] {
  const [{ kind, namespace, name }] = objects as readonly [WrittenObject];
  const reserved = { realm: namespace === '' ? kind : `${kind} in namespace ${namespace}`, name, reservations: objects };
  return evaluateRules(RESERVED_NAME_RULES, reserved).map((finding) => place(secondPath(reserved), finding));
}

/** What is written through charts, and what operators make of it. */
function customObjects(registry: SynthesisRegistry): WrittenObject[] {
  // Bounds are named after their namespace, which one stack makes, and count what aspects may still add.
  const collections = registry.registered(CustomObjects.isCustomObjects).filter(({ group }) => group !== 'bounds');
  return collections.flatMap((collection) =>
    collection.written().flatMap((object) => {
      const { name, namespace = '', labels = {} } = object.metadata;
      const workload = labels['app.kubernetes.io/name'] ?? name;
      const path = takerOf(registry, collection.cluster, { namespace, workload, name }) ?? collection.node.path;
      const own = { cluster: collection.cluster.key, namespace, path };
      const made = madeByOperator(object).map((one) => ({
        ...own,
        ...one,
        meaning: `${path} (by the operator of ${object.kind} ${name})`,
      }));
      return [{ ...own, kind: object.kind, name, meaning: `${path} (${collection.node.path})` }, ...made];
    }),
  );
}

/** Who first took the name of the workload that an object is of, or drew the Secret. */
const takerOf = (
  { names }: SynthesisRegistry,
  cluster: ClusterIdentity,
  { namespace, workload, name }: { readonly namespace: string; readonly workload: string; readonly name: string },
): string | undefined =>
  names.firstPath(workloadRealm(namespace, cluster), workload) ?? names.firstPath(drawnSecretRealm(namespace, cluster), name);

/** What is written as resources of their own, those of users included. */
function resourceObjects(root: IConstruct, registry: SynthesisRegistry): WrittenObject[] {
  return root.node.findAll().flatMap((construct) => {
    const kind = kindOf(terraformResourceType(construct) ?? '');
    if (kind === undefined) return [];
    const { metadataInput: metadata, count, forEach } = construct as unknown as ResourceOfObject;
    const cluster = ClusterProviders.of(TerraformStack.of(construct)).clusterKeyOf(construct);
    // What Terraform makes several times has as many names.
    if (cluster === undefined || typeof metadata?.name !== 'string' || count !== undefined || forEach !== undefined) return [];
    const { name, namespace = '' } = metadata;
    return [{ cluster, kind, namespace, name, path: registry.ownerPath(construct), meaning: construct.node.path }];
  });
}

interface ResourceOfObject {
  readonly metadataInput?: { readonly name?: unknown; readonly namespace?: string };
  readonly count?: unknown;
  readonly forEach?: unknown;
}

/** These add to an object that is there. */
const ADDED = /^kubernetes_(?:.*_data|labels|annotations|env|manifest)$/;

/** `Deployment` of `kubernetes_deployment_v1`. */
function kindOf(type: string): string | undefined {
  if (!type.startsWith('kubernetes_') || ADDED.test(type)) return undefined;
  const words = type.slice('kubernetes_'.length).replace(/_v\d+(?:(?:alpha|beta)\d+)?$/, '');
  return words.replaceAll(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
