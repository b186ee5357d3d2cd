/** Is the replica cut in a way the engine can run: stages that have layers, tokens shared only by ranks that would hold copies. */

import type { UnplacedFinding } from '../../../core/finding';
import { kvCopies } from '../../memory/replica-layout';
import type { ReplicaSpec } from '../../types';

type ReplicaRule = (input: { readonly replica: ReplicaSpec }) => readonly UnplacedFinding[];

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
