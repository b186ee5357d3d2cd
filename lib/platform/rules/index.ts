/** The rules of what constructs are given, and of the operators of a cluster: overridden values that something relies on, a Prometheus that is not used, operators that are missing. */
import type { Rule } from '../../core/rule';
import type { GivenPart } from '../parts/given-part';
import type { AbsentOperator, InstalledOperator, ReachedOperator, SelectingPrometheus } from '../platform-view';
import type { UsedNodes } from '../used-nodes';
import { imageBuiltForCpu, type RunImages } from './image-built-for-cpu';
import { monitorsSelected } from './monitors-selected';
import { nodeSizeSaid } from './node-size-said';
import { operatorNotBrought } from './operator-not-brought';
import { operatorReached } from './operator-reached';
import { operatorThere } from './operator-there';
import { partInApp } from './part-in-app';
import { partInCluster } from './part-in-cluster';
import { prometheusAsked } from './prometheus-asked';
import { reliedValuesKept } from './relied-values-kept';

export const OPERATOR_RULES: readonly Rule<InstalledOperator>[] = [reliedValuesKept, prometheusAsked, operatorNotBrought];

/** The rules of a Prometheus that is there already. */
export const EXISTING_PROMETHEUS_RULES: readonly Rule<SelectingPrometheus>[] = [monitorsSelected];

export const ABSENT_OPERATOR_RULES: readonly Rule<AbsentOperator>[] = [operatorThere];

/** The rules of what opens the network to an operator. */
export const REACHED_OPERATOR_RULES: readonly Rule<ReachedOperator>[] = [operatorReached];

/** The rules of what a construct is given. */
export const PART_RULES: readonly Rule<GivenPart>[] = [partInApp, partInCluster];

/** The rules of images beside the nodes that run them. */
export const RUN_IMAGE_RULES: readonly Rule<RunImages>[] = [imageBuiltForCpu];

/** The rules of what nobody says of the nodes that pods may go to. */
export const USED_NODE_RULES: readonly Rule<UsedNodes>[] = [nodeSizeSaid];
