/** What the agents call, on this machine: the session store, the state store, the tool server and the router, each with what we emit for it. */
import * as crypto from 'node:crypto';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { parse, stringify } from 'yaml';
import { GATE_PORTS } from '../../lib/agents/tool-scopes/tool-scope-props';
import { type KubeObject, listAt } from '../cluster/kube-object';
import { NotAvailable } from '../control-plane/build';
import { exists, run } from '../machine/command';
import { freePorts } from '../machine/free-ports';
import type { Processes } from '../machine/processes';
import { waitFor } from '../machine/wait';
import { Certificates } from './certificates';
import { AgentsEngine } from './engine';
import { argsOf, type Place, podEnvironment, variablesOf } from './pod-environment';
import { openTraces, type Traces } from './traces';

const AGENTS = path.resolve(__dirname, '../../examples/two-agents/agents');
const POSTGRES_USER = { uid: 'postgres', name: 'agents', database: 'agents' } as const;
const BOOT_SECONDS = 400;

/** Programs of the machine. */
export interface Programs {
  readonly litellm: string;
  /** Folder with the Python that has LangGraph and MCP. */
  readonly python: string;
  /** Envoy, as it stands before the tools. */
  readonly envoy: string;
}

interface Ports {
  readonly engine: number;
  readonly router: number;
  readonly store: number;
  readonly database: number;
  readonly tools: number;
  readonly gate: number;
}

/** Ports of the tools in their pods. */
const GATE = { scope: 8101, server: 8000 };

export class AgentsStage {
  static async open(programs: Programs, objects: readonly KubeObject[], processes: Processes, folder: string): Promise<AgentsStage> {
    fs.mkdirSync(folder, { recursive: true });
    const [engine, router, store, database, tools, gate] = await freePorts(6);
    const ports = { engine, router, store, database, tools, gate };
    const data = fs.mkdtempSync(path.join(os.tmpdir(), 'agents-state-'));
    const stage = new AgentsStage(programs, objects, processes, folder, ports, await AgentsEngine.start(engine), data);
    try {
      await stage.certificates.makeAuthority();
      await stage.certificates.issue();
      await stage.startStore();
      await stage.startDatabase();
      await stage.startTools();
      await stage.startTraces();
      await stage.startRouter();
    } catch (error) {
      await stage.close();
      throw error;
    }
    return stage;
  }

  private constructor(
    readonly programs: Programs,
    private readonly objects: readonly KubeObject[],
    readonly processes: Processes,
    readonly folder: string,
    readonly ports: Ports,
    readonly engine: AgentsEngine,
    readonly data: string,
  ) {
    this.certificates = new Certificates(objects, folder);
  }

  readonly certificates: Certificates;

  /** The collector with a Jaeger, or why there are none. */
  traces: Traces | NotAvailable = new NotAvailable('not started');

  /** A program of Postgres with its arguments, as the user that may run it. */
  asPostgres: (program: string, args: readonly string[]) => [string, string[]] = (program, args) => [program, [...args]];

  async close(): Promise<void> {
    await this.processes.endAll();
    this.engine.stop();
    fs.rmSync(this.data, { recursive: true, force: true });
  }

  /** Nothing but what the pods of a fleet get, and what a shell needs to find programs. */
  environmentOf(deployment: string): Record<string, string> {
    const at = (host: string, port: number, local: number, portVariables: readonly string[] = []): Place => ({
      host: `${host}.pair.svc.cluster.local`,
      port,
      local,
      portVariables,
    });
    const { router, store, database, gate } = this.ports;
    const places = [
      at('router', 4000, router),
      at('sessions', 6379, store, ['REDIS_PORT']),
      at('state-rw', 5432, database, ['PGPORT']),
      at('facts', GATE.scope, gate),
      ...(this.traces instanceof NotAvailable ? [] : [at('tracing', 4318, this.traces.port)]),
    ];
    const env = podEnvironment(this.objects, deployment, places, (name, key) => this.secretOf(name, key));
    const local = Object.fromEntries(Object.entries(env).map(([name, value]) => [name, this.certificates.here(value)]));
    return { PATH: process.env['PATH'] ?? '', HOME: '/nonexistent', PYTHONDONTWRITEBYTECODE: '1', ...local };
  }

