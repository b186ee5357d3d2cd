/** Values of a chart by which its pods go to the CPU nodes that were chosen. */
import type { NodeChoice } from '../../security/node-choice';
import { cpuNodeAffinity, cpuTolerations } from '../placement';
import type { ChartValues } from './chart-values';

/** Nodes of operators. */
export interface OperatorNodes {
  readonly nodes: NodeChoice;
  /** Somebody named node pools: pods that the charts place nowhere by themselves, those of hooks among them, go there, too. */
  readonly isChosen: boolean;
  /** Labels of the only node pool that was named, for pods that take nothing but a node selector; empty where there are several. */
  readonly selector: Readonly<Record<string, string>>;
}

/** Keys that most charts have, for a Deployment or a Job. */
export const placedBy = ({ nodes }: Pick<OperatorNodes, 'nodes'>): ChartValues => ({
  affinity: { nodeAffinity: cpuNodeAffinity({ nodes }) },
  ...cpuTolerations({ nodes }),
});

/** The same for pods that run on any node unless somebody named node pools. */
export const placedWhereChosen = (nodes: OperatorNodes): ChartValues => (nodes.isChosen ? placedBy(nodes) : {});
