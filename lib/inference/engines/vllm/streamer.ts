/**
 * Weights straight from an object store (Run:ai Model Streamer), which the published images bring (docker/Dockerfile, `runai-model-streamer[s3,gcs,azure]`).
 * Read in the wheels 0.30.0 and 0.33.0 (vllm/model_executor/model_loader/runai_streamer_loader.py, sharded_state_loader.py, config/model.py, config/vllm.py) and
 * in those of the streamer, 0.17.1, 2026-11. Older releases ask the hub for the address when they are told to stay offline.
 */
import { EngineVersion } from '../../../catalog/engines/engine-version';
import { presence } from '../../../catalog/engines/flag';
import { VLLM_READ_RELEASES } from '../../../catalog/engines/vllm/definition';
import type { SecretRef } from '../../../core/secret-ref';
import { type ObjectStore, schemeOf } from '../../object-store';
import type { PoolReplica } from '../../pool-replica';
import type { ServingBase } from '../adapter';
import { flags } from '../engine-args';
import { speaksHarmony } from '../hub-download';
import { doubt, type EngineLimit } from '../limit';
import { HARMONY_PARSER, vllmRepositories } from './download';

const SINCE = '0.30.0';
/** Any will do: a store of one's own only signs with it. */
const SIGNING_REGION = 'us-east-1';

/**
 * Ranks of a node read the checkpoint once together and hand each other what they read; by itself each would read all of it. Files for each rank are read by
 * that rank alone, and the loader takes no such key.
 */
export function streamFlags({ streamed, replica }: Pick<ServingBase, 'streamed' | 'replica'>): string[] {
  if (streamed === undefined) return [];
  if (streamed.store.sharded === true) return flags({ '--load-format': 'runai_streamer_sharded' });
  const shared = ranks(replica) > 1 ? { '--model-loader-extra-config': JSON.stringify({ distributed: true }) } : {};
  return flags({ '--load-format': 'runai_streamer', ...shared });
}

/** Without a limit the streamer takes 40 GB; 0 is room for the largest tensor alone. */
export function streamEnv({ streamed }: Pick<ServingBase, 'streamed'>): Record<string, string | SecretRef> {
  if (streamed === undefined) return {};
  const { store, bufferBytes } = streamed;
  return {
    RUNAI_STREAMER_CONCURRENCY: String(store.connections),
    RUNAI_STREAMER_MEMORY_LIMIT: String(bufferBytes ?? 0),
    ...(schemeOf(store) === 's3' ? envOfS3(store) : {}),
    ...(store.account === undefined ? {} : { AZURE_STORAGE_ACCOUNT_NAME: store.account }),
  };
}

/** The metadata server of nodes is closed to pods: asking it would only take time. */
function envOfS3({ region = SIGNING_REGION, service, credentials, anonymous }: ObjectStore): Record<string, string | SecretRef> {
  return {
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_EC2_METADATA_DISABLED: 'true',
    ...(service === undefined ? {} : { AWS_ENDPOINT_URL: service.url, RUNAI_STREAMER_S3_USE_VIRTUAL_ADDRESSING: '0' }),
    ...(service?.caFile === undefined ? {} : { AWS_CA_BUNDLE: service.caFile }),
    ...(anonymous === true ? { RUNAI_STREAMER_S3_UNSIGNED: '1' } : {}),
    ...(credentials === undefined
      ? {}
      : { AWS_ACCESS_KEY_ID: credentials.accessKeyId, AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey }),
  };
}

const ranks = ({ tensorParallel, pipelineParallel = 1, dataParallel = 1 }: PoolReplica): number =>
  tensorParallel * pipelineParallel * dataParallel;

const ELSEWHERE = ['Weights.claim()', 'Weights.existingClaim(…), filled from the store beforehand'];

export function streamLimits(base: ServingBase): EngineLimit[] {
  if (base.streamed === undefined) return [];
  return [...releaseLimits(base), ...imageLimits(base), ...besideLimits(base), ...shardLimits(base)];
}