  /** Arguments of the first container of pods, by the name of what makes them. */
  argsOf(name: string): readonly string[] {
    return argsOf(this.objects, name);
  }

  /** As Terraform or CloudNativePG make it: the same reference always has the same value. */
  secretOf(name: string, key: string): string {
    if (name !== 'state-app') return `sk-${crypto.createHash('sha256').update(`${name}/${key}`).digest('hex').slice(0, 24)}`;
    const { name: user, database } = POSTGRES_USER;
    const uri = `postgresql://${user}:secret@state-rw.pair.svc.cluster.local:5432/${database}`;
    return { username: user, password: 'secret', 'fqdn-uri': uri }[key] ?? '';
  }

  /** Of redis-cli, so that it checks the store. */
  get tls(): string[] {
    return ['--tls', '--cacert', this.certificates.authority];
  }

  /** That of whoever looks after the store. */
  get storePassword(): string {
    return this.secretOf('sessions-auth', 'password');
  }

  /** The exporter beside the store, with the environment of its container; undefined where the machine has none. */
  async startExporter(): Promise<string | undefined> {
    const programs = ['redis_exporter', 'prometheus-redis-exporter'];
    const found = await Promise.all(programs.map(async (program) => ((await exists(program)) ? program : undefined)));
    const program = found.find((name) => name !== undefined);
    if (program === undefined) return undefined;
    const [port] = await freePorts(1);
    const { store } = this.ports;
    const values = variablesOf(this.objects, 'sessions', 1).map(({ name, value = '', valueFrom }) => {
      const ref = valueFrom?.secretKeyRef;
      return [name, ref === undefined ? value.replace(':6379', `:${store}`) : this.secretOf(ref.name, ref.key)] as const;
    });
    const env = { ...process.env, ...Object.fromEntries(values), REDIS_EXPORTER_WEB_LISTEN_ADDRESS: `127.0.0.1:${port}` };
    this.processes.start('exporter', program, [], { env });
    await this.isOpen('the exporter', port);
    return `http://127.0.0.1:${port}/metrics`;
  }

  private secretsOf(pods: string): Record<string, string> {
    const secrets = variablesOf(this.objects, pods).flatMap(({ name, valueFrom }) => {
      const ref = valueFrom?.secretKeyRef;
      return ref === undefined ? [] : [[name, this.secretOf(ref.name, ref.key)] as const];
    });
    return Object.fromEntries(secrets);
  }

  /** The command of the container, with the folders and the program that this machine has. */
  async startStore(): Promise<void> {
    const program = (await exists('valkey-server')) ? 'valkey-server' : 'redis-server';
    if (!(await exists(program))) throw new NotAvailable('neither valkey-server nor redis-server is installed');
    const set = this.objects.find(({ kind, metadata }) => kind === 'StatefulSet' && metadata.name === 'sessions');
    const spec = set?.spec as { template: { spec: { containers: { command: string[] }[] } } } | undefined;
    const [shell = '', ...args] = spec?.template.spec.containers[0]?.command ?? [];
    const folder = path.join(this.folder, 'valkey');
    fs.mkdirSync(folder, { recursive: true });
    const config = this.fileOf('sessions', 'valkey.conf')
      .replace('tls-port 6379', `tls-port ${this.ports.store}`)
      .replace('dir /data', `dir ${folder}`);
    fs.writeFileSync(path.join(folder, 'valkey.conf'), this.certificates.here(config));
    const here = args.map((arg) => arg.replaceAll('/etc/valkey', folder).replaceAll('valkey-server', program));
    this.processes.start('valkey', shell, here, { env: { ...process.env, ...this.secretsOf('sessions') } });
    await this.isOpen('the session store', this.ports.store);
  }

