/**
 * Prefill and decode on different replicas: `NixlConnector` reads the keys and values of a prompt from the GPU that computed them, and vllm-router sends the
 * prompt there first, with `max_tokens: 1`, and then the request with what came back. Read in release 0.30.0 (vllm/distributed/kv_transfer/kv_connector/v1/nixl,
 * vllm/config/vllm.py) and in its page "NixlConnector Compatibility Matrix", 2026-11; the proxy was tried as vllm-router 0.1.17.
 */

import { EngineVersion } from '../../../catalog/engines/engine-version';
import { presence } from '../../../catalog/engines/flag';
import { VLLM_READ_RELEASES } from '../../../catalog/engines/vllm/definition';
import { IMAGES } from '../../../catalog/pins/images';
import type { PoolReplica } from '../../pool-replica';
import type { ServingBase } from '../adapter';
import type { Disaggregated, ProxiedStages, ServedStage, StageProxyMetrics } from '../disaggregated';
import { flags } from '../engine-args';
import { doubt, type EngineLimit } from '../limit';

/** The oldest release whose connector was read; its images have the library that moves the data (`INSTALL_KV_CONNECTORS`). */
const SINCE = '0.19.0';
/** Of its image nothing is known but that it is no root's. */
const RUN_AS = { user: 65_532, group: 65_532 };
const PROXY_PORT = 8_080;
const METRICS_PORT = 29_000;

const ROLES: Readonly<Record<ServedStage['kind'], string>> = { prefill: 'kv_producer', decode: 'kv_consumer' };

/** By itself the library takes UCX, which does not drive the adapters of AWS. */
export function stageFlags({ stage }: Pick<ServingBase, 'stage'>): string[] {
  if (stage === undefined) return [];
  const backends = stage.fabric === 'efa' ? { kv_connector_extra_config: { backends: ['LIBFABRIC'] } } : {};
  return flags({ '--kv-transfer-config': JSON.stringify({ kv_connector: 'NixlConnector', kv_role: ROLES[stage.kind], ...backends }) });
}

/** With stages apart it writes its `pd` series alone (src/metrics.rs and src/routers/http/vllm_pd_router.rs of vllm-router, read 2026-11). */
const METRICS: StageProxyMetrics = {
  port: METRICS_PORT,
  path: '/metrics',
  requests: 'vllm_router_pd_requests_total',
  unplaced: 'vllm_router_pd_errors_total',
  prefillFailures: 'vllm_router_pd_prefill_errors_total',
  decodeFailures: 'vllm_router_pd_decode_errors_total',
};

export const vllmStages: Disaggregated = {
  addressVariable: 'VLLM_NIXL_SIDE_CHANNEL_HOST',
  proxy: {
    image: IMAGES.vllmRouter,
    command: ['vllm-router'],
    port: PROXY_PORT,
    runAs: RUN_AS,
    readyPath: '/readiness',
    livePath: '/liveness',
    sessionHeader: 'x-session-id',
    metrics: METRICS,
    args: proxyArgs,
  },
};

const selector = (labels: Readonly<Record<string, string>>): string[] => Object.entries(labels).map(([key, value]) => `${key}=${value}`);

/** A session keeps its replica of each stage, where its earlier turns are cached. */
function proxyArgs({ namespace, prefill, decode, port }: ProxiedStages): string[] {
  return [
    '--vllm-pd-disaggregation',
    '--service-discovery',
    ...flags({ '--service-discovery-namespace': namespace, '--service-discovery-port': String(port) }),
    '--prefill-selector',
    ...selector(prefill),
    '--decode-selector',
    ...selector(decode),
    ...flags({ '--policy': 'consistent_hash', '--host': '0.0.0.0', '--port': String(PROXY_PORT) }),
    // By itself it serves them to its own pod alone.
    ...flags({ '--prometheus-host': '0.0.0.0', '--prometheus-port': String(METRICS_PORT) }),
    // It sends nothing again that a prefill replica failed to take: one that was killed is asked until two looks in a row found it gone.
    ...flags({ '--health-check-interval-secs': '1', '--health-failure-threshold': '2', '--log-level': 'warning' }),
  ];
}

