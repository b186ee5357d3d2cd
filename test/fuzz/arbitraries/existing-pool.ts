/** Pools that somebody else runs. */
import type { TerraformStack } from 'cdktf';
import { type Cluster, InferencePool, Model, SecretRef } from 'cdktf-agent-fleet';
import * as fc from 'fast-check';
import { anyEngine, engineOf } from './engine';
import { given, type Mostly, mapped, oneIn, pick, props } from './odd';
import type { PoolAtHand } from './role';

export const anyExistingPool = (mostly: Mostly) =>
  fc.record({
    url: mostly(pick('http://chat.ml-platform.svc.cluster.local:8000/v1', 'https://chat.ml-platform.svc/v1')),
    namespace: mostly(fc.oneof({ weight: 19, arbitrary: pick('ml-platform') }, { weight: 1, arbitrary: pick('models.of-others') })),
    servedName: mostly(pick('team-chat', 'Team Chat: 70B')),
    model: pick(Model.LLAMA_3_1_8B_INSTRUCT, Model.QWEN3_8B, Model.LLAMA_3_3_70B_INSTRUCT),
    maxContextTokens: mostly(pick(16_384, 32_768)),
    others: props(mostly, 2, {
      capacity: pick<unknown>({ kvTokens: 2_000_000 }, { requests: 400, tokensPerSecond: 20_000 }, { kvTokens: 4_000_000, requests: 200 }),
      measured: pick({ ttftMs: 200 }, { ttftMs: 90, tpotMs: 20 }),
      key: pick(SecretRef.existing('ml-platform-key', 'key')),
      costPerMillionTokens: pick(
        { input: 0.2, output: 0.6, asOf: '2026-11-01' },
        { input: 0, output: 0, cachedInput: 0, asOf: '2026-11-01' },
      ),
      podPort: pick(8_000, 9_000),
      podLabels: pick({ app: 'chat' }, { 'app.kubernetes.io/name': 'chat', tier: 'gpu' }),
    }),
    engine: oneIn(4, anyEngine(mostly)),
  });

export type AnyExistingPool = ReturnType<typeof anyExistingPool> extends fc.Arbitrary<infer T> ? T : never;

export function existingPoolOf(theirs: AnyExistingPool, stack: TerraformStack, id: string, cluster: Cluster): PoolAtHand {
  const { others, engine, ...rest } = theirs;
  const pool = InferencePool.fromExisting(stack, id, given({ cluster, ...rest, ...others, engine: mapped(engine, engineOf) }) as never);
  return { pool, admits: Number(theirs.maxContextTokens), adapter: undefined };
}
