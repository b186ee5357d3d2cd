import { z } from 'zod';

/** Raised when a field changes its meaning or disappears; new fields do not raise it. */
export const PLAN_SCHEMA_VERSION = 1;
/** File name of the plan beside `cdk.tf.json`. */
export const PLAN_FILE = 'fleet.plan.json';

const money = z.number().nullable();

const changeSchema = z.object({
  field: z.string().describe('prop as it is written in the program, e.g. `parallelism.pipeline`'),
  op: z.enum(['set', 'atMost', 'atLeast', 'remove']).describe('exactly the value, any value up to or from it, or the prop left out'),
  value: z
    .union([z.string(), z.number(), z.boolean(), z.object({ constant: z.string().describe('a name in the program, e.g. `Gpu.H200_SXM`') })])
    .optional()
    .describe('absent where the prop is left out'),
  on: z
    .object({ kind: z.enum(['pool', 'fleet', 'cluster', 'router']), name: z.string() })
    .optional()
    .describe('construct that is changed; the one of the finding where absent'),
});

const repairSchema = z.object({
  change: z.string().describe('the changes in words'),
  code: z.string().describe('the changes as props to paste'),
  changes: z.array(changeSchema).describe('the changes as data, all of them made together'),
  costPerHour: money
    .optional()
    .describe('USD per hour of the pool after the change; null when a price is unknown, absent where it costs nothing'),
  costDeltaPerHour: money.optional().describe('USD per hour more or less than before; null when a price is unknown'),
  headroom: z.number().optional().describe('free share of the KV cache after the change, 0 … 1'),
});

export const findingSchema = z.object({
  code: z.string().describe('stable code, e.g. `AF-CAP-001`'),
  severity: z.enum(['error', 'warning', 'info']).describe('a plan that was written holds no errors'),
  path: z.string().describe('construct path'),
  prop: z.string().optional().describe('prop as the user wrote it'),
  value: z.unknown().optional().describe('value that was given'),
  allowed: z.string().optional().describe('what would have been accepted'),
  message: z.string().describe('one sentence'),
  details: z
    .array(z.object({ label: z.string().describe('name of the line'), text: z.string().describe('the line') }))
    .optional()
    .describe('arithmetic, line by line'),
  repairs: z
    .array(z.union([z.string(), repairSchema]))
    .describe('what to change, cheapest first: advice as a sentence, or a checked repair as data'),
});

export const priceSchema = z.object({
  usdPerGpuHour: z.number().describe('USD per GPU and hour'),
  provider: z.string().describe('who asks this price'),
  purchase: z.enum(['on-demand', 'spot', 'reserved']).describe('how the GPU is bought'),
  asOf: z.string().describe('ISO date at which the price was quoted'),
});

export const demandSchema = z.object({
  fleet: z.string().describe('fleet that asks'),
  role: z.string().describe('role that asks'),
  sessions: z.number().describe('sessions that hold KV cache at the same time'),
  contextTokens: z.number().describe('planned context of one session, tokens'),
  formula: z.string().describe('how the number of sessions is computed'),
  concurrentWorkflows: z.number().optional().describe('workflows in flight that it was planned for'),
  conversationsPerDay: z.number().optional().describe('conversations a day that it was planned for'),
  sharedPrefixTokens: z.number().optional().describe('first tokens that all sessions share, held once on every replica'),
  rate: z
    .object({
      requestsPerSecond: z.number().describe('requests of the role'),
      inputTokens: z.number().describe('prompt of one request, tokens'),
      cachedInputTokens: z.number().optional().describe('part of the prompt that is in the cache already, tokens'),
      outputTokens: z.number().describe('answer of one request, tokens'),
    })
    .optional()
    .describe('requests that have to be answered; without it nothing is asked of the throughput'),
});

/** A time in milliseconds with the range that nine of ten comparable runs keep. */
const rangedMs = z.object({
  likely: z.number().describe('milliseconds'),
  low: z.number().describe('nine of ten comparable runs are between low and high'),
  high: z.number().describe('the same as low where it was measured'),
});

export const memoryTermSchema = z.object({
  id: z.string().describe('physical, budget, weights, activation, nonTorch, graphs or kvCache'),
  perGpuGiB: z.number().describe('GiB on each GPU'),
  evidence: z.enum(['exact', 'measured', 'fitted', 'assumed']).describe('how sure the figure is'),
  source: z.string().describe('formula and public source'),
});

