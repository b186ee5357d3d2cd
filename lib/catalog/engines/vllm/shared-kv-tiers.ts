/** How `vllm serve` is asked for KV blocks that several pods share: names of connectors in `values.ts`, and types of secondary tiers (vllm/v1/kv_offload/tiering). */
import type { SharedKvTiers } from '../shared-kv-tier';
import { LMCACHE_IN_VLLM, MOONCAKE_STORE, UNREAD_STORE, VLLM_SHARED_TIERS } from '../shared-kv-tiers';

export const VLLM_SHARED_KV_TIERS: SharedKvTiers = {
  flags: [
    ['--kv-transfer-config', 'LMCache', LMCACHE_IN_VLLM],
    ['--kv-offloading-backend', 'lmcache', LMCACHE_IN_VLLM],
    ['--kv-transfer-config', 'MooncakeStoreConnector', MOONCAKE_STORE],
    ['--kv-transfer-config', 'FlexKVConnector HF3FSKVConnector', UNREAD_STORE],
    ['--kv-transfer-config', 'SharedStorageConnector "obj" "p2p"', VLLM_SHARED_TIERS],
  ],
  variables: [
    ['LMCACHE_', LMCACHE_IN_VLLM],
    ['MOONCAKE_', MOONCAKE_STORE],
  ],
};
