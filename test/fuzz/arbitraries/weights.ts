/** Where weights lie between starts. */
import { InternalService, SecretRef, Weights } from 'cdktf-agent-fleet';
import * as fc from 'fast-check';
import { given, type Mostly, oneIn, pick, props } from './odd';

const accessMode = fc.oneof({ weight: 12, arbitrary: pick('ReadWriteMany') }, { weight: 1, arbitrary: pick('ReadWriteOnce') });

/** What not every kind of store has. */
const ofStore = <const T>(value: T) => oneIn(3, pick(value));

export const anyWeights = (mostly: Mostly) =>
  fc.oneof(
    {
      weight: 1,
      arbitrary: fc.record({
        kind: pick('ephemeral'),
        props: props(mostly, 3, { storageClass: pick('local-nvme'), readMBps: pick(50, 3_000) }),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: pick('image'),
        image: mostly(pick('registry.internal/weights:1')),
        props: props(mostly, 3, { path: pick('/weights'), readMBps: pick(400) }),
      }),
    },
    {
      weight: 3,
      arbitrary: fc.record({
        kind: pick('claim'),
        props: props(mostly, 3, { storageClass: pick('shared-rwx'), sizeGiB: pick(200, 2_000), accessMode, readMBps: pick(500) }),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: pick('object-store'),
        store: fc.oneof(
          fc.record({
            uri: mostly(pick('s3://weights/llama')),
            region: pick('eu-central-1'),
            anonymous: pick(true),
            cidrs: ofStore(['10.20.0.0/24']),
            sharded: ofStore(true),
          }),
          fc.record({
            uri: pick('s3://weights/llama'),
            service: pick(new InternalService({ name: 'minio', namespace: 'storage', port: 9000 })),
            sharded: ofStore(true),
            credentials: pick({ accessKeyId: SecretRef.existing('store', 'id'), secretAccessKey: SecretRef.existing('store', 'key') }),
          }),
          fc.record({ uri: pick('az://weights/llama'), account: mostly(pick('acmeweights')), cidrs: ofStore(['10.20.0.0/24']) }),
        ),
        props: props(mostly, 3, { connections: pick(4, 32), readMBps: pick(2_000) }),
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
  if (weights.kind === 'ephemeral') return Weights.ephemeral(weights.props as never);
  if (weights.kind === 'image') return Weights.image({ image: weights.image, ...weights.props } as never);
  if (weights.kind === 'object-store') return Weights.objectStore({ ...given(weights.store), ...weights.props } as never);
  return weights.kind === 'claim' ? Weights.claim(weights.props as never) : Weights.existingClaim(weights.name, weights.props as never);
}