/** Schema of a pool in `fleet.plan.json`. */
export const poolPlanSchema = z.object({
  name: z.string().describe('name of the Deployment and the Service'),
  path: z.string().describe('construct path'),
  namespace: z.string().describe('Kubernetes namespace'),
  cluster: z.string().describe('name of the cluster'),
  model: z.object({
    id: z.string().describe('id in the catalog'),
    huggingFaceId: z.string().describe('repository on Hugging Face'),
    servedName: z.string().describe('name under which the engine serves it'),
  }),
  engine: z.object({
    id: z.string().describe('e.g. vllm'),
    version: z.string().describe('release of the engine'),
    image: z.string().describe('image as the cluster pulls it'),
  }),
  gpu: z.object({ id: z.string().describe('id in the catalog'), name: z.string().describe('name for people') }),
  slices: z
    .object({
      resource: z.string().describe('resource that a pod asks for, e.g. nvidia.com/mig-2g.20gb'),
      layouts: z
        .array(
          z.object({
            nodePool: z.string().describe('name of the node pool'),
            layout: z.string().describe('name of the layout of its cards, the value of the node label nvidia.com/mig.config'),
          }),
        )
        .describe('node pools that the pods may go to'),
    })
    .optional()
    .describe('how a pool on MIG slices gets them; absent for whole GPUs'),
  gpusPerReplica: z.number().describe('GPUs of one replica: tensor × pipeline × data'),
  nodesPerReplica: z
    .number()
    .optional()
    .describe('nodes that one replica is spread over, with an equal part of its GPUs on each; absent for one'),
  parallelism: z.object({
    tensor: z.number().describe('GPUs that share each layer'),
    pipeline: z.number().describe('pipeline stages of `tensor` GPUs each'),
    data: z.number().describe('copies of the attention layers in one replica, each with its own KV cache'),
    expert: z.boolean().describe('whole experts on each GPU'),
    decodeContext: z.number().describe('GPUs that share the tokens of the KV cache'),
  }),
  autoscaledNodes: z
    .array(
      z.object({
        nodePool: z.string().describe('name of the node pool'),
        minNodes: z.number().describe('nodes that always run'),
        maxNodes: z.number().describe('nodes that may run'),
        provisioningSeconds: z.number().nullable().describe('seconds until a new node is ready; null when it is not known'),
      }),
    )
    .optional()
    .describe('node pools of the pool of which some nodes start only when pods wait for them; absent where all nodes always run'),
  coldStart: z
    .object({
      seconds: z.number().describe('weights at the least bandwidth that is planned for, and the engine'),
      nodeSeconds: z.number().nullable().describe('a new node; 0 where all nodes always run, null where nobody says'),
      burst: z
        .object({
          excessRequestsPerSecond: z.number().describe('requests at the peak beyond what the floor answers; 0 where it keeps up'),
          timeToFullSeconds: z.number().nullable().describe('until the KV cache of the floor is full; null where it keeps up'),
          timeToOverloadSeconds: z
            .number()
            .nullable()
            .describe('until ten requests wait for each replica of the floor; null where it keeps up'),
        })
        .nullable()
        .describe('the demand of the peak on the replicas of the floor; null where no role says how often it asks'),
    })
    .optional()
    .describe('how long a new replica takes, and how fast a burst overloads the others; absent in plans of older releases'),
  sleep: z
    .object({
      wakesOn: z.array(z.string()).describe('signals that wake it, in words'),
      meanwhile: z.string().describe('what becomes of requests while it sleeps or wakes'),
    })
    .optional()
    .describe('how the pool sleeps while there is no work; absent where a replica is always there'),
  replicas: z.object({
    min: z.number().describe('replicas that are always there; 0 of a pool that may sleep'),
    max: z.number().describe('replicas that the scaler may reach'),
  }),
  precision: z.object({
    weights: z.string().describe('`checkpoint` is the format of the checkpoint'),
    kvCache: z.string().describe('`auto` is the dtype of the model'),
  }),
  limits: z.object({
    maxContextTokens: z.number().describe('`max-model-len` of the engine, tokens'),
    maxNumSeqs: z.number().describe('sequences that one replica, or each of its data-parallel copies, runs at the same time'),
    maxNumBatchedTokens: z.number().describe('tokens of one step of the engine'),
    gpuMemoryUtilization: z
      .number()
      .nullable()
      .describe(
        'share of the GPU memory for everything that the engine allocates, 0 … 1; null for an engine that divides it in another way',
      ),
    engineMemoryFraction: z.number().optional().describe('own memory fraction of such an engine, where one was given'),
  }),
  hostMemory: z.object({
    pod: z.string().describe('memory that one pod asks for, as a Kubernetes quantity'),
    offloadedGiB: z.number().describe('weights and KV blocks of one pod that are kept in host memory, GiB'),
    kvTokensPerReplica: z.number().describe('tokens that KV offload in host memory holds; they never count for what fits'),
  }),
  engineOptions: z.object({
    enforceEager: z.boolean().describe('no CUDA graphs'),
    sampler: z.string().nullable().describe('kernel that draws tokens; null when the engine chooses'),
    hybridKvCacheManager: z.boolean().describe('windowed layers keep only their window'),
    speculative: z
      .object({
        method: z.string().describe('what drafts'),
        tokens: z.number().describe('tokens drafted before the model checks them'),
        checkpoint: z.string().nullable().describe('what is loaded beside the model; null when nothing is'),
      })
      .nullable()
      .describe('speculative decoding; null when there is none'),
    adapters: z
      .array(
        z.object({
          name: z.string().describe('model name that clients ask for'),
          source: z.string().describe('repository or path that is loaded'),
          rank: z.number().describe('rank of the adapter'),
        }),
      )
      .optional()
      .describe('LoRA adapters that every replica serves beside the model; absent where there are none'),
  }),
  memory: z.object({
    terms: z.array(memoryTermSchema).describe('the budget of one GPU, line by line'),
    kvBytesPerToken: z.number().describe('bytes of KV cache per token over all GPUs of a replica'),
    kvFormula: z.string().describe('how these bytes are computed'),
    kvTokensPerReplica: z.number().describe('tokens that one replica holds'),
    kvGiBPerReplica: z.number().describe('GiB of KV cache of one replica'),
    kvRangeGiB: z
      .object({ low: z.number().describe('the least that one replica may hold'), high: z.number().describe('the most') })
      .nullable()
      .describe('band of the estimate for one replica, GiB; null when facts are missing'),
  }),
  demand: z.array(demandSchema).describe('what the roles of all fleets ask of the pool'),
  peakDemand: z.array(demandSchema).describe('the same at the declared peak; empty when the plan is the peak'),
  demandGiB: z.number().describe('GiB of KV cache that the demand needs'),
  supplyGiB: z.number().describe('GiB of KV cache of all replicas that are always there'),
  headroom: z.number().nullable().describe('free share, (supply − demand) ÷ supply; null where no supply is known'),
  verdict: z
    .enum(['fits', 'tight', 'rejected', 'uncertain'])
    .describe('`uncertain`: a fact that is missing, or the band of the estimate, decides'),
  missing: z.array(z.string()).describe('facts and inputs that are not known and that move the KV cache'),
  bottleneck: z.string().describe('the limit that more demand would meet first'),
  margin: z
    .object({ sessions: z.number().describe('sessions as planned on average'), tokens: z.number().describe('tokens of KV cache') })
    .nullable()
    .describe('how much more of the same the pool takes before it is refused; null when facts are missing or nothing is asked'),
  throughput: z
    .object({
      demandTokensPerSecond: z.number().describe('output tokens per second that are asked'),
      supplyTokensPerSecond: z.number().describe('what the replicas are expected to make'),
      low: z.number().describe('lower end of the estimate'),
      high: z.number().describe('upper end of the estimate'),
      concurrency: z.number().describe('requests in flight on one replica at which it is reached'),
      measured: z.boolean().describe('the user measured it'),
    })
    .nullable()
    .describe('tokens per second as a ceiling beside memory; null when no rate is asked'),
  reserveGiB: z.number().describe('what the memory estimate may be wrong by on this release, GiB of the pool'),
  survivesReplicaLoss: z.boolean().describe('the demand still fits when one replica is lost'),
  price: priceSchema.nullable().describe('price of the GPU; null when none is known'),
  costPerHour: z.object({
    floor: money.describe('USD per hour at `replicas.min`; null when the price is unknown'),
    ceiling: money.describe('USD per hour at `replicas.max`; null when the price is unknown'),
  }),
});

