/** Why pools trust no tier of KV blocks that several pods share: one row a tier, with what was published of it. */
import type { SharedKvTier } from './shared-kv-tier';

const AS_OF = '2026-11-30';
const NO_REVISION = 'its keys hold the name of the model and neither its revision nor that of its weights';

/** Where the layout of the cache is not that of vLLM. */
export const LMCACHE: SharedKvTier = {
  name: 'LMCache',
  why: NO_REVISION,
  provenance: {
    source:
      'lmcache/v1/distributed/api.py (ObjectKey) and lmcache/utils.py (CacheEngineKey) in the wheel 0.5.6; LMCache/LMCache#4903, open',
    asOf: AS_OF,
    evidence: 'found',
  },
};

export const LMCACHE_IN_VLLM: SharedKvTier = {
  name: LMCACHE.name,
  why: `with the layout of the KV cache since vLLM 0.26 its answers were wrong without an error, and ${NO_REVISION}`,
  provenance: {
    source: `LMCache/LMCache#4463, #4467 (in the process of the engine) and #4247, #4253 (a server beside it), open in September 2026; ${LMCACHE.provenance.source}`,
    asOf: AS_OF,
    evidence: 'found',
  },
};

export const MOONCAKE_STORE: SharedKvTier = {
  name: 'Mooncake Store',
  why: 'its keys leave out the format and the layout of the KV cache and the revision of the model, unless somebody keeps a prefix up to date by hand',
  provenance: { source: 'vllm-project/vllm#45767 (cache_prefix)', asOf: AS_OF, evidence: 'found' },
};

export const VLLM_SHARED_TIERS: SharedKvTier = {
  name: 'a shared tier of the engine',
  why: 'the names of its blocks leave out the revision of the model and the layout of the KV cache, and a block has no checksum',
  provenance: { source: 'vllm-project/vllm#49261, #55904 and #54363', asOf: AS_OF, evidence: 'found' },
};

/** Stores of SGLang's HiCache other than its files in the pod. */
export const HICACHE_STORE: SharedKvTier = {
  name: 'a store of HiCache',
  why: 'its keys leave out the format of the KV cache and the revision of the model',
  provenance: { source: 'sgl-project/sglang#33268, open; hicache_storage.py (config_suffix)', asOf: AS_OF, evidence: 'found' },
};

/** Stores whose keys are made in libraries of their own. */
export const UNREAD_STORE: SharedKvTier = {
  name: 'a store outside of the engine',
  why: 'nobody has published that its keys tell revisions of a model and layouts of the KV cache apart',
  provenance: { source: 'not read', asOf: AS_OF, evidence: 'assumed' },
};