function releaseLimits({ checkpoint, replica: { engine } }: ServingBase): EngineLimit[] {
  const has = presence(EngineVersion.of(engine.version), SINCE, undefined, VLLM_READ_RELEASES);
  if (has === 'present') return [];
  const older: EngineLimit = {
    prop: 'weights',
    value: checkpoint,
    allowed: `release ${SINCE} and newer`,
    message: `${engine.name} ${has === 'uncertain' ? 'is not known to stream' : 'does not stream'} weights while it asks nobody for more, which pools tell it to`,
    repairs: [`engine: Engine.${engine.id}()`, ...ELSEWHERE],
  };
  return [has === 'uncertain' ? doubt(older) : older];
}

function imageLimits({ checkpoint, replica: { engine, gpu } }: ServingBase): EngineLimit[] {
  const { vendor } = gpu.facts;
  if (vendor === 'NVIDIA' || engine.ownImage !== null) return [];
  return [
    doubt({
      prop: 'weights',
      value: checkpoint,
      allowed: 'an NVIDIA GPU, or an image of yours that has it',
      message: `nobody says that the image of ${engine.name} for ${vendor} has what streams weights`,
      repairs: ELSEWHERE,
    }),
  ];
}

/** Where weights lie that do not come by a stream. */
const FOLDER = '/models';

/** What a pool reads beside its checkpoint, by a path below the folder of the weights. */
function pathsOf({ chatTemplate, speculative, adapters = [], extraArgs }: ServingBase): string[] {
  const named = [chatTemplate, speculative?.checkpoint, ...adapters.map(({ source }) => source), ...extraArgs];
  return named.filter((text): text is string => typeof text === 'string' && text.replace(/^[\w.-]+=/, '').startsWith(`${FOLDER}/`));
}

/** The hub is closed to pods that stream, and the vocabulary of openai/harmony is no part of a checkpoint. */
function besideLimits(base: ServingBase): EngineLimit[] {
  const { checkpoint, replica } = base;
  const others = vllmRepositories(base);
  const paths = pathsOf(base);
  return [
    ...(others.length > 0
      ? [
          {
            prop: 'weights',
            value: checkpoint,
            allowed: 'a source that brings all that is loaded',
            message: `${others.join(', ')} would have to come from the hub, which pods that stream their weights do not reach`,
            repairs: [...ELSEWHERE, 'leave out what names it: speculative, adapters or a flag'],
          },
        ]
      : []),
    ...(paths.length > 0
      ? [
          {
            prop: 'weights',
            value: checkpoint,
            allowed: 'a source that brings all that is loaded',
            message: `nothing lies below ${FOLDER} of pods that stream their weights, and ${paths.join(', ')} is to be read from there`,
            repairs: [...ELSEWHERE, 'leave out what names it'],
          },
        ]
      : []),
    ...(speaksHarmony(base, HARMONY_PARSER)
      ? [
          {
            prop: 'weights',
            value: checkpoint,
            allowed: 'Weights.claim() or Weights.ephemeral(), which bring its vocabulary',
            message: `${replica.model.id} is prompted through a vocabulary that is no part of its checkpoint`,
            repairs: ['Weights.claim()'],
          },
        ]
      : []),
  ];
}

/** Files for each rank hold the weights as they lay on the GPUs: of that many ranks, in that format, without layers that draft. */
function shardLimits({ streamed, replica, quantizedAtLoad, speculative }: ServingBase): EngineLimit[] {
  if (streamed?.store.sharded !== true) return [];
  const whole = (message: string, allowed: string, repairs: readonly string[]): EngineLimit => ({
    prop: 'weights.sharded',
    value: true,
    allowed,
    message,
    repairs: [...repairs, 'leave sharded out, and name a folder with whole files'],
  });
  const prompts = replica.prefill?.replica;
  return [
    ...(quantizedAtLoad === null
      ? []
      : [
          whole(`files of each GPU are loaded as they are, and ${quantizedAtLoad} is to be made at load`, "quantization: 'checkpoint'", [
            "quantization: 'checkpoint'",
          ]),
        ]),
    ...(speculative?.method === 'own-layers'
      ? [whole('the layers that draft are not among the files of each GPU', 'no drafts of its own layers', ['leave speculative out'])]
      : []),
    ...(prompts !== undefined && prompts.tensorParallel !== replica.tensorParallel
      ? [
          whole(
            `prompts are computed on ${prompts.tensorParallel} GPUs and answers on ${replica.tensorParallel}, and files are for one number`,
            'as many GPUs for either stage',
            [`prefill.gpusPerReplica: ${replica.tensorParallel}`],
          ),
        ]
      : []),
  ];
}