/** What a request of a role passes. */
export const requestPassSchema = z.object({
  hops: z
    .array(
      z.object({
        hop: z.string().describe('runtime, router, session proxy, engine or external model'),
        name: z.string().describe('name of the router, the pool or the host'),
        timeoutSeconds: z.number().nullable().describe('until the hop gives the request up, each attempt; null where it never does'),
        retries: z.number().describe('times that the hop sends the request again'),
        limit: z.number().nullable().describe('requests in flight over all its instances; null where it refuses none'),
        note: z.string().describe('what the figures mean here'),
      }),
    )
    .describe('from the agent to the engine'),
  fallbacks: z.array(z.string()).describe('aliases that may take over, in this order'),
  attempts: z.number().describe('most attempts that one request of an agent may become'),
  waitSeconds: z.number().describe('longest that an agent may wait, over all attempts and pauses'),
  isAssumed: z.boolean().describe('a timeout rests on an answer of unknown length'),
  clientTimeoutSeconds: z.number().describe('what the agents are told to wait'),
});

/** Schema of a role in `fleet.plan.json`. */
export const rolePlanSchema = z.object({
  name: z.string().describe('name of the role'),
  pool: z.string().describe('pool that serves it'),
  poolPath: z.string().describe('construct path of the pool'),
  modelAlias: z.string().describe('name under which the agents ask the router for this role'),
  sessions: z.number().describe('sessions that hold KV cache at the same time'),
  contextTokens: z.number().describe('planned context of one session, tokens'),
  latency: z.string().nullable().describe('latency class; null when none was asked'),
  longPool: z.string().nullable().describe('pool of the sessions that outgrow the first; null when there is none'),
  request: z
    .object({
      inputTokens: z.number().describe('whole prompt, tokens'),
      cachedTokens: z.number().describe('part of it that is in the prefix cache, as declared'),
      outputTokens: z.number().describe('answer, tokens'),
    })
    .nullable()
    .describe('one request of the role; null when nothing is known of it'),
  estimate: z
    .object({
      concurrency: z.number().describe('requests in flight on a replica that it is made for'),
      firstToken: rangedMs.describe('time to the first token'),
      perToken: rangedMs.describe('time between two tokens'),
    })
    .nullable()
    .describe('latency of that request; null without a request or when facts are missing'),
  day: z
    .object({
      conversations: z.number().describe('conversations a day'),
      peakHour: z.number().describe('busiest hour, 0 … 23'),
      quietHour: z.number().describe('quietest hour, 0 … 23'),
      peakSessions: z.number().describe('sessions in the busiest hour with its burst'),
      replicasByHour: z
        .array(z.number().nullable())
        .describe('replicas that each hour needs, from midnight; null where the ceiling is not enough'),
      gpuHours: z.number().nullable().describe('GPU-hours of the day with as many replicas as each hour needs'),
      gpuHoursAtPeak: z.number().nullable().describe('GPU-hours of the day with the replicas of the peak all day'),
    })
    .nullable()
    .describe('a role that is known by its conversations; null for others'),
  requestPass: requestPassSchema
    .optional()
    .describe(
      'every hop of a request with its timeout, retries and limit; absent where the router does not say, and in plans of older releases',
    ),
  formula: z.string().describe('how the number of sessions is computed'),
});