/** What both replicas cannot do together. Asked of the one that writes the answers; the other has the same props. */
export function stageLimits(base: ServingBase): EngineLimit[] {
  const { stage, replica } = base;
  if (stage?.kind === 'prefill') return pipelineLimits(replica);
  if (stage === undefined) return [];
  return [
    ...releaseLimits(replica),
    ...cardLimits(replica),
    ...(stage.fabric === 'efa' && replica.engine.ownImage === null ? [adaptersOfAws(replica)] : []),
    ...modelLimits(replica),
    ...spreadLimits(replica),
    ...tensorLimits(replica),
    ...besideLimits(base),
  ];
}

const refused = (message: string, allowed: string, repairs: readonly string[], prop = 'prefill', value: unknown = true): EngineLimit => ({
  prop,
  value,
  allowed,
  message,
  repairs: [...repairs, 'leave prefill out'],
});

function releaseLimits({ engine }: PoolReplica): EngineLimit[] {
  const has = presence(EngineVersion.of(engine.version), SINCE, undefined, VLLM_READ_RELEASES);
  if (has === 'present') return [];
  const older = refused(
    `${engine.name} is not known to hand prompts on between replicas`,
    `release ${SINCE} and newer`,
    [`engine: Engine.${engine.id}()`],
    'engine',
    engine.version,
  );
  return [has === 'uncertain' ? doubt(older) : older];
}

function cardLimits({ gpu, engine, enginesPerCard = 1 }: PoolReplica): EngineLimit[] {
  const { vendor } = gpu.facts;
  return [
    ...(vendor === 'NVIDIA' || engine.ownImage !== null
      ? []
      : [
          doubt(
            refused(
              `nobody says that the image for ${vendor} has what moves keys and values from card to card`,
              'an NVIDIA GPU, or an image of yours that has it',
              [],
            ),
          ),
        ]),
    ...(enginesPerCard > 1 || gpu.facts.sliceOf !== null
      ? [
          refused('a part of a card has no adapter of its own by which keys and values could leave it', 'whole cards', [
            'a node pool of whole cards',
          ]),
        ]
      : []),
  ];
}

const adaptersOfAws = ({ engine }: PoolReplica): EngineLimit =>
  doubt(
    refused(
      'over EFA the transfer goes through libfabric, and nobody says that the image has the plug-in for it',
      'InfiniBand or RoCE, or an image of yours that has it',
      [`engine: ${engine.factory}({ version: '${engine.version}', image: '<your image, with the plug-in>' })`],
    ),
  );

/** What the page calls supported are dense models, mixtures of experts, latents, and layers with a window or a state. */
function modelLimits({ model, languageModelOnly = false, mediaPerPrompt, speculativeTokens = 0 }: PoolReplica): EngineLimit[] {
  const { kind, linearState, weightDetail } = model.facts;
  const seesImages = weightDetail?.encoder !== undefined || (weightDetail?.towerParams !== undefined && weightDetail.towerParams !== 0);
  const noMedia = languageModelOnly || (mediaPerPrompt?.images === 0 && mediaPerPrompt.videos === 0);
  if (kind !== 'llm')
    return [refused(`${model.id} writes no answers that could be split from its prompts`, 'a language model', [], 'model', model.id)];
  return [
    ...(seesImages && !noMedia
      ? [
          doubt(
            refused(`whether images of a prompt of ${model.id} survive the way is not known`, "extraArgs: ['--language-model-only']", [
              "extraArgs: ['--language-model-only']",
            ]),
          ),
        ]
      : []),
    ...(linearState !== null && speculativeTokens > 0
      ? [
          doubt(
            refused(
              `whether the states of ${model.id} can be sent while tokens are drafted is not known`,
              'nothing',
              ['leave speculative out'],
              'speculative',
            ),
          ),
        ]
      : []),
  ];
}

