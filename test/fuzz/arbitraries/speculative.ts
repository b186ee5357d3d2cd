/** What drafts tokens, for models of which a drafter is known, and for others. */
import { Model, Speculative } from 'cdktf-agent-fleet';
import * as fc from 'fast-check';
import { type Mostly, pick } from './odd';

const tokens = pick(1, 2, 3, 4, 8);
const sized = { checkpoint: 'acme/eagle-head', weightsGiB: 1.5, kvBytesPerToken: 4_096 };

export const anySpeculative = (mostly: Mostly) =>
  fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({
        kind: pick('promptLookup'),
        props: fc.record({ tokens: mostly(tokens), longestMatch: mostly(pick(4, 5, 8)), shortestMatch: mostly(pick(1, 2)) }),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({ kind: pick('ownLayers'), props: fc.record({ layers: mostly(pick(1, 2)), tokens: mostly(tokens) }) }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: pick('draftModel'),
        props: fc.record({ drafter: mostly(pick('small llama', 'small qwen', 'sized')), tokens: mostly(tokens) }),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: pick('eagle', 'eagle3'),
        props: fc.record({ drafter: mostly(pick('sized', 'sized', 'sized', 'small qwen')), tokens: mostly(tokens) }),
      }),
    },
  );

export type AnySpeculative = ReturnType<typeof anySpeculative> extends fc.Arbitrary<infer T> ? T : never;

const DRAFTERS = { 'small llama': Model.LLAMA_3_2_1B_INSTRUCT, 'small qwen': Model.QWEN3_0_6B, sized };

/** An odd value stays as it is. */
export function speculativeOf(given: AnySpeculative): unknown {
  if (typeof given !== 'object' || given === null || !('props' in given)) return given;
  const { kind, props } = given as AnySpeculative;
  const drafter = 'drafter' in props ? { drafter: DRAFTERS[props.drafter] ?? props.drafter } : {};
  return Speculative[kind]({ ...props, ...drafter } as never);
}
