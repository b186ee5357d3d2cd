/** Weights that a real replica reads from an object store while it starts: the Run:ai Model Streamer, and a store that speaks S3 (moto), both from PyPI. */

import * as fs from 'node:fs';
import * as path from 'node:path';
import { argsOf } from '../agents/pod-environment';
import { freePorts } from '../machine/free-ports';
import { loopback } from '../machine/loopback';
import { must } from '../machine/must';
import { waitFor } from '../machine/wait';
import { installPython } from '../sessions/python-tools';
import type { EngineAct, EnginePlay } from './engine-acts';
import { answers, replicaAt, servedName, startReplica } from './engine-replica';
import { askPlainly, mustAgree } from './plain-answer';
import { type VllmOnCpu, writeModel } from './vllm-cpu';

const POOL = 'streamed';
const [LOADED = '', STREAMED = ''] = loopback(33, 2);
const STREAMER = '0.17.1';
/** Those of the engine are there; others beside them would take their place. */
const OF_ENGINE = ['torch', 'numpy'].map((name) => `${name}; sys_platform == 'never'`);

export interface StreamTools {
  /** Folder of the packages. */
  readonly packages: string;
  /** Program of the store. */
  readonly store: string;
}

/** @throws NotAvailable where Python or its packages are missing */
export async function installStreamTools(): Promise<StreamTools> {
  const bin = await installPython('model-streamer', [`runai-model-streamer[s3]==${STREAMER}`], OF_ENGINE);
  const lib = path.join(path.dirname(bin), 'lib');
  const [python = ''] = fs.readdirSync(lib).filter((entry) => entry.startsWith('python'));
  const moto = await installPython('moto', ['moto[s3]==5.2.5', 'flask', 'flask-cors']);
  return { packages: path.join(lib, python, 'site-packages'), store: path.join(moto, 'moto_server') };
}

export const streamActs = (vllm: VllmOnCpu, tools: StreamTools): readonly EngineAct[] => [
  {
    name: 'a replica reads its weights from an object store, by the arguments and variables of its pool, and answers as one that has them',
    expect: (play) => streamed(vllm, tools, play),
  },
];

async function streamed(vllm: VllmOnCpu, { packages, store }: StreamTools, play: EnginePlay): Promise<string> {
  const { objects, processes, folder } = play;
  const [checkpoint = ''] = argsOf(objects, POOL);
  const model = path.join(folder, 'in-the-store');
  await writeModel(vllm, model, 2);
  const [local] = await freePorts(1);
  processes.start('store', store, ['-H', '127.0.0.1', '-p', String(local)]);
  await upload(`http://127.0.0.1:${local}`, checkpoint.replace(/^s3:\/\//, ''), model);
  const pod = { objects, pool: POOL, home: path.join(folder, 'home') };
  const place = { host: 'minio.storage.svc.cluster.local', port: 9000, local };
  startReplica(vllm, { ...pod, address: LOADED }, processes, {
    model: [model],
    values: { '--load-format': () => 'auto' },
    places: [place],
  });
  startReplica(vllm, { ...pod, address: STREAMED }, processes, { model: [checkpoint], env: { PYTHONPATH: packages }, places: [place] });
  for (const address of [LOADED, STREAMED]) await answers(replicaAt(address), processes);
  const [loaded, read] = await Promise.all(
    [LOADED, STREAMED].map((address) => askPlainly(replicaAt(address), servedName(play, POOL), 'Eve')),
  );
  must(loaded !== undefined && read !== undefined, 'nobody answered');
  if (loaded !== undefined && read !== undefined) mustAgree(loaded, read);
  const log = fs.readFileSync(processes.logFile('store'), 'utf8');
  const parts = log.split('\n').filter((line) => /GET .*model\.safetensors.* 206/.test(line));
  must(parts.length > 0, 'nobody asked the store for parts of the weights');
  return `${parts.length} parts of ${(fs.statSync(path.join(model, 'model.safetensors')).size / 1024 ** 2).toFixed(1)} MiB`;
}

/** @param folder bucket and path */
async function upload(url: string, folder: string, from: string): Promise<void> {
  const put = async (to: string, body: Buffer | null): Promise<true | undefined> => {
    const answer = await fetch(`${url}/${to}`, { method: 'PUT', body: body === null ? null : new Uint8Array(body) }).catch(() => undefined);
    return answer?.ok ? true : undefined;
  };
  await waitFor('a bucket', () => put(folder.split('/')[0] ?? '', null), { seconds: 120 });
  for (const file of fs.readdirSync(from))
    must((await put(`${folder}/${file}`, fs.readFileSync(path.join(from, file)))) === true, `the store does not take ${file}`);
}
