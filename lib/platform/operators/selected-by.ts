import type { Cluster } from '../cluster';
import type { ChartValues } from './chart-values';

/** Labels by which the Prometheus of the cluster selects monitors, under the key of a chart; nothing where it is not said, or takes all. */
export const selectedBy = ({ monitorLabels = {} }: Pick<Cluster, 'monitorLabels'>, key: string): ChartValues =>
  Object.keys(monitorLabels).length === 0 ? {} : { [key]: { ...monitorLabels } };
