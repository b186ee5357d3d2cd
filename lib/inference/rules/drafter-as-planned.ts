/** AF-ENG-090: a drafter takes the memory that was planned for it. */
import { drafterOnRank } from '../../capacity/model/drafter';
import type { ReplicaSpec } from '../../capacity/replica-spec';
import { Model } from '../../catalog/model';
import { formatGiB } from '../../core/format';
import { type Rule, type Violation, violations } from '../../core/rule';
import type { PoolView } from '../pool-view';
import { publishedFormat } from '../served-checkpoint';

export const drafterAsPlanned: Rule<PoolView> = {
  id: 'drafter-as-planned',
  code: 'AF-ENG-090',
  title: 'The drafter that is loaded is not the one that was planned: other weights (error), or smaller ones by their name (warning).',
  why: 'Its weights lie beside those of the model: what they take beyond the plan is missing in the KV cache, or the engine does not start.',
  fix: 'Name a checkpoint in the planned format, or plan what the checkpoint holds.',
  severity: ['error', 'warning'],
  check({ spec: { speculative }, replica }) {
    const { drafter, checkpoint } = speculative ?? {};
    if (drafter === undefined || drafter === null || checkpoint === undefined || checkpoint === null) return 'not-applicable';
    if (drafter.kind === 'own-layers') return 'not-applicable';
    return violations(drafter.kind === 'sized' ? sized(drafter.weightsGiB, checkpoint, replica) : formatted(drafter.model, checkpoint));
  },
};

/** An estimate of weights is that exact. */
const TOLERANCE = 0.9;

/** Sizes that are given, beside what the catalog knows of the repository. */
function sized(weightsGiB: number, checkpoint: string, replica: ReplicaSpec): Violation[] {
  const model = Model.byId(checkpoint);
  if (model === undefined) return [];
  const { weightsGiB: known, missing } = drafterOnRank({ ...replica, drafter: { kind: 'model', model } }, 1);
  if (missing.length > 0 || weightsGiB >= known * TOLERANCE) return [];
  return [
    {
      severity: 'error',
      prop: 'speculative.drafter.weightsGiB',
      value: weightsGiB,
      allowed: `at least ${(Math.ceil(known * 100) / 100).toFixed(2)}`,
      message: `${checkpoint} takes ${formatGiB(known, 2)} on each GPU, and ${formatGiB(weightsGiB, 2)} are planned for the drafter`,
      repairs: [`drafter: Model.byId('${checkpoint}')`, `weightsGiB: ${(Math.ceil(known * 100) / 100).toFixed(2)}`],
    },
  ];
}

/** Dimensions that are given, beside what the name of the repository says. */
function formatted({ id, facts }: Model, checkpoint: string): Violation[] {
  const planned = facts.nativeQuantization;
  const named = publishedFormat(checkpoint);
  if (named === undefined || named === planned) return [];
  const isSmaller = planned === null;
  return [
    {
      severity: isSmaller ? 'warning' : 'error',
      prop: 'speculative.drafter',
      value: checkpoint,
      allowed: `a checkpoint in ${planned ?? '16 bit'}`,
      message: `the plan counts the drafter ${id} in ${planned ?? '16 bit'}, and ${checkpoint} holds ${named ?? '16-bit'} weights`,
      repairs: [
        `drafter: Model.custom({ …, nativeQuantization: ${named === null ? 'null' : `'${named}'`} })`,
        `huggingFaceId: '<the drafter in ${planned ?? '16 bit'}>'`,
      ],
    },
  ];
}
