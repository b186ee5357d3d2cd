/** Where the replicas of a pool run, how its GPUs are divided, and how long a new replica takes. */
import { z } from 'zod';
import { amount } from './amount';
import { priceSchema } from './price';

/** How a pool on MIG slices gets them. */
export const slicesSchema = z
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
  .describe('how a pool on MIG slices gets them; absent for whole GPUs');

/** How a pool shares cards with others. */
export const sharingSchema = z
  .object({
    resource: z.string().describe('resource that a pod asks for, one part of a card'),
    strategy: z.enum(['time-slicing', 'mps']).describe('how the device plugin shares a card'),
    enginesPerCard: amount.describe('engines that one card takes at most; each pays that part of its price'),
    configs: z
      .array(
        z.object({
          nodePool: z.string().describe('name of the node pool'),
          config: z.string().describe('name of its way to share, the value of the node label nvidia.com/device-plugin.config'),
        }),
      )
      .describe('node pools that the pods may go to'),
    onOneCard: z.boolean().describe('the node pool has one card, so that all engines on it meet there for certain'),
  })
  .optional()
  .describe('how a pool shares cards with others; absent where an engine has a card to itself');

/** How one replica is spread over its GPUs. */
export const parallelismSchema = z.object({
  tensor: amount.describe('GPUs that share each layer'),
  pipeline: amount.describe('pipeline stages of `tensor` GPUs each'),
  data: amount.describe('copies of the attention layers in one replica, each with its own KV cache'),
  expert: z.boolean().describe('whole experts on each GPU'),
  decodeContext: amount.describe('GPUs that share the tokens of the KV cache'),
});

const room = {
  cpu: amount.nullable().describe('CPUs; null when it is not known'),
  memoryGiB: amount.nullable().describe('memory, GiB; null when it is not known'),
  diskGiB: amount.nullable().describe('disk, GiB; null when it is not known'),
};

/** What a pod asks of its node beside GPUs, and what nodes have for pods. */
export const nodeRoomSchema = z
  .object({
    pod: z.object(room).describe('what one pod asks for'),
    nodes: z
      .array(z.object({ nodePool: z.string().describe('name of the node pool'), ...room }))
      .describe('what pods get of one node, at most'),
  })
  .optional()
  .describe('CPUs, memory and disk of a pod beside those of the nodes it may go to; absent where no node pool says what its nodes have');

/** Nodes that start only when pods wait for them. */
export const autoscaledNodesSchema = z
  .array(
    z.object({
      nodePool: z.string().describe('name of the node pool'),
      minNodes: amount.describe('nodes that always run'),
      maxNodes: amount.describe('nodes that may run'),
      provisioningSeconds: amount.nullable().describe('seconds until a new node is ready; null when it is not known'),
    }),
  )
  .optional()
  .describe('node pools of the pool of which some nodes start only when pods wait for them; absent where all nodes always run');

/** How long a new replica takes. */
export const coldStartSchema = z
  .object({
    seconds: amount.describe('weights from where they lie, and the engine'),
    parts: z
      .array(
        z.object({
          part: z.string().describe('what takes the time'),
          seconds: amount.nullable().describe('null where nobody says'),
          source: z.string().describe('where the figure is from'),
        }),
      )
      .optional()
      .describe('what a start is made of, one after the other; absent in plans of older releases'),
    nodeSeconds: amount.nullable().describe('a new node; 0 where all nodes always run, null where nobody says'),
    burst: z
      .object({
        excessRequestsPerSecond: amount.describe('requests at the peak beyond what the floor answers; 0 where it keeps up'),
        timeToFullSeconds: amount.nullable().describe('until the KV cache of the floor is full; null where it keeps up'),
        timeToOverloadSeconds: amount.nullable().describe('until ten requests wait for each replica of the floor; null where it keeps up'),
      })
      .nullable()
      .describe('the demand of the peak on the replicas of the floor; null where no role says how often it asks'),
  })
  .optional()
  .describe('how long a new replica takes, and how fast a burst overloads the others; absent in plans of older releases');

/** Where the replicas above the floor run. */
export const burstSchema = z
  .object({
    floorNodePool: z.string().describe('node pool of the replicas that are always there'),
    nodePools: z.array(z.string()).describe('node pools of the replicas above them, the first choice first'),
    replicas: amount.describe('replicas above the floor at most'),
    price: priceSchema.nullable().describe('price of the GPU there, the dearest of several; null when none is known'),
  })
  .optional()
  .describe('floor and burst as two Deployments on different nodes; absent where all replicas run alike');

/** How a pool sleeps while there is no work. */
export const sleepSchema = z
  .object({
    wakesOn: z.array(z.string()).describe('signals that wake it, in words'),
    meanwhile: z.string().describe('what becomes of requests while it sleeps or wakes'),
  })
  .optional()
  .describe('how the pool sleeps while there is no work; absent where a replica is always there');

/** Schema of what a pool does of each request, where its stages are apart. */
export const stagesSchema = z
  .object({
    stage: z.enum(['prefill', 'decode']).describe('`prefill` computes prompts, `decode` writes answers'),
    prefillPool: z.string().nullable().describe('path of the pool that computes the prompts; null for that pool itself'),
    gbitPerSecond: amount
      .nullable()
      .describe('speed of one transfer of keys and values; null where nobody says it, and of the pool that sends them'),
    gibPerThousandTokens: amount.nullable().describe('keys and values of 1,000 tokens of a prompt, GiB; null for the pool that sends them'),
  })
  .optional()
  .describe('absent where replicas compute the prompts of their answers');
