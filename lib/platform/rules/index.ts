/** The rules of clusters and of their operators: contradictory names, overridden values that something relies on, a Prometheus that nobody asks, operators that are missing. */
import type { Rule } from '../../core/rule';
import type { AbsentOperator, InstalledOperator, MadeCluster, NamedCluster } from '../platform-view';
import { clusterMadeElsewhere } from './cluster-made-elsewhere';
import { clusterSaidOnce } from './cluster-said-once';
import { operatorThere } from './operator-there';
import { prometheusAsked } from './prometheus-asked';
import { reliedValuesKept } from './relied-values-kept';

export const OPERATOR_RULES: readonly Rule<InstalledOperator>[] = [reliedValuesKept, prometheusAsked];

export const ABSENT_OPERATOR_RULES: readonly Rule<AbsentOperator>[] = [operatorThere];

export const CLUSTER_NAME_RULES: readonly Rule<NamedCluster>[] = [clusterSaidOnce];

export const CLUSTER_MAKER_RULES: readonly Rule<MadeCluster>[] = [clusterMadeElsewhere];
