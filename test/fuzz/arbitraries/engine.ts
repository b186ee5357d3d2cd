/** Engines by release, with images of somebody's own. */
import { Engine } from 'cdktf-agent-fleet';
import * as fc from 'fast-check';
import { type Mostly, pick, props } from './odd';

export interface AnyEngine {
  readonly kind: 'vllm' | 'sglang';
  readonly version?: string;
  readonly image?: string;
  readonly digest?: string;
}

const DIGEST = `sha256:${'0123456789abcdef'.repeat(4)}`;

const own = (mostly: Mostly) => props(mostly, 8, { image: pick('registry.example.com/engines/server'), digest: pick(DIGEST) });

export const anyEngine = (mostly: Mostly): fc.Arbitrary<AnyEngine> =>
  fc.oneof(
    {
      weight: 5,
      arbitrary: fc
        .tuple(mostly(pick(undefined, undefined, '0.30.0', '0.33.0', '0.29.0', '0.26.0', '0.22.1')), own(mostly))
        .map(([version, rest]) => ({ kind: 'vllm' as const, ...(version === undefined ? {} : { version }), ...rest })),
    },
    { weight: 1, arbitrary: own(mostly).map((rest) => ({ kind: 'sglang' as const, ...rest })) },
  );

export const engineOf = ({ kind, ...rest }: AnyEngine): Engine => Engine[kind](rest);
