/** External models of every provider: the real LiteLLM asks them with the configuration that we emit, and calls the hosts that the network opens, and no other. */
import { spawn } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { at, type KubeObject, listAt } from '../cluster/kube-object';
import { synthesizeFile } from '../fleets/example';
import { type EmittedRouter, emittedRouters } from './emitted-routers';

/** What LiteLLM called. */
interface Call {
  readonly url: string;
  /** Header that says who calls. */
  readonly proof: string;
}

interface Answer {
  readonly asked: readonly Call[];
  /** The client named another region and another project. */
  readonly elsewhere: readonly Call[];
}

/** What the pods of the router would be given by the webhook of EKS. */
const ROLE = { AWS_ROLE_ARN: 'arn:aws:iam::123456789012:role/router', AWS_REGION: 'eu-central-1', AWS_DEFAULT_REGION: 'eu-central-1' };
const KEY = 'key-of-the-provider';
/** The metadata server of GKE, which a policy opens by its address. */
const METADATA = /^(?:169\.254\.169\.254|metadata\.google\.internal)$/;

/** @returns what does not hold, and how many models were asked */
export async function providerProblems(python: string, folder: string): Promise<readonly [problems: string[], note: string]> {
  fs.mkdirSync(folder, { recursive: true });
  const example = await synthesizeFile('providers', path.join(__dirname, 'app', 'main.ts'), path.join(folder, 'synth'));
  const routers = emittedRouters([example]);
  if (routers.length === 0) return [[`the app of the providers has no router: ${example.refusal ?? ''}`], ''];
  const token = path.join(folder, 'token');
  fs.writeFileSync(token, 'token');
  const answers = await callsOf(
    python,
    routers.map((router) => ({
      config: router.config,
      env: { ...keysOf(router), ...(identified(router) ? { ...ROLE, AWS_WEB_IDENTITY_TOKEN_FILE: token } : {}) },
    })),
  );
  const problems = routers.flatMap((router, index) => problemsOf(router, answers[index] ?? { asked: [], elsewhere: [] }));
  return [problems, `${routers.length} models`];
}

function problemsOf(router: EmittedRouter, { asked, elsewhere }: Answer): string[] {
  const opened = openedHosts(router);
  const outside = [...asked, ...elsewhere].map(({ url }) => new URL(url).hostname).filter((host) => !METADATA.test(host));
  const closed = [...new Set(outside)].filter((host) => !opened.some((pattern) => matches(pattern, host)));
  const last = asked.at(-1);
  return [
    ...closed.map((host) => `${router.name}: LiteLLM calls ${host}, open are ${opened.join(', ')}`),
    ...(last === undefined || last.proof === ''
      ? [`${router.name}: the model was asked ${last === undefined ? 'nothing' : 'without a key'}`]
      : []),
    ...opened
      .filter((pattern) => !pattern.startsWith('sts.') && !outside.some((host) => matches(pattern, host)))
      .map((host) => `${router.name}: ${host} is open, and nobody calls it`),
  ];
}

const matches = (pattern: string, host: string): boolean =>
  new RegExp(`^${pattern.replaceAll('.', '\\.').replaceAll('*', '[^.]*')}$`).test(host);

/** Hosts that the policies of a router open, or patterns. */
function openedHosts({ name, objects }: EmittedRouter): string[] {
  const own = (object: KubeObject) => at(object, 'spec', 'endpointSelector', 'matchLabels', 'app.kubernetes.io/name') === name;
  return objects
    .filter((object) => object.kind === 'CiliumNetworkPolicy' && own(object))
    .flatMap((object) => listAt(object, 'spec', 'egress').flatMap((rule) => listAt(rule, 'toFQDNs')))
    .map((host) => String(at(host, 'matchName') ?? at(host, 'matchPattern')));
}

const identified = ({ name, objects }: EmittedRouter): boolean =>
  objects.some(
    ({ kind, metadata }) =>
      kind === 'ServiceAccount' && metadata.name === name && JSON.stringify(metadata).includes('eks.amazonaws.com/role-arn'),
  );

/** Keys of providers, as the variables that the configuration names. */
function keysOf({ config }: EmittedRouter): Record<string, string> {
  const account = serviceAccountKey();
  return Object.fromEntries(
    config.model_list.flatMap(({ litellm_params }) =>
      Object.entries(litellm_params).flatMap(([param, value]) => {
        const variable = /^os\.environ\/(EXTERNAL_KEY_\w+)$/.exec(String(value))?.[1];
        return variable === undefined ? [] : [[variable, param === 'vertex_credentials' ? account : KEY]];
      }),
    ),
  );
}

/** As Google hands it out; made for this run. */
function serviceAccountKey(): string {
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2_048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  return JSON.stringify({
    type: 'service_account',
    project_id: 'my-project',
    private_key_id: '1',
    private_key: privateKey,
    client_email: 'router@my-project.iam.gserviceaccount.com',
    token_uri: 'https://oauth2.googleapis.com/token',
  });
}

function callsOf(python: string, entries: readonly object[]): Promise<Answer[]> {
  const env = { PATH: process.env['PATH'] ?? '', LITELLM_LOCAL_MODEL_COST_MAP: 'True', LITELLM_OFFLINE_MODE: 'true' };
  const child = spawn(python, [path.join(__dirname, 'called_hosts.py')], { env, stdio: ['pipe', 'pipe', 'pipe'] });
  child.stdin.end(JSON.stringify(entries));
  const said = { out: '', error: '' };
  child.stdout.on('data', (chunk: Buffer) => {
    said.out += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    said.error = (said.error + chunk.toString()).slice(-500);
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) =>
      code === 0 ? resolve(JSON.parse(said.out) as Answer[]) : reject(new Error(`called_hosts.py: ${code}: ${said.error}`)),
    );
  });
}
