/** How `sglang.launch_server` is asked for KV blocks that several pods share. `file` is the store of `offload`, which lies in the pod. */
import type { SharedKvTiers } from '../shared-kv-tier';
import { HICACHE_STORE, LMCACHE, UNREAD_STORE } from '../shared-kv-tiers';

const STORES = 'aibrix dynamic eic hf3fs mooncake mori nixl npu_memcache seaweedfs shm sim simm tensorcast';

export const SGLANG_SHARED_KV_TIERS: SharedKvTiers = {
  flags: [
    ['--enable-lmcache', '', LMCACHE],
    ['--lmcache-config-file', '', LMCACHE],
    ['--hicache-storage-backend', STORES, HICACHE_STORE],
    ['--enable-flexkv', '', UNREAD_STORE],
  ],
  variables: [
    ['LMCACHE_', LMCACHE],
    ['MOONCAKE_', HICACHE_STORE],
  ],
};
