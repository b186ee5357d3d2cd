/**
 * Runs the `main.ts` of an example as a user would, and writes down what only the running app knows: the node pools of its
 * clusters, and the refusal where there is one. Arguments: the file, the folder for its output.
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { pathToFileURL } from 'node:url';
import { App } from 'cdktf';
import { InferencePool, isFleetError } from 'cdktf-agent-fleet';
import { SIDE_FILE, type SideFacts } from './side-facts';

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
  const clusters = new Set(
    apps.flatMap((app) =>
      app.node
        .findAll()
        .filter((node) => InferencePool.isInferencePool(node))
        .map((pool) => pool.cluster),
    ),
  );
  const nodePools = [...clusters].flatMap((cluster) =>
    cluster.nodePools.map(({ name, gpu, gpusPerNode, nodes, labels }) => ({
      name,
      nodes,
      gpusPerNode,
      labels: labels ?? {},
      ...(gpu === undefined ? {} : { gpu: gpu.facts }),
    })),
  );
  return { synthesized: apps.length > 0, nodePools, ...(refusal === undefined ? {} : { refusal }) };
}
