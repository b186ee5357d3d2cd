import { z } from 'zod';
import { dnsLabel } from '../core/kubernetes/dns-label';
import { alsoCalled } from '../core/meant';

/** Schema of `cpuNodePools`, wherever it stands: names of node pools of the cluster. Whether it has them is found when the app is synthesized. */
export const cpuNodePoolsSchema = alsoCalled(
  z
    .array(dnsLabel)
    .min(1, { error: 'expected at least one node pool: pods that may run nowhere wait for ever' })
    .refine((names) => new Set(names).size === names.length, { error: 'expected each node pool once' })
    .readonly()
    .optional(),
  'nodeSelector',
  'tolerations',
  'affinity',
  'nodeAffinity',
);
