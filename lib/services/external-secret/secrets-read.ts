/** Which pods of an app read which keys of Secrets as variables. */
import type { IConstruct } from 'constructs';
import { blockAt, isBlock, textOf } from '../../security/namespace-pods/field-of';
import { COUNTED_TYPES } from '../../security/namespace-pods/from-terraform';
import { ClusterProviders } from '../../terraform/cluster-providers';
import { TerraformStack, terraformResourceType } from '../../terraform/engine';
import { resolvedResource } from '../../terraform/resolved';
import { SynthesisRegistry } from '../../terraform/synthesis-registry';

/** A key of a Secret as a variable of pods. */
export interface SecretRead {
  readonly secret: string;
  readonly key: string;
  readonly namespace: string;
  /** Key of the cluster of the pods; undefined where nobody says which it is. */
  readonly cluster: string | undefined;
  /** Path of the construct that a user has written. */
  readonly reader: string;
}

/** What each secret read is kept under, for one synthesis. */
const READS = {};

export const secretsRead = (root: IConstruct): readonly SecretRead[] =>
  SynthesisRegistry.of(root).once(READS, () => root.node.findAll().flatMap(readBy));

function readBy(construct: IConstruct): SecretRead[] {
  const type = terraformResourceType(construct);
  if (type === undefined || !COUNTED_TYPES.has(type)) return [];
  const attributes = resolvedResource(construct, type);
  const namespace = textOf(blockAt(attributes, 'metadata')['namespace']) ?? 'default';
  const cluster = ClusterProviders.of(TerraformStack.of(construct)).clusterKeyOf(construct);
  const reader = SynthesisRegistry.of(construct).ownerPath(construct);
  return referencesIn(attributes).map((reference) => ({ ...reference, namespace, cluster, reader }));
}

/** Every `secret_key_ref` below a block. */
function referencesIn(value: unknown): Pick<SecretRead, 'secret' | 'key'>[] {
  if (Array.isArray(value)) return value.flatMap(referencesIn);
  if (!isBlock(value)) return [];
  const { name, key } = blockAt(value, 'secret_key_ref');
  const [secret, itsKey] = [textOf(name), textOf(key)];
  const own = secret === undefined || itsKey === undefined ? [] : [{ secret, key: itsKey }];
  return [...own, ...Object.values(value).flatMap(referencesIn)];
}
