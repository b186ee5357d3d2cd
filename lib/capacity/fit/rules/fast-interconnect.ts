/** AF-CAP-032: a replica that spans GPUs talks on every layer. */
import { OPERATIONAL } from '../../../core/rule';
import type { PoolRule } from '../assessment';

export const fastInterconnect: PoolRule = {
  id: 'fast-interconnect',
  code: 'AF-CAP-032',
  title: 'The GPUs of a replica exchange every layer over PCIe.',
  why: 'Without NVLink a tensor-parallel group moves data for a large part of every step.',
  fix: 'Declare the NVLink bridge of the node pool, take GPUs with NVLink, or serve from replicas of one GPU.',
  severity: OPERATIONAL,
  check({ input: { replica } }) {
    const { interconnect, name } = replica.gpu.facts;
    if (replica.tensorParallel === 1) return 'not-applicable';
    if (interconnect === 'nvlink' || interconnect === 'infinity-fabric' || replica.nvlinkBridge === true) return 'compliant';
    const bridge = interconnect === 'nvlink-bridge';
    const message = `${replica.tensorParallel} × ${name} exchange every layer over PCIe${bridge ? ' unless the node has the optional NVLink bridge' : ''}`;
    return [
      {
        prop: bridge ? 'nvlinkBridge' : 'gpu',
        value: bridge ? false : replica.gpu.id,
        message,
        repairs: bridge
          ? ['nvlinkBridge: true on the node pool of the cluster, where its nodes have the bridge']
          : ['a GPU with NVLink, or replicas of one GPU'],
      },
    ];
  },
};
