/** One router of an example, started as its pod is, and its pools. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { toYaml, type YamlValue } from '../../lib/core/yaml';
import { HOLD_TABLE_FILE } from '../../lib/routing/litellm/sleeping-pools';
import { podEnvironment } from '../agents/pod-environment';
import type { Processes } from '../machine/processes';
import { waitFor } from '../machine/wait';
import { type Deployment, type EmittedRouter, servedNames } from './emitted-routers';
import { type FakePools, HEALTH } from './fake-pools';

const BOOT_SECONDS = 300;
/** Generated for this run only; LiteLLM refuses weak ones. */
const KEY = 'sk-drill-0123456789abcdef';
/** Where the image lets LiteLLM write. */
const WRITABLE = '/var/litellm';
const SPANS = 'OTEL_EXPORTER_OTLP_ENDPOINT';

export interface Setting {
  readonly litellm: string;
  readonly pools: FakePools;
  readonly processes: Processes;
  readonly folder: string;
  readonly ports: { readonly router: number; readonly redis: number };
}

export class Play {
  constructor(
    readonly router: EmittedRouter,
    private readonly setting: Setting,
  ) {}

  get pools(): FakePools {
    return this.setting.pools;
  }

  get deployments(): readonly Deployment[] {
    return this.router.config.model_list;
  }

  get aliases(): string[] {
    return [...new Set(this.deployments.map(({ model_name }) => model_name))];
  }

  /** Those that answer an alias. */
  behind(alias: string): string[] {
    return this.deployments.filter(({ model_name }) => model_name === alias).map(({ model_info }) => this.idOf(model_info.id));
  }

  /** Ids of two examples may be the same. */
  idOf(deployment: string): string {
    return `${this.process}-${deployment}`;
  }

  /** Name of its process. */
  get process(): string {
    return `${this.router.example}-${this.router.name}`;
  }

  /** @returns what it wrote that is a warning or worse. */
  async start(): Promise<readonly string[]> {
    const { litellm, processes, ports } = this.setting;
    const folder = path.join(this.setting.folder, this.process);
    fs.mkdirSync(folder, { recursive: true });
    // As the router writes it: a date without quotes is no text to LiteLLM.
    const files = { ...this.router.files, 'config.yaml': toYaml(this.localConfig() as YamlValue), ...this.localHold() };
    for (const [name, text] of Object.entries(files)) fs.writeFileSync(path.join(folder, name), text);
    const args = [
      '--config',
      path.join(folder, 'config.yaml'),
      '--host',
      '127.0.0.1',
      '--port',
      String(ports.router),
      '--num_workers',
      '1',
    ];
    processes.start(this.process, litellm, args, { env: { ...this.environment(folder), PATH: process.env['PATH'] ?? '' } });
    await waitFor('the router', () => this.isReady(), { seconds: BOOT_SECONDS, everySeconds: 0.5 });
    return this.warnings();
  }

  warnings(): readonly string[] {
    const log = fs.readFileSync(this.setting.processes.logFile(this.process), 'utf8');
    return log.split('\n').filter((line) => /warn|error|traceback/i.test(line));
  }

  end(): Promise<void> {
    return this.setting.processes.end(this.process);
  }

  /** Asks an alias in the way of its kind. */
  async ask(alias: string, content = 'go'): Promise<{ readonly status: number; readonly text: string; readonly by: string | undefined }> {
    const mode = this.deployments.find(({ model_name }) => model_name === alias)?.model_info.mode ?? 'chat';
    const [at, body] = QUESTIONS[mode]?.(content) ?? [];
    const before = this.pools.answered.length;
    const answer = await this.send('POST', `/v1/${at}`, { model: alias, ...body });
    return { ...answer, by: this.pools.answered.slice(before).at(-1) };
  }

  async send(method: string, at: string, body?: object): Promise<{ readonly status: number; readonly text: string }> {
    const headers = { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' };
    const sent = body === undefined ? {} : { body: JSON.stringify(body) };
    const answer = await fetch(`http://127.0.0.1:${this.setting.ports.router}${at}`, { method, headers, ...sent });
    return { status: answer.status, text: await answer.text() };
  }

  private async isReady(): Promise<true | undefined> {
    this.setting.processes.assertRunning(this.process);
    const answer = await fetch(`http://127.0.0.1:${this.setting.ports.router}/health/readiness`).catch(() => undefined);
    return answer?.ok ? true : undefined;
  }

  /** As emitted, but for addresses: the path of each says which pool it is. */
  private localConfig(): object {
    const { ports } = this.setting;
    const config = structuredClone(this.router.config);
    for (const { litellm_params: params, model_info } of config.model_list) {
      const { api_base: emitted } = params;
      const isOurs = emitted?.includes('.svc.cluster.local') === true;
      const address = this.pools.add(this.idOf(model_info.id), isOurs ? servedNames(this.router, emitted) : null);
      params.api_base = isOurs ? `${address}${emitted.endsWith('/v1') ? '/v1' : ''}` : address;
    }
    if (config.general_settings.coordination_redis === undefined) return config;
    // The Redis of the drill has one user, without a password.
    const { cache_kwargs: _kwargs, redis_password: _password, ...settings } = config.router_settings;
    return {
      ...config,
      router_settings: { ...settings, redis_host: '127.0.0.1', redis_port: ports.redis },
      general_settings: { ...config.general_settings, coordination_redis: { host: '127.0.0.1', port: ports.redis } },
    };
  }

  /** Aliases whose requests are held while their pools sleep. */
  get held(): readonly string[] {
    return Object.keys(JSON.parse(this.router.files[HOLD_TABLE_FILE] ?? '{}') as object);
  }

  /** As emitted, but for addresses. */
  private localHold(): Record<string, string> {
    const text = this.router.files[HOLD_TABLE_FILE];
    if (text === undefined) return {};
    const table = JSON.parse(text) as Record<string, object>;
    const health = (alias: string) => this.behind(alias).map((id) => `${this.pools.addressOf(id)}/${HEALTH}`);
    const local = Object.fromEntries(Object.entries(table).map(([alias, held]) => [alias, { ...held, health: health(alias) }]));
    return { [HOLD_TABLE_FILE]: JSON.stringify(local) };
  }

  /** As its pod has it, but for the folder where the image lets LiteLLM write; the Redis of the drill has no password. */
  private environment(folder: string): NodeJS.ProcessEnv {
    const { objects, name } = this.router;
    const secret = (_name: string, _key: string, variable: string) =>
      variable === 'LITELLM_MASTER_KEY' ? KEY : `sk-drill-${variable.toLowerCase()}`;
    const env = Object.entries(podEnvironment(objects, name, [], secret)).filter(([variable]) => variable !== 'REDIS_PASSWORD');
    const spans = this.pools.add('spans', null);
    return {
      ...Object.fromEntries(env.map(([variable, value]) => [variable, value.replace(WRITABLE, path.join(folder, 'writable'))])),
      ...(env.some(([variable]) => variable === SPANS) ? { [SPANS]: spans } : {}),
    };
  }
}

type Question = (content: string) => readonly [path: string, body: object];

/** By the mode of a deployment. */
const QUESTIONS: Readonly<Record<string, Question>> = {
  chat: (content) => ['chat/completions', { messages: [{ role: 'user', content }] }],
  embedding: (content) => ['embeddings', { input: [content] }],
  rerank: (content) => ['rerank', { query: content, documents: ['a'] }],
};
