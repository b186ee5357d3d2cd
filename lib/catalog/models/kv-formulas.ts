/** How the KV bytes of a row are computed, in words. Two bytes an element. */
export const KV_FORMULAS = {
  heads: '2 × layers × KV heads × head dim × 2',
  windows:
    'growth per token = full layers × KV heads × (key dim + value dim) × 2; sliding layers × KV heads × (key dim + value dim) × 2 × min(length, window) on top; the all-layer figure has no window saving',
  latent:
    'layers × (KV latent rank + rope head dim) × 2; one latent per layer, not multiplied by heads, replicated on every tensor-parallel rank',
  someLayers: 'attention layers × KV heads × (key dim + value dim) × 2; the other layers have no attention',
  hybrid: 'attention layers × KV heads × (key dim + value dim) × 2; linear layers hold a fixed state per sequence instead',
  hybridLatent: 'attention layers × (KV latent rank + rope head dim) × 2; linear layers hold a fixed state per sequence instead',
  compressed:
    'sum over layers of 512 × 2 ÷ compression ratio, plus a 64 B fp4 indexer entry per 4 tokens on ratio-4 layers; every layer keeps a 128-token window as well; the fp8 layout takes 584 B per compressed entry instead of 1,024',
  none: 'encoder: no cache between tokens',
} as const;
