/** Ollama: variables from typed props, non-root, read-only root. The file is fetched before the engine starts, and the engine reaches nobody. */
import { OLLAMA } from '../../../catalog/engines/ollama/definition';
import type { EngineAdapter } from '../adapter';
import { ollamaLimits } from './limits';
import { OLLAMA_COMMAND, OLLAMA_IS_WARM, ollamaDownload, ollamaSource } from './program';

const HOME = '/home/ollama';
const WEIGHTS = '/models';

export const ollamaAdapter: EngineAdapter = {
  definition: OLLAMA,
  runAs: { user: 1000, group: 1000 },
  weightsFolder: WEIGHTS,
  drainSeconds: 30,
  ownedFlags: [],
  flagsOfProps: {},
  ownedEnvironment: {
    OLLAMA_HOST: 'the library',
    OLLAMA_MODELS: 'weights',
    OLLAMA_NUM_PARALLEL: 'maxNumSeqs',
    OLLAMA_CONTEXT_LENGTH: 'maxContextTokens',
    OLLAMA_KV_CACHE_TYPE: 'kvCacheDtype',
    OLLAMA_MAX_LOADED_MODELS: 'model',
    OLLAMA_KEEP_ALIVE: 'the library',
    OLLAMA_LOAD_TIMEOUT: 'the library',
    OLLAMA_NO_CLOUD: 'the library',
    OLLAMA_NOPRUNE: 'the library',
  },
  limits: ollamaLimits,
  writableFolders: () => [
    { name: 'tmp', path: '/tmp', sizeGiB: 2, usedByDownload: true },
    { name: 'home', path: HOME, sizeGiB: 1, usedByDownload: true },
  ],
  command: () => OLLAMA_COMMAND,
  warmCommand: OLLAMA_IS_WARM,
  args: (spec) => [spec.servedName, ollamaSource(spec), String(spec.supply.maxNumSeqs), ...spec.extraArgs],
  env: ({ replica, startupSeconds }) => ({
    HOME,
    OLLAMA_HOST: `0.0.0.0:${OLLAMA.port}`,
    OLLAMA_MODELS: WEIGHTS,
    OLLAMA_CONTEXT_LENGTH: String(replica.maxContextTokens),
    OLLAMA_KV_CACHE_TYPE: 'f16',
    OLLAMA_MAX_LOADED_MODELS: '1',
    // It never unloads the model, and gives the load as long as the pod does.
    OLLAMA_KEEP_ALIVE: '-1',
    OLLAMA_LOAD_TIMEOUT: `${startupSeconds}s`,
    OLLAMA_NO_CLOUD: '1',
    // Replicas that share the folder do not clear away each other's files.
    OLLAMA_NOPRUNE: '1',
  }),
  repositories: (spec) => (spec.checkpoint.startsWith('/') ? [] : [ollamaSource(spec)]),
  download: (spec, marker) => ollamaDownload(spec, WEIGHTS, marker),
  downloadEnv: () => ({ HOME }),
};
