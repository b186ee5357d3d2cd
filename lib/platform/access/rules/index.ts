/** The rules of how clusters are reached: contradictory names, an address that its own stack makes. */
import type { Rule } from '../../../core/rule';
import type { MadeCluster, NamedCluster } from '../access-view';
import { clusterMadeElsewhere } from './cluster-made-elsewhere';
import { clusterSaidOnce } from './cluster-said-once';

export const CLUSTER_NAME_RULES: readonly Rule<NamedCluster>[] = [clusterSaidOnce];

export const CLUSTER_MAKER_RULES: readonly Rule<MadeCluster>[] = [clusterMadeElsewhere];
