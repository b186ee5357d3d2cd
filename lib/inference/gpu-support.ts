/** Whether a GPU can be deployed at all: a whole card, an image for its vendor, a server that holds a replica. */
import { GPUS_PER_NODE } from '../capacity/fit/rules/tensor-parallel-in-node';
import type { UnplacedFinding } from '../core/finding';
import { gpusOfPod } from './pod-shape';
import type { PoolView } from './pool-view';

export function gpuSupportFindings(pool: PoolView): UnplacedFinding[] {
  return [...sliceFindings(pool), ...imageFindings(pool), ...userFindings(pool), ...serverFindings(pool)];
}

/** AF-CLU-006: a slice is another resource than its card, and pods ask for cards. */
function sliceFindings({ spec }: PoolView): UnplacedFinding[] {
  const { sliceOf } = spec.gpu.facts;
  if (sliceOf === null) return [];
  const message = `${spec.gpu.name} is a MIG slice; slices are sized, but pods ask for whole GPUs (${spec.gpu.facts.resourceName}) and would get another memory than planned`;
  const allowed = `a whole GPU, e.g. the catalog's '${sliceOf.gpu}'`;
  return [
    {
      code: 'AF-CLU-006',
      severity: 'error',
      prop: 'gpu',
      value: spec.gpu.id,
      allowed,
      message,
      repairs: [`gpu: Gpu.byId('${sliceOf.gpu}')`],
    },
  ];
}

/** AF-ENG-028: nobody publishes this release for the vendor of the GPU. */
function imageFindings({ spec, engine }: PoolView): UnplacedFinding[] {
  if (engine.imageFor(spec.gpu) !== null) return [];
  const { vendor } = spec.gpu.facts;
  const since = engine.publishedImages(spec.gpu)[0]?.since ?? null;
  return [
    {
      code: 'AF-ENG-028',
      severity: 'error',
      prop: 'engine',
      value: engine.version,
      allowed: since === null ? `an image of yours for ${vendor} GPUs` : `${since} or newer`,
      message: `no image of ${engine.name} is published for ${vendor} GPUs such as ${spec.gpu.name}${since === null ? '' : `; the first is ${since}`}`,
      repairs: [
        ...(since === null ? [] : [`engine: ${engine.factory}()`]),
        `engine: ${engine.factory}({ version: '${engine.version}', image: '<your image for ${vendor}>' })`,
      ],
    },
  ];
}

/** AF-ENG-029: pods never run as root, and not every image knows their user. */
function userFindings({ spec, engine }: PoolView): UnplacedFinding[] {
  const image = engine.ownImage === null ? engine.publishedImage(spec.gpu) : undefined;
  const support = engine.runsAsUser(spec.gpu);
  if (image === undefined || support === 'yes') return [];
  const refused = support === 'no';
  const allowed = image.userSince === null ? undefined : `${image.userSince} or newer, or an image of yours`;
  const own = `engine: ${engine.factory}({ version: '${engine.version}', image: '<your image, built for another user than root>' })`;
  return [
    {
      code: 'AF-ENG-029',
      severity: refused ? 'error' : 'warning',
      prop: 'engine',
      value: engine.version,
      ...(allowed === undefined ? {} : { allowed }),
      message: refused
        ? `${image.name} of ${engine.version} starts as root only; pods of this library never run as root`
        : `${image.name} is built to run as root, and nobody has tried it as the user of these pods, who also has to reach the devices of the node`,
      repairs: [...(refused ? [`engine: ${engine.factory}()`] : []), own],
    },
  ];
}

/** AF-CLU-004 where no node pools are declared: no server that is sold holds so many, or nobody knows one. */
function serverFindings(pool: PoolView): UnplacedFinding[] {
  const { spec } = pool;
  const asked = gpusOfPod(pool.replica);
  const known = spec.gpu.facts.largestServer;
  if (pool.setting.nodes.pools.length > 0 || asked <= (known ?? GPUS_PER_NODE)) return [];
  const spread = asked > spec.gpusPerReplica;
  return [
    {
      code: 'AF-CLU-004',
      severity: known === null ? 'warning' : 'error',
      prop: spread ? 'parallelism' : 'gpusPerReplica',
      value: asked,
      allowed: known === null ? 'unknown: declare nodePools on the cluster' : `at most ${known}, the largest server that is sold`,
      message:
        known === null
          ? `one replica needs ${asked} × ${spec.gpu.name} in one node, and no server with more than ${GPUS_PER_NODE} is known`
          : `one replica needs ${asked} × ${spec.gpu.name} in one node, and the largest server of its kind has ${known}`,
      repairs: [
        ...(known === null ? [] : [spread ? `gpusPerReplica × stages × copies ≤ ${known}` : `gpusPerReplica: ${known}`]),
        `nodePools of the cluster: { gpu, gpusPerNode: ${asked}, nodes: 1 }, where you have such a node`,
      ],
    },
  ];
}
