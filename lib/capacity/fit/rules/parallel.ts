/** Is the replica cut in a way the engine can run: stages that have layers, tokens shared only by ranks that would hold copies. */

import type { UnplacedFinding } from '../../../core/finding';
import { kvCopies } from '../../model/kv-copies';
import type { ReplicaSpec } from '../../replica-spec';

type ReplicaRule = (input: { readonly replica: ReplicaSpec }) => readonly UnplacedFinding[];

/** GPUs that the boards of today's servers join (HGX and OAM baseboards, 8-card PCIe servers); NVLink domains of a rack are declared. */
export const GPUS_PER_NODE = 8;

/** AF-CAP-007: tensor parallel exchanges every layer, so it stays in a node; stages pass on one activation and may spread. */
export const tensorParallelInNode: ReplicaRule = ({ replica }) => {
  const inNode = replica.gpusPerNode ?? GPUS_PER_NODE;
  const size = replica.gpusPerReplica;
  if (size <= inNode || replica.tensorParallelAcrossNodes === true) return [];
  const message = `tensor parallel ${size} reaches over nodes of ${inNode} GPUs, and every layer would wait for the network: tensor parallel inside a node, pipeline stages across`;
  return [
    {
      code: 'AF-CAP-007',
      severity: 'error',
      prop: 'gpusPerReplica',
      value: size,
      allowed: `≤ ${inNode}`,
      message,
      repairs: [
        ...(replica.gpusPerNode === undefined ? [`gpusPerNode: ${size}, where a node or NVLink domain has them`] : []),
        'tensorParallelAcrossNodes: true, where RDMA links the nodes',
      ],
    },
  ];
};

/** AF-CAP-007: a pipeline stage needs a layer. */
export const stagesHaveLayers: ReplicaRule = ({ replica }) => {
  const stages = replica.pipelineStages ?? 1;
  const { layers, id } = replica.model.facts;
  if (layers === null || stages <= layers) return [];
  const message = `${stages} pipeline stages for the ${layers} layers of ${id}`;
  return [
    {
      code: 'AF-CAP-007',
      severity: 'error',
      prop: 'pipelineStages',
      value: stages,
      allowed: `≤ ${layers}`,
      message,
      repairs: [`pipelineStages: ${layers}`],
    },
  ];
};

/** AF-CAP-007: ranks can share the tokens of a cache only where each would hold a copy of it; states and windows cannot be shared. */
export const contextRanksDivide: ReplicaRule = ({ replica }) => {
  const ranks = replica.decodeContextParallel ?? 1;
  if (ranks === 1) return [];
  const { facts } = replica.model;
  const shareable = facts.slidingWindow === null && facts.linearState === null;
  const copies = shareable ? kvCopies(facts, replica.gpusPerReplica) : 1;
  if (copies % ranks === 0) return [];
  const why = shareable
    ? `tensor parallel ${replica.gpusPerReplica} holds ${copies} copies of each token`
    : 'its windows and states cannot be shared';
  return [
    {
      code: 'AF-CAP-007',
      severity: 'error',
      prop: 'decodeContextParallel',
      value: ranks,
      allowed: `a divisor of ${copies}`,
      message: `${ranks} ranks cannot share the KV cache of ${facts.id}: ${why}`,
      repairs: [`decodeContextParallel: ${copies}`],
    },
  ];
};
