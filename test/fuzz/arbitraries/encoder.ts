/** Pools of models that embed or rerank, on the engines that serve them, with any way of scaling. */
import type { TerraformStack } from 'cdktf';
import { Gpu, InferencePool, Model } from 'cdktf-agent-fleet';
import * as fc from 'fast-check';
import { anyEncoderEngine, engineOf } from './engine';
import { given, type Mostly, mapped, oneIn, pick } from './odd';
import { anyQueueScaling, anyScaling, scalingOf } from './scaling';

const ENCODERS = Model.all().filter(({ facts }) => facts.kind !== 'llm');

export const anyEncoder = (mostly: Mostly) =>
  fc.record({
    model: fc.oneof(
      { weight: 8, arbitrary: fc.constant(Model.BGE_M3.id) },
      { weight: 1, arbitrary: fc.constantFrom(...ENCODERS.map(({ id }) => id)) },
    ),
    engine: oneIn(2, anyEncoderEngine(mostly)),
    scaling: oneIn(4, fc.oneof({ weight: 9, arbitrary: anyQueueScaling(mostly) }, { weight: 1, arbitrary: anyScaling(mostly) })),
    maxContextTokens: mostly(pick(512, 512, 8_192)),
  });

export type AnyEncoder = ReturnType<typeof anyEncoder> extends fc.Arbitrary<infer T> ? T : never;

const modelOf = (id: string): Model => ENCODERS.find((model) => model.id === id) ?? Model.BGE_M3;

export function encoderOf(
  { model, engine, scaling, maxContextTokens }: AnyEncoder,
  stack: TerraformStack,
  id: string,
  at: object,
): InferencePool {
  return new InferencePool(stack, id, {
    ...at,
    ...given({ engine: mapped(engine, engineOf), scaling: mapped(scaling, scalingOf) }),
    model: modelOf(model),
    gpu: Gpu.L40S,
    maxContextTokens,
  } as never);
}

export const embeds = ({ model }: AnyEncoder): boolean => modelOf(model).facts.kind === 'embedding';