  /** The probe of the server, with the programs and folders that this machine has; what it prints, and its exit code. */
  async probe(kind: 'livenessProbe' | 'readinessProbe'): Promise<number> {
    const set = this.objects.find(({ kind: of, metadata }) => of === 'StatefulSet' && metadata.name === 'sessions');
    const [container] = listAt(set, 'spec', 'template', 'spec', 'containers');
    const [shell = '', ...args] = listAt(container, kind, 'exec', 'command').map(String);
    const here = args.map((arg) =>
      this.certificates
        .here(arg)
        .replaceAll('valkey-cli', 'redis-cli')
        .replaceAll('-p 6379', `-p ${this.ports.store}`)
        .replaceAll('/tmp/served.crt', path.join(this.folder, 'served.crt')),
    );
    const { code } = await run(shell, here, { env: { ...process.env, REDISCLI_AUTH: this.storePassword }, timeoutSeconds: 20 });
    return code;
  }

  private async startDatabase(): Promise<void> {
    if (!(await exists('postgres'))) throw new NotAvailable('postgres is not installed');
    const bin = path.dirname(fs.realpathSync((await run('which', ['postgres'])).stdout.trim()));
    const files = path.join(this.data, 'data');
    const [certificate, key] = [path.join(this.data, 'server.crt'), path.join(this.data, 'server.key')];
    const request = [
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-days',
      '1',
      '-subj',
      '/CN=state-rw',
      '-keyout',
      key,
      '-out',
      certificate,
    ];
    await must('openssl', request);
    fs.writeFileSync(path.join(this.data, 'password'), 'secret');
    // Postgres refuses to run as root.
    const isRoot = process.getuid?.() === 0;
    if (isRoot) await must('chown', ['-R', POSTGRES_USER.uid, this.data]);
    const as = (program: string, args: readonly string[]): [string, string[]] =>
      isRoot
        ? ['setpriv', [`--reuid=${POSTGRES_USER.uid}`, `--regid=${POSTGRES_USER.uid}`, '--clear-groups', path.join(bin, program), ...args]]
        : [path.join(bin, program), [...args]];
    this.asPostgres = as;
    const init = ['-D', files, '-U', POSTGRES_USER.name, '-A', 'scram-sha-256', `--pwfile=${path.join(this.data, 'password')}`];
    await must(...as('initdb', init));
    const settings = { port: this.ports.database, listen_addresses: '127.0.0.1', unix_socket_directories: this.data, ssl: 'on' };
    // The log of changes is written out, as the operator has it with backups.
    const archived = { archive_mode: 'on', archive_command: `cp %p ${this.data}/archive-%f` };
    const set = { ...settings, ...archived, ssl_cert_file: certificate, ssl_key_file: key };
    const options = Object.entries(set).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    this.processes.start('postgres', ...as('postgres', ['-D', files, ...options]), { cwd: this.data });
    await this.isOpen('the state store', this.ports.database);
    const made = `import psycopg; psycopg.connect("host=127.0.0.1 port=${this.ports.database} user=agents password=secret dbname=postgres sslmode=require", autocommit=True).execute("create database agents")`;
    const make = () => run(path.join(this.programs.python, 'python'), ['-c', made], { timeoutSeconds: 60 });
    await waitFor('the database', async () => ((await make()).code === 0 ? true : undefined), { seconds: 60, everySeconds: 1 });
  }

  private async startTools(): Promise<void> {
    const env = { ...process.env, HOST: '127.0.0.1', PORT: String(this.ports.tools), PYTHONDONTWRITEBYTECODE: '1' };
    this.processes.start('facts', path.join(this.programs.python, 'python'), [path.join(AGENTS, 'facts_server.py')], { env });
    await this.isOpen('the tool server', this.ports.tools);
    await this.startGate();
  }

  /** As emitted, but for ports that are free here. */
  private async startGate(): Promise<void> {
    const [admin, status] = await freePorts(2);
    const { gate, tools } = this.ports;
    const here = new Map<number, number>([
      [GATE.scope, gate],
      [GATE.server, tools],
      [GATE_PORTS.admin, admin],
      [GATE_PORTS.status, status],
    ]);
    const config = this.fileOf('facts-tools', 'envoy.yaml').replaceAll(
      /port_value: (\d+)/g,
      (_all, port: string) => `port_value: ${here.get(Number(port)) ?? port}`,
    );
    const file = path.join(this.folder, 'gate.yaml');
    fs.writeFileSync(file, config);
    const args = ['--config-path', file, '--concurrency', '2', '--log-level', 'warning', '--disable-hot-restart'];
    this.processes.start('gate', this.programs.envoy, args);
    const isReady = async () => ((await fetch(`http://127.0.0.1:${status}/ready`).catch(() => undefined))?.ok ? true : undefined);
    await waitFor('the gate before the tools', isReady, { seconds: 30, everySeconds: 0.3 });
  }

