/** Instance types with GPUs that clouds sell, with what they have: one list for each cloud. A type whose figures nobody has read is in none of them. */
import { AMAZON } from './amazon';
import { AZURE } from './azure';
import { GOOGLE } from './google';
import type { InstanceTypes } from './instance-row';

/** What a node of an instance type has. */
export interface InstanceFacts {
  /** Catalog id of its GPU. */
  readonly gpu: string;
  readonly gpus: number;
  readonly vCpus: number;
  readonly memoryGiB: number;
}

export const INSTANCE_TYPES: readonly InstanceTypes[] = [AMAZON, GOOGLE, AZURE];

const BY_TYPE: ReadonlyMap<string, InstanceFacts> = new Map(
  INSTANCE_TYPES.flatMap(({ rows }) => rows.map(([type, gpu, gpus, vCpus, memoryGiB]) => [type, { gpu, gpus, vCpus, memoryGiB }] as const)),
);

/** Undefined of a type that nobody has read. */
export const instanceFacts = (type: string | undefined): InstanceFacts | undefined => (type === undefined ? undefined : BY_TYPE.get(type));
