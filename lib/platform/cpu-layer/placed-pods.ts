/** Pods without GPUs beside the node pools of their cluster, as the rules of their placement see them. */
import type { NodeReserve } from '../../catalog/node-reserves';
import type { SpotNotice } from '../../catalog/spot-notice';
import type { Environment } from '../../core/rule';
import type { NodePool } from '../node-pool';
import type { CpuPods } from './cpu-pods';

export interface PlacedCpuPods extends CpuPods {
  /** What the nodes keep for themselves. */
  readonly reserve: NodeReserve;
  /** All node pools without GPUs. */
  readonly declared: readonly NodePool[];
  /** Of the cloud of the cluster; undefined where it is not known. */
  readonly notice: SpotNotice | undefined;
  readonly environment: Environment;
}