  private async startTraces(): Promise<void> {
    this.traces = await openTraces(this.objects, this.processes, this.folder);
    if (!(this.traces instanceof NotAvailable)) this.engine.spansTo = this.placeOfSpans(this.traces.port);
  }

  /** Where the engine is told to send spans to, on this machine. */
  private placeOfSpans(port: number): string {
    const args = argsOf(this.objects, 'model');
    const told = args[args.indexOf('--otlp-traces-endpoint') + 1] ?? '';
    return told.replace('tracing.pair.svc.cluster.local:4318', `127.0.0.1:${port}`);
  }

  private async startRouter(): Promise<void> {
    const folder = path.join(this.folder, 'router');
    fs.mkdirSync(folder, { recursive: true });
    const files = (this.objects.find(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === 'router')?.['data'] ?? {}) as object;
    for (const [name, text] of Object.entries(files)) fs.writeFileSync(path.join(folder, name), text as string);
    fs.writeFileSync(path.join(folder, 'config.yaml'), this.localConfig(this.fileOf('router', 'config.yaml')));
    const env = {
      ...process.env,
      LITELLM_MODE: 'PRODUCTION',
      LITELLM_LOG: 'ERROR',
      LITELLM_LOCAL_MODEL_COST_MAP: 'True',
      DISABLE_ADMIN_UI: 'True',
      ...this.secretsOf('router'),
      ...Object.fromEntries(Object.entries(this.environmentOf('router')).filter(([name]) => name.startsWith('OTEL_'))),
    };
    const args = ['--config', path.join(folder, 'config.yaml'), '--host', '127.0.0.1', '--port', String(this.ports.router)];
    this.processes.start('litellm', this.programs.litellm, [...args, '--num_workers', '1'], { env });
    const isReady = async () =>
      (await fetch(`http://127.0.0.1:${this.ports.router}/health/readiness`).catch(() => undefined))?.ok ? true : undefined;
    await waitFor('the router', isReady, { seconds: BOOT_SECONDS, everySeconds: 0.5 });
  }

  /** As emitted, but for the addresses of the engine and of the store. */
  private localConfig(text: string): string {
    const config = parse(text) as {
      model_list: { model_name: string; litellm_params: { api_base: string } }[];
      router_settings?: Record<string, unknown>;
      general_settings?: { coordination_redis?: Record<string, unknown> };
    };
    for (const { model_name, litellm_params } of config.model_list) {
      litellm_params.api_base = `http://127.0.0.1:${this.ports.engine}/${model_name}/v1`;
    }
    const { store } = this.ports;
    if (config.router_settings !== undefined) Object.assign(config.router_settings, { redis_host: '127.0.0.1', redis_port: store });
    Object.assign(config.general_settings?.coordination_redis ?? {}, { host: '127.0.0.1', port: store });
    return this.certificates.here(stringify(config));
  }

  private fileOf(map: string, file: string): string {
    const found = this.objects.find(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === map);
    return (found?.['data'] as Record<string, string> | undefined)?.[file] ?? '';
  }

  private async isOpen(name: string, port: number): Promise<void> {
    const connects = async () =>
      (await run('bash', ['-c', `exec 3<>/dev/tcp/127.0.0.1/${port}`], { timeoutSeconds: 5 })).code === 0 ? true : undefined;
    await waitFor(name, connects, { seconds: 60, everySeconds: 0.3 });
  }
}

async function must(program: string, args: readonly string[]): Promise<void> {
  const { code, stderr, stdout } = await run(program, args, { timeoutSeconds: 120 });
  if (code !== 0) throw new NotAvailable(`${program}: ${(stderr || stdout).slice(-300)}`);
}
