/** Where weights lie between starts. */
import { Weights } from 'cdktf-agent-fleet';
import * as fc from 'fast-check';
import { type Mostly, pick, props } from './odd';

const accessMode = fc.oneof({ weight: 4, arbitrary: pick('ReadWriteMany') }, { weight: 1, arbitrary: pick('ReadWriteOnce') });

export const anyWeights = (mostly: Mostly) =>
  fc.oneof(
    { weight: 1, arbitrary: fc.record({ kind: pick('ephemeral') }) },
    {
      weight: 3,
      arbitrary: fc.record({
        kind: pick('claim'),
        props: props(mostly, 3, { storageClass: pick('shared-rwx'), sizeGiB: pick(200, 2_000), accessMode }),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: pick('existing'),
        name: mostly(pick('models')),
        props: props(mostly, 3, { accessMode, group: pick(5_000) }),
      }),
    },
  );

export type AnyWeights = ReturnType<typeof anyWeights> extends fc.Arbitrary<infer T> ? T : never;

export function weightsOf(weights: AnyWeights): Weights {
  if (weights.kind === 'ephemeral') return Weights.ephemeral();
  return weights.kind === 'claim' ? Weights.claim(weights.props as never) : Weights.existingClaim(weights.name, weights.props as never);
}
