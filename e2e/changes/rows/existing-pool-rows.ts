/** Rows of a pool that somebody else runs. */
import { Engine, type ExistingPoolProps, Model, SecretRef } from 'cdktf-agent-fleet';
import { ANOTHER_CLUSTER, type Rows } from './row';

export const EXISTING_POOL: Omit<ExistingPoolProps, 'cluster'> = {
  url: 'http://chat.ml-platform.svc.cluster.local:8000/v1',
  namespace: 'ml-platform',
  servedName: 'team-chat',
  model: Model.LLAMA_3_1_8B_INSTRUCT,
  maxContextTokens: 16_384,
};

const PRICE = { input: 0.2, output: 0.6, asOf: '2026-11-01' };

export const EXISTING_POOL_ROWS: Rows<ExistingPoolProps> = {
  cluster: ANOTHER_CLUSTER,
  url: { after: { url: 'http://chat.ml-platform.svc.cluster.local:9000/v1' } },
  namespace: { after: { namespace: 'ml-serving' } },
  servedName: { after: { servedName: 'team-chat-2' } },
  model: { after: { model: Model.LLAMA_3_2_1B_INSTRUCT } },
  maxContextTokens: { after: { maxContextTokens: 8_192 } },
  capacity: { before: { capacity: { kvTokens: 200_000 } }, after: { capacity: { kvTokens: 400_000, requests: 40 } } },
  measured: { before: { measured: { ttftMs: 300 } }, after: { measured: { ttftMs: 200, tpotMs: 20 } } },
  key: { after: { key: SecretRef.existing('ml-platform-key', 'key') } },
  costPerMillionTokens: { before: { costPerMillionTokens: PRICE }, after: { costPerMillionTokens: { ...PRICE, input: 0.3 } } },
  engine: { after: { engine: Engine.ollama() } },
  podPort: { after: { podPort: 9_000 } },
  podLabels: { before: { podLabels: { app: 'chat' } }, after: { podLabels: { app: 'chat-v2' } } },
};
