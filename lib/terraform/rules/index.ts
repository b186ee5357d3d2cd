/** The rules of names, and of resources in stacks of several clusters. */
import type { Rule } from '../../core/rule';
import { type AspectScope, aspectsRun } from './aspects-run';
import { constructKept, type KeptConstruct } from './construct-kept';
import { nameUsedOnce, type ReservedName } from './name-used-once';
import { type OverriddenResource, overrideCounted } from './override-counted';
import { type ProvidedOnCluster, resourceNamesCluster } from './resource-names-cluster';
import { type StartedAfter, startedInOrder } from './started-in-order';

export const RESERVED_NAME_RULES: readonly Rule<ReservedName>[] = [nameUsedOnce];
export const PROVIDER_RULES: readonly Rule<ProvidedOnCluster>[] = [resourceNamesCluster];
export const KEPT_RULES: readonly Rule<KeptConstruct>[] = [constructKept];
export const OVERRIDE_RULES: readonly Rule<OverriddenResource>[] = [overrideCounted];
export const ASPECT_RULES: readonly Rule<AspectScope>[] = [aspectsRun];
export const START_ORDER_RULES: readonly Rule<StartedAfter>[] = [startedInOrder];
