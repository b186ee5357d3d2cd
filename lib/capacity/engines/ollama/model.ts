import { modelByAccounting } from '../by-accounting';
import { UNCOMPARED_LATENCY } from '../uncompared-latency';
import { ollama } from './accounting';

/** Requests at once, and tokens of a compute batch, where nobody says otherwise (`OLLAMA_NUM_PARALLEL`, `num_batch`). */
const PARALLEL = 1;
const BATCH_TOKENS = 512;

/** Ollama: layers of a GGUF file and the contexts of all parallel slots, allocated when the model loads. */
export const OLLAMA_MODEL = modelByAccounting({
  id: 'ollama',
  name: 'Ollama',
  spelled: /^ollama$/i,
  compared: 'not checked against start-up logs',
  unread: [
    'engineVersion',
    'gpuMemoryUtilization',
    'maxNumBatchedTokens',
    'enforceEager',
    'sampler',
    'interconnect',
    'kvOffloadGiB',
    'kvOffload',
    'speculative',
    'schedulerRecvInterval',
  ],
  memoryShare: { input: null, setting: null, meaning: 'none: the engine takes what the layers and the contexts need' },
  latency: UNCOMPARED_LATENCY,
  decided: ({ maxNumSeqs = PARALLEL }) => ({ maxNumSeqs, maxNumBatchedTokens: BATCH_TOKENS }),
  slotTokens: ({ maxContextTokens }) => maxContextTokens,
  // Layers are dealt out whole.
  splitFaults: () => [],
  accounting: () => ollama(),
});
