/** AF-CAP-029: tensor parallel exchanges every layer, so it stays in a node; stages pass on one activation and may spread. */
import { set } from '../../../core/change';
import { repair } from '../../../core/finding';
import type { PoolRule } from '../assessment';

/** GPUs that the boards of today's servers join (HGX and OAM baseboards, 8-card PCIe servers); NVLink domains of a rack are declared. */
export const GPUS_PER_NODE = 8;

export const tensorParallelInNode: PoolRule = {
  id: 'tensor-parallel-in-node',
  code: 'AF-CAP-029',
  title: 'A tensor-parallel group is larger than a node.',
  why: 'Tensor parallel exchanges data in every layer, and the network between nodes is far slower than the links inside one.',
  fix: 'Keep tensor parallel inside a node and spread further with pipeline stages, or declare nodes that have as many GPUs.',
  severity: 'error',
  bottleneck: 'GPUs of a node',
  repairable: { at: ['error'] },
  check({ input: { replica } }) {
    const inNode = replica.gpusPerNode ?? GPUS_PER_NODE;
    const size = replica.tensorParallel;
    if (size === 1) return 'not-applicable';
    if (size <= inNode || replica.tensorParallelAcrossNodes === true) return 'compliant';
    const message = `tensor parallel ${size} reaches over nodes of ${inNode} GPUs, and every layer would wait for the network: tensor parallel inside a node, pipeline stages across`;
    const repairs = [
      ...(replica.gpusPerNode === undefined ? [`nodes, or an NVLink domain, with ${size} GPUs, declared on the cluster`] : []),
      repair(set('tensorParallelAcrossNodes', true)),
    ];
    return [{ prop: 'tensorParallel', value: size, allowed: `≤ ${inNode}`, message, repairs }];
  },
};
