/** Timeouts fire in their order and limits hold: the real LiteLLM with the configuration that we emit, in front of a slow engine. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { parse } from 'yaml';
import { NotAvailable } from '../control-plane/build';
import { synthesizeFile } from '../fleets/example';
import { exists } from '../machine/command';
import { freePorts } from '../machine/free-ports';
import { startRedis } from '../queues/servers';
import { litellmProgram } from '../sessions/litellm-program';
import type { World } from '../world';
import { INSTANCE_ACTS } from './instance-acts';
import { KEY_ACTS } from './key-acts';
import { clientKeys, LIMIT_ACTS, type LimitPlay, limitActs } from './limit-acts';
import { NEIGHBOUR_ACTS } from './neighbour-acts';
import { OVERFLOW_ACTS } from './overflow-acts';
import { SlowEngine } from './slow-engine';

const SUBJECT = 'limits';

export async function runLimits(world: World): Promise<void> {
  const { plane, results } = world;
  const litellm = plane === undefined ? new NotAvailable('the router runs beside an own control plane') : await available();
  if (plane === undefined || litellm instanceof NotAvailable) {
    for (const name of [...LIMIT_ACTS, ...[...OVERFLOW_ACTS, ...NEIGHBOUR_ACTS, ...KEY_ACTS, ...INSTANCE_ACTS].map((act) => act.name)])
      results.notRun(SUBJECT, name, String(litellm));
    return;
  }
  const folder = path.join(world.folder, SUBJECT);
  fs.mkdirSync(folder, { recursive: true });
  const processes = plane.processes.scoped(SUBJECT);
  const [enginePort, routerPort, secondPort, redisPort] = await freePorts(4);
  const engine = await SlowEngine.start(enginePort);
  const log = () => fs.readFileSync(processes.logFile('litellm'), 'utf8');
  const files = await emittedFiles(path.join(world.folder, 'synth'));
  const ports = { enginePort, routerPort, secondPort, redisPort };
  const play: LimitPlay = { engine, ...ports, processes, folder, files, log, keys: Object.values(clientKeys(files)) };
  try {
    await startRedis(processes, path.join(folder, 'redis'), redisPort);
    for (const { name, expect } of [...limitActs(litellm), ...OVERFLOW_ACTS, ...NEIGHBOUR_ACTS, ...KEY_ACTS, ...INSTANCE_ACTS]) {
      const start = Date.now();
      const [problems, note] = await expect(play).then(
        (figure) => [[], figure] as const,
        (error: unknown) => [[error instanceof Error ? error.message : String(error)], ''] as const,
      );
      results.judge(SUBJECT, name, problems, (Date.now() - start) / 1000, note);
    }
  } finally {
    await processes.endAll();
    engine.stop();
  }
}

/** What LiteLLM reads at its start: config.yaml of the router of the app, and the files beside it. */
export async function emittedFiles(folder: string): Promise<Readonly<Record<string, string>>> {
  const example = await synthesizeFile(SUBJECT, path.join(__dirname, 'app', 'main.ts'), folder);
  const manifests = example.stacks[0]?.manifests() ?? [];
  for (const { kind, data } of manifests as readonly { readonly kind: string; readonly data?: Record<string, string> }[]) {
    const text = data?.['config.yaml'];
    if (kind === 'ConfigMap' && text !== undefined && parse(text) !== null) return data ?? {};
  }
  throw new Error(`the fleet of the limit drills has no router: ${example.refusal ?? ''}`);
}

/** LiteLLM; its instances share a Redis. */
async function available(): Promise<string | NotAvailable> {
  const redis = await Promise.all(['valkey-server', 'redis-server'].map((program) => exists(program)));
  if (!redis.includes(true)) return new NotAvailable('neither valkey-server nor redis-server is installed');
  return litellmProgram();
}
