/**
 * Runs the `main.ts` of an example as a user would, and writes down what only the running app knows: the node pools of its
 * clusters, and the refusal where there is one. Arguments: the file, the folder for its output.
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { pathToFileURL } from 'node:url';
import { App } from 'cdktf';
import { InferencePool, isFleetError } from 'cdktf-agent-fleet';
import { gpusOfPod } from '../../lib/capacity/gpus-of-replica';
import { migConfigName } from '../../lib/platform/node-mig';
import type { NodePool } from '../../lib/platform/node-pool';
import { sharingConfigName } from '../../lib/platform/node-sharing';
import { type NodePoolFacts, SIDE_FILE, type SideFacts } from './side-facts';

const [main = '', outdir = ''] = process.argv.slice(2);
process.env['CDKTF_OUTDIR'] = outdir;
const apps: App[] = [];
let refusal: string | undefined;

const synth = App.prototype.synth;
App.prototype.synth = function (this: App) {
  apps.push(this);
  try {
    synth.call(this);
  } catch (error) {
    if (isFleetError(error)) refusal = `${error.name} ${error.message.split('\n')[0]}`;
    throw error;
  }
};

process.once('exit', () => {
  fs.mkdirSync(outdir, { recursive: true });
  fs.writeFileSync(path.join(outdir, SIDE_FILE), JSON.stringify(sideFacts(), null, 2));
});
import(pathToFileURL(path.resolve(main)).href).catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});

function sideFacts(): SideFacts {
  const pools = apps.flatMap((app) => app.node.findAll().filter((node) => InferencePool.isInferencePool(node)));
  const clusters = [...new Set(pools.map((pool) => pool.cluster))];
  const declared = clusters.flatMap((cluster) => cluster.nodePools.map(declaredPool));
  const nodePools = declared.length > 0 ? declared : impliedPools(pools);
  return { synthesized: apps.length > 0, nodePools, ...(refusal === undefined ? {} : { refusal }) };
}

function declaredPool(pool: NodePool): NodePoolFacts {
  const { name, gpu, gpusPerNode, cpuPerNode, memoryGiBPerNode, diskGiBPerNode, nodes, labels, taints, zones, mig, sharing, fabric } = pool;
  const cut = mig === undefined ? {} : { mig: { ...mig, config: migConfigName(mig) } };
  const shared = sharing === undefined ? {} : { sharing: { ...sharing, config: sharingConfigName(sharing) } };
  return {
    name,
    nodes,
    gpusPerNode,
    ...{ cpuPerNode, memoryGiBPerNode, diskGiBPerNode },
    labels: labels ?? {},
    taints,
    zones,
    ...cut,
    ...shared,
    ...(fabric?.resources === undefined ? {} : { adapters: fabric.resources }),
    ...(gpu === undefined ? {} : { gpu: gpu.facts }),
  };
}

/** A cluster that does not say what it has gets what its pools may grow to, and three nodes without GPU. */
function impliedPools(pools: readonly InferencePool[]): NodePoolFacts[] {
  const gpuNodes = pools.map((pool) => ({
    name: `gpu-${pool.name}`,
    nodes: pool.maxReplicas,
    gpusPerNode: gpusOfPod(pool.view().replica),
    labels: {},
    taints: [],
    zones: [],
    gpu: pool.spec.gpu.facts,
  }));
  return [...gpuNodes, { name: 'cpu', nodes: 3, gpusPerNode: 0, labels: {}, taints: [], zones: [] }];
}
