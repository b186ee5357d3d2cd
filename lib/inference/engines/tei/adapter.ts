/** Text Embeddings Inference: flags from typed props, non-root, read-only root. Told to stop, it answers what is in flight and ends. */
import { TEI } from '../../../catalog/engines/tei/definition';
import type { EngineAdapter, ServingSpec } from '../adapter';
import { flags, grpcTracingEnv, grpcTracingFlags } from '../engine-args';
import { teiDownload, teiFolder, teiRepositories } from './download';
import { teiLimits, truncates } from './limits';

const HOME = '/home/tei';
const WEIGHTS = '/models';

export const teiAdapter: EngineAdapter = {
  definition: TEI,
  runAs: { user: 1000, group: 1000 },
  weightsFolder: WEIGHTS,
  drainSeconds: 30,
  ownedFlags: ['--served-model-name', '--max-batch-tokens', '--max-batch-requests', '--auto-truncate'],
  flagsOfProps: { tracing: ['--otlp-endpoint', '--otlp-service-name'] },
  spansOver: 'grpc',
  ownedEnvironment: {
    MODEL_ID: 'model',
    MAX_BATCH_TOKENS: 'maxNumBatchedTokens',
    MAX_BATCH_REQUESTS: 'maxNumSeqs',
    SERVED_MODEL_NAME: 'model',
    OTLP_ENDPOINT: 'tracing',
    OTLP_SERVICE_NAME: 'tracing',
    HUGGINGFACE_HUB_CACHE: 'weights',
    HF_TOKEN: 'huggingFaceToken',
    HF_API_TOKEN: 'huggingFaceToken',
  },
  limits: teiLimits,
  writableFolders: () => [
    { name: 'tmp', path: '/tmp', sizeGiB: 1, usedByDownload: true },
    // Kernels that the driver compiles for a card are kept there.
    { name: 'home', path: HOME, sizeGiB: 2 },
  ],
  args: (spec) => [...servingFlags(spec), ...grpcTracingFlags(spec), ...spec.extraArgs],
  env: (spec) => ({ HOME, ...grpcTracingEnv(spec) }),
  pinsRevisions: true,
  repositories: teiRepositories,
  download: (spec, marker) => teiDownload(spec, WEIGHTS, marker),
  downloadEnv: ({ huggingFaceToken }) => (huggingFaceToken === undefined ? {} : { HF_TOKEN: huggingFaceToken }),
};

function servingFlags({ replica, supply, checkpoint, servedName }: ServingSpec): string[] {
  return [
    ...flags({
      '--model-id': teiFolder(checkpoint, WEIGHTS),
      '--served-model-name': servedName,
      // The variable HOSTNAME of a pod is no address, and the server reads it.
      '--hostname': '0.0.0.0',
      '--port': String(TEI.port),
      '--max-batch-tokens': String(supply.maxNumBatchedTokens),
      ...(replica.maxNumSeqs === undefined ? {} : { '--max-batch-requests': String(replica.maxNumSeqs) }),
      '--auto-truncate': String(truncates(replica, supply.maxNumBatchedTokens)),
    }),
    '--json-output',
  ];
}