const one = (prop: string, value: number, why: string): EngineLimit => refused(why, '1', [`leave ${prop} out`], prop, value);

/** Asked of either end: a repair may divide the layers of one. */
const pipelineLimits = ({ pipelineParallel = 1 }: Pick<PoolReplica, 'pipelineParallel'>): EngineLimit[] =>
  pipelineParallel > 1
    ? [one('parallelism.pipeline', pipelineParallel, 'the connector reads from replicas without pipeline stages, into replicas without')]
    : [];

function spreadLimits({
  pipelineParallel = 1,
  dataParallel = 1,
  decodeContextParallel = 1,
  nodes = 1,
  tensorParallel,
  model,
}: PoolReplica): EngineLimit[] {
  return [
    ...pipelineLimits({ pipelineParallel }),
    ...(dataParallel > 1
      ? [one('parallelism.data', dataParallel, 'which copy of the attention a prompt is sent to is not in the plan')]
      : []),
    ...(nodes > 1
      ? [one('nodesPerReplica', nodes, 'where the ranks of other nodes are asked for keys and values is not in the plan')]
      : []),
    ...(decodeContextParallel > 1 && (model.facts.mla === null || decodeContextParallel !== tensorParallel)
      ? [
          refused(
            'with stages apart only latents can be divided by tokens, and over all GPUs of the replica',
            `1${model.facts.mla === null ? '' : ` or ${tensorParallel}`}`,
            ['leave parallelism.decodeContext out'],
            'parallelism.decodeContext',
            decodeContextParallel,
          ),
        ]
      : []),
  ];
}

/** Each GPU that writes reads its heads from those that computed them. */
function tensorLimits({ model, tensorParallel: decode, prefill }: PoolReplica): EngineLimit[] {
  const computing = prefill?.replica.tensorParallel ?? decode;
  const { kvHeads, mla, linearState } = model.facts;
  const reason =
    computing === decode
      ? null
      : Math.max(computing, decode) % Math.min(computing, decode) !== 0
        ? 'neither number divides the other, so that heads would be cut'
        : linearState !== null && mla === null
          ? `the states of ${model.id} can only be sent between replicas of equal size`
          : computing > decode && mla === null && kvHeads !== null && computing > kvHeads
            ? `${computing} GPUs hold the ${kvHeads} KV heads of ${model.id} several times over, and ${decode} cannot read them from there`
            : null;
  if (reason === null) return [];
  return [
    refused(
      `prompts come from ${computing} GPUs and go to ${decode}: ${reason}`,
      String(decode),
      [`prefill.gpusPerReplica: ${decode}`],
      'prefill.gpusPerReplica',
      computing,
    ),
  ];
}

/** There is one connector; blocks in host memory have another. Scales that are computed at run time are not sent. */
function besideLimits({ replica, adapters }: ServingBase): EngineLimit[] {
  const { kvOffloadGiB = 0, rareKvCacheDtype: format, engine } = replica;
  return [
    ...(kvOffloadGiB > 0
      ? [
          refused(
            `${engine.name} has one connector for keys and values, and host memory would take it from the transfer`,
            '0',
            ['leave offload.kvCacheGiB out'],
            'offload.kvCacheGiB',
            kvOffloadGiB,
          ),
        ]
      : []),
    ...(format !== undefined
      ? [
          refused(
            `the scales of ${format} are computed at run time and are not sent with the blocks`,
            "'auto' or 'fp8'",
            ["kvCacheDtype: 'fp8'"],
            'kvCacheDtype',
            format,
          ),
        ]
      : []),
    ...(adapters === undefined
      ? []
      : [
          doubt(
            refused(
              'whether prompts of LoRA adapters are handed on is not known',
              'no adapters',
              ['leave adapters out'],
              'adapters',
              adapters.length,
            ),
          ),
        ]),
  ];
}