/** Schema of a fleet in `fleet.plan.json`. */
export const fleetPlanSectionSchema = z.object({
  name: z.string().describe('name of the fleet'),
  path: z.string().describe('construct path'),
  topology: z.object({ kind: z.string().describe('e.g. hierarchical'), description: z.string().describe('the topology in words') }),
  concurrentWorkflows: z
    .number()
    .nullable()
    .describe('workflows in flight that always fit; null when every role is known by its conversations'),
  peakWorkflows: z.number().nullable().describe('workflows at the peak; null when the plan is the peak'),
  workflowLatency: z
    .object({
      total: rangedMs.describe('until the last token of the last stage, with hops'),
      hopsMs: z.number().describe('hand-overs between agents'),
      stages: z.record(z.string(), z.number()).describe('answer of each role, milliseconds'),
    })
    .nullable()
    .describe('how long a workflow takes; null when it was not asked for or a stage is not known'),
  roles: z.array(rolePlanSchema).describe('roles of the agents'),
});

const vectorNeedSchema = z.object({
  memoryGiB: z.number().describe('memory in which they are searched'),
  diskGiB: z.number().describe('disk of vectors, index and payload'),
});

/** Schema of a vector store in `fleet.plan.json`. */
export const vectorStorePlanSchema = z.object({
  name: z.string().describe('workload that holds the vectors'),
  path: z.string().describe('path of the construct'),
  kind: z.enum(['qdrant', 'pgvector']).describe('which program holds them'),
  vectors: z.number().describe('vectors at most'),
  dimensions: z.number().describe('numbers in one vector'),
  need: vectorNeedSchema.describe('what the vectors take, GiB'),
  memoryGiB: z.number().describe('memory of a pod, GiB'),
  storageGiB: z.number().describe('disk of a pod, GiB'),
});

