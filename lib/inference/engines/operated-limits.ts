/** What a pool whose replicas an operator runs cannot ask for, and what its rollout costs. */
import type { InferencePoolSpec } from '../inference-pool-props';
import type { EngineAdapter } from './adapter';
import type { EngineLimit } from './limit';

export function operatedLimits(
  { operated, definition }: EngineAdapter,
  { scaling, replicas = 1 }: Pick<InferencePoolSpec, 'scaling' | 'replicas'>,
): EngineLimit[] {
  if (operated === undefined) return [];
  const { fixedBecause, rollout } = operated;
  return [
    {
      severity: 'info',
      prop: 'replicas',
      value: replicas,
      message: rollout,
      repairs: ['free nodes while it changes', 'another engine, whose pods are replaced one by one'],
    },
    ...(scaling === undefined
      ? []
      : [
          {
            prop: 'scaling',
            value: `${scaling.minReplicas} to ${scaling.maxReplicas}`,
            allowed: 'nothing: a fixed number of replicas',
            message: `pools of ${definition.name} have a fixed number of replicas: ${fixedBecause}`,
            repairs: ['leave scaling out, and replicas: the most that are needed'],
          },
        ]),
  ];
}
