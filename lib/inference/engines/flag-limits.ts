/**
 * What an engine cannot do for lack of a flag: one whose `EngineAdapter` names none for priorities serves by arrival, one that names none for spans sends none,
 * one that names none for weights streams none, and one that says nothing of its stages does not split them.
 */
import type { EngineAdapter, ServingBase } from './adapter';
import { absent, type EngineLimit } from './limit';

/** Of an engine that says nothing of its spans. */
export const UNTRACED = 'it is not known to send spans';

/** Whether the release is old enough to lack the flag is asked of every flag elsewhere. */
export function flagLimits({ flagsOfProps, disaggregated, untraced = UNTRACED }: EngineAdapter, base: ServingBase): EngineLimit[] {
  const { scheduling, spansTo, stage, streamed, replica, checkpoint } = base;
  return [
    ...(stage?.kind === 'decode' && disaggregated === undefined
      ? [absent(replica, 'prefill', 'replicas of their own', 'it is not known how its replicas hand prompts on to each other')]
      : []),
    ...(scheduling === 'priority' && flagsOfProps.scheduling === undefined
      ? [absent(replica, 'tuning.scheduling', scheduling, 'it serves requests in the order in which they come')]
      : []),
    ...(spansTo !== undefined && flagsOfProps.tracing === undefined ? [absent(replica, 'tracing', spansTo, untraced)] : []),
    ...(spansTo === null ? [notTaken(replica)] : []),
    ...(streamed !== undefined && flagsOfProps.weights === undefined
      ? [
          {
            prop: 'weights',
            value: checkpoint,
            allowed: 'weights that lie in its folder when it starts',
            message: `${replica.engine.name} is not known to stream weights from an object store`,
            repairs: ['engine: Engine.vllm()', 'Weights.claim()', 'Weights.existingClaim(…), filled from the store beforehand'],
          },
        ]
      : []),
  ];
}

const notTaken = ({ engine }: ServingBase['replica']): EngineLimit => ({
  prop: 'tracing',
  value: 'OTLP over HTTP alone',
  allowed: 'a collector that takes OTLP over gRPC, as that of Tracing.otlp, .langfuse and .langSmith does',
  message: `${engine.name} sends its spans over gRPC, and this tracing takes them over HTTP alone`,
  repairs: ["tracing: Tracing.otlp(stack, 'tracing', …)", 'leave tracing out'],
});

/** Whether the engine of a pool can be told to serve urgent requests first. */
export function hasPriorities({ flagsOfProps }: EngineAdapter, { engine }: ServingBase['replica']): boolean {
  const [flag] = flagsOfProps.scheduling ?? [];
  return flag !== undefined && engine.knowsFlag(flag) === 'present';
}
