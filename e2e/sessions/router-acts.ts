/** The whole way of an agent's request: the real LiteLLM, the session proxy, a replica. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { parse, stringify } from 'yaml';
import { waitFor } from '../machine/wait';
import { type Act, counts, must, type Play, replicasOf } from './play';
import { SessionClient } from './session-client';
import { REPLICAS } from './stage';

/** Generated for this run only; LiteLLM refuses weak ones. */
const KEY = 'sk-drill-0123456789abcdef';
const SESSIONS = 40;
const BOOT_SECONDS = 90;

/** @param litellm the program */
export function routerActs(litellm: string): readonly Act[] {
  return [
    { name: 'LiteLLM starts with the configuration of the router', expect: (play) => boots(play, litellm) },
    { name: 'agent, LiteLLM, proxy, replica: turns of a session stay together', expect: together },
    { name: 'requests of no session are spread', expect: spread },
  ];
}

export const ROUTER_ACTS = routerActs('litellm').map(({ name }) => name);

async function boots({ stage, processes, folder }: Play, litellm: string): Promise<string> {
  const config = path.join(folder, 'config.yaml');
  fs.writeFileSync(config, routerConfig(stage.configFile('config.yaml'), stage.url));
  const start = Date.now();
  const env = {
    ...process.env,
    LITELLM_MASTER_KEY: KEY,
    LITELLM_MODE: 'PRODUCTION',
    LITELLM_LOG: 'ERROR',
    LITELLM_LOCAL_MODEL_COST_MAP: 'True',
    DISABLE_ADMIN_UI: 'True',
  };
  processes.start(
    'litellm',
    litellm,
    ['--config', config, '--host', '127.0.0.1', '--port', String(stage.ports.router), '--num_workers', '1'],
    { env },
  );
  await waitFor('the router', async () => ((await isReady(stage.ports.router)) ? true : undefined), {
    seconds: BOOT_SECONDS,
    everySeconds: 0.5,
  });
  return `${((Date.now() - start) / 1000).toFixed(0)} s`;
}

/** As emitted, but for the address of the proxy, which is here and not in a cluster. */
function routerConfig(text: string, url: string): string {
  const config = parse(text) as { model_list: { litellm_params: { api_base: string } }[] };
  for (const { litellm_params } of config.model_list) litellm_params.api_base = url;
  return stringify(config);
}

async function together({ stage }: Play): Promise<string> {
  const agent = clientOf(stage.ports.router);
  const turns = [await replicasOf(agent, SESSIONS), await replicasOf(agent, SESSIONS), await replicasOf(agent, SESSIONS)];
  agent.close();
  const moved = (turns[0] ?? []).filter((replica, session) => turns.some((turn) => turn[session] !== replica));
  must(moved.length === 0, `${moved.length} of ${SESSIONS} sessions were answered by several replicas`);
  must(new Set(turns[0]).size === REPLICAS.length, `${new Set(turns[0]).size} replicas answered`);
  return `${SESSIONS} sessions of three turns`;
}

async function spread({ stage }: Play): Promise<string> {
  const agent = clientOf(stage.ports.router);
  const answers: string[] = [];
  for (let request = 0; request < SESSIONS; request++) answers.push((await agent.turn(undefined)).replica);
  agent.close();
  must(new Set(answers).size === REPLICAS.length, `only ${new Set(answers).size} replicas answered`);
  return counts(answers)
    .map(([, count]) => count)
    .join(', ');
}

const clientOf = (port: number) => new SessionClient(`http://127.0.0.1:${port}/v1`, { authorization: `Bearer ${KEY}` });

async function isReady(port: number): Promise<boolean> {
  return fetch(`http://127.0.0.1:${port}/health/readiness`).then(
    ({ ok }) => ok,
    () => false,
  );
}