/** Schema of a task queue in `fleet.plan.json`. */
export const queuePlanSchema = z.object({
  name: z.string().describe('stream or queue'),
  path: z.string().describe('construct path'),
  kind: z.string().describe('e.g. redis-streams'),
  maxAttempts: z.number().describe('how often a task is tried before it becomes a dead letter'),
  visibilitySeconds: z.number().describe('after which an unfinished task is given to another worker'),
  maxLength: z.number().describe('tasks that wait or are worked on at most'),
  taskSeconds: z
    .object({
      likely: z.number().describe('seconds'),
      low: z.number().describe('good end of the estimate'),
      high: z.number().describe('bad end of the estimate'),
    })
    .nullable()
    .describe('how long the longest task takes; null where it is not known'),
  consumers: z.array(z.string()).describe('construct paths of those who work on it'),
});

/** Schema of an image in `fleet.plan.json`. */
export const imagePlanSchema = z.object({
  image: z.string().describe('as the cluster pulls it'),
  source: z.string().describe('as it is published: what a mirror copies'),
  usedBy: z.array(z.string()).describe('construct paths'),
});

/** Schema of a Helm chart in `fleet.plan.json`. */
export const chartPlanSchema = z.object({
  chart: z.string().describe('name of the chart'),
  version: z.string().describe('version of the chart'),
  source: z.string().describe('repository in which it is published'),
  repository: z.string().nullable().describe('repository from which it is installed; null for a folder'),
  usedBy: z.string().describe('construct path'),
});

/** Schema of `fleet.plan.json`. */
export const fleetPlanSchema = z.object({
  schemaVersion: z.literal(PLAN_SCHEMA_VERSION).describe('version of this format'),
  stack: z.string().describe('id of the Terraform stack'),
  pools: z.array(poolPlanSchema).describe('inference pools of the stack'),
  fleets: z.array(fleetPlanSectionSchema).describe('agent fleets of the stack'),
  costPerHour: z.object({
    floor: money.describe('USD per hour with every pool at its floor; null when a price is unknown'),
    ceiling: money.describe('USD per hour with every pool at its ceiling; null when a price is unknown'),
    unpriced: z.array(z.string()).describe('pools without a price'),
    pricesAsOf: z.array(z.string()).describe('dates of the prices used, oldest first'),
  }),
  images: z.array(imagePlanSchema).optional().describe('images that the pods of the stack pull; absent in plans of older releases'),
  vectorStores: z.array(vectorStorePlanSchema).optional().describe('vector stores of the stack; absent where it has none'),
  queues: z.array(queuePlanSchema).optional().describe('task queues of the stack; absent where it has none'),
  charts: z
    .array(chartPlanSchema)
    .optional()
    .describe('charts that are installed from a repository or a folder; absent in plans of older releases'),
  findings: z.array(findingSchema).describe('warnings and hints about the constructs of the stack'),
});

/** An image as `fleet.plan.json` holds it. */
export type ImagePlan = z.output<typeof imagePlanSchema>;
/** A vector store as `fleet.plan.json` holds it. */
export type VectorStorePlan = z.output<typeof vectorStorePlanSchema>;
/** A task queue as `fleet.plan.json` holds it. */
export type QueuePlan = z.output<typeof queuePlanSchema>;
/** A chart as `fleet.plan.json` holds it. */
export type ChartPlan = z.output<typeof chartPlanSchema>;
/** A pool as `fleet.plan.json` holds it. */
export type PoolPlan = z.output<typeof poolPlanSchema>;
/** A role as `fleet.plan.json` holds it. */
export type RolePlan = z.output<typeof rolePlanSchema>;
/** A fleet as `fleet.plan.json` holds it. */
export type FleetPlanSection = z.output<typeof fleetPlanSectionSchema>;
/** `fleet.plan.json`, version 1: what was decided for one stack and why. Readers get a zod schema; writers get its type. */
export type FleetPlan = z.output<typeof fleetPlanSchema>;
