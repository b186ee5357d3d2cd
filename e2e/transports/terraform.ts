/** Real Terraform with the real providers, wherever `terraform init` can get them: registry, mirror, or a development override. */
import type { ChildProcess } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import type { StackJson } from '../../lib/plan/synthesized-app';
import type { KubeClient } from '../cluster/kube-client';
import { at, isRecord, listAt } from '../cluster/kube-object';
import { type Connection, writeKubeconfig } from '../cluster/kubeconfig';
import type { FleetStack } from '../fleets/fleet-stack';
import { cacheFolder } from '../machine/cache-folder';
import { type CommandResult, lastLines, run } from '../machine/command';
import type { Deployment, Outcome, Transport } from './transport';

export interface InitResult {
  readonly ok: boolean;
  readonly reason: string;
}

export interface PlannedChange {
  readonly address: string;
  readonly type: string;
  /** `create`, `update`, `delete`; two of them replace. */
  readonly actions: readonly string[];
  readonly before: unknown;
  readonly after: unknown;
}

export interface Plan extends Outcome {
  readonly changes: readonly PlannedChange[];
}

export class Terraform implements Transport {
  readonly name = 'terraform' as const;
  description = 'terraform';

  constructor(private readonly connection: Connection) {}

  async open(stack: FleetStack, folder: string): Promise<TerraformDeployment> {
    const deployment = this.deployment(stack, folder);
    const result = await deployment.init();
    if (!result.ok) throw new Error(`terraform init failed: ${result.reason}`);
    return deployment;
  }

  into(_client: KubeClient, connection: Connection): Terraform {
    const other = new Terraform(connection);
    other.description = this.description;
    return other;
  }

  /** Tries one stack: only Terraform itself knows where it finds providers. */
  async tryInit(stack: FleetStack, folder: string): Promise<InitResult> {
    const version = await run('terraform', ['version', '-json'], { timeoutSeconds: 30 });
    if (version.code === 127) return { ok: false, reason: 'terraform is not installed' };
    const result = await this.deployment(stack, folder).init();
    this.description = `terraform ${at(parseJson(version.stdout), 'terraform_version') ?? ''} with ${providers(folder)}`;
    return result;
  }

  /** Providers read `~/.kube/config`, as the examples say: a home folder of its own gives every context the one cluster. */
  private deployment(stack: FleetStack, folder: string): TerraformDeployment {
    stack.writeTo(folder);
    const home = path.join(folder, 'home');
    const file = path.join(home, '.kube', 'config');
    writeKubeconfig(file, this.connection, stack.contexts.length > 0 ? stack.contexts : ['e2e']);
    // Stacks that name no file read the one of the environment.
    return new TerraformDeployment(stack, folder, { ...terraformEnvironment(home), KUBE_CONFIG_PATH: file });
  }
}

export class TerraformDeployment implements Deployment {
  /** Set by drills: the running program, to be interrupted. */
  onStart: ((child: ChildProcess) => void) | undefined;
  /** Set by drills: lines of the output as they come. */
  onLine: ((line: string) => void) | undefined;

  constructor(
    readonly stack: FleetStack,
    readonly folder: string,
    private readonly env: NodeJS.ProcessEnv,
  ) {}

  async init(): Promise<InitResult> {
    const result = await this.terraform(['init', '-input=false', '-no-color']);
    return { ok: result.code === 0, reason: diagnostics(result)[0]?.slice(0, 300) ?? '' };
  }

  apply(): Promise<Outcome> {
    return this.outcome(['apply', '-auto-approve', ...QUIET]);
  }

  /** As an owner who gives the data up: first without the protection of what holds it. */
  async destroy(): Promise<Outcome> {
    const unprotected = this.stack.changed(unprotect);
    unprotected.writeTo(this.folder);
    // Helm looks at what is on the cluster: the protection goes in one deploy, and what it protects in the next.
    const targets = keepingReleases(this.stack.json).map((address) => `-target=${address}`);
    if (targets.length > 0) await this.terraform(['apply', '-auto-approve', ...targets, ...QUIET]);
    const { seconds, problems } = await this.outcome(['destroy', '-auto-approve', ...QUIET]);
    // Helm says which databases it kept; they go with their namespace.
    return { seconds, problems: problems.filter((problem) => !problem.includes('Helm uninstall returned an information message')) };
  }

  async secondPlan(): Promise<Outcome> {
    const { seconds, problems, changes } = await this.plan();
    return { seconds, problems: problems.length > 0 ? problems : changes.map(describeChange) };
  }

  /** What an apply would change. Exit status 2 of `plan -detailed-exitcode` means changes. */
  async plan(args: readonly string[] = []): Promise<Plan> {
    const file = path.join(this.folder, 'second.tfplan');
    const result = await this.terraform(['plan', '-detailed-exitcode', `-out=${file}`, ...QUIET, ...args]);
    const { seconds } = result;
    if (result.code === 0) return { seconds, problems: [], changes: [] };
    if (result.code !== 2) return { seconds, problems: diagnostics(result), changes: [] };
    return { seconds, ...(await this.changes(file)) };
  }

  /** Addresses of the resources in the state. */
  async stateAddresses(): Promise<string[]> {
    const result = await this.terraform(['state', 'list']);
    return result.stdout.split('\n').filter((line) => line !== '');
  }

  get stateText(): string {
    const file = path.join(this.folder, 'terraform.tfstate');
    return fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : '';
  }

  async terraform(args: readonly string[]): Promise<CommandResult> {
    const { onStart, onLine } = this;
    const hooks = { ...(onStart === undefined ? {} : { onStart }), ...(onLine === undefined ? {} : { onLine }) };
    return run('terraform', args, { cwd: this.folder, env: this.env, timeoutSeconds: COMMAND_SECONDS, ...hooks });
  }

  /** Everything that the last program said. */
  lastOutput = '';

  private async outcome(args: readonly string[]): Promise<Outcome> {
    const result = await this.terraform(args);
    this.lastOutput = result.stdout + result.stderr;
    return { seconds: result.seconds, problems: result.code === 0 ? warnings(result) : diagnostics(result) };
  }

  private async changes(file: string): Promise<Pick<Plan, 'problems' | 'changes'>> {
    const shown = await this.terraform(['show', '-json', file]);
    const changes = at(parseJson(shown.stdout), 'resource_changes');
    if (!Array.isArray(changes)) return { problems: [lastLines(shown.stderr || shown.stdout)], changes: [] };
    return { problems: [], changes: changes.map(toChange).filter(({ actions }) => !actions.every((action) => action === 'no-op')) };
  }
}

/** What `deletionProtection: false` of every construct would write. */
function unprotect(json: StackJson): void {
  for (const resources of Object.values(json.resource ?? {})) {
    for (const resource of Object.values(resources as Record<string, Record<string, unknown>>)) delete resource['lifecycle'];
  }
  for (const [, release] of keeping(json)) release['values'] = valuesOf(release).map(unprotectedValues);
}

const keepingReleases = (json: StackJson): string[] => keeping(json).map(([id]) => `helm_release.${id}`);

/** Releases of data: their claims are kept, and the namespace around them. */
function keeping(json: StackJson): [string, Record<string, unknown>][] {
  const releases = Object.entries((json.resource?.['helm_release'] ?? {}) as Record<string, Record<string, unknown>>);
  return releases.filter(([, release]) => valuesOf(release).some((text) => /^\{\s*"data": ?true/.test(text)));
}

const valuesOf = ({ values }: Record<string, unknown>): string[] => (Array.isArray(values) ? values.map(String) : []);

function unprotectedValues(text: string): string {
  const { objects, ...rest } = JSON.parse(text) as { objects: Record<string, Record<string, unknown>>[] };
  for (const { kind, metadata, spec } of objects as { kind: unknown; metadata: Record<string, unknown>; spec: Record<string, unknown> }[]) {
    delete metadata['annotations'];
    if (String(kind) === 'ValidatingAdmissionPolicy') spec['validations'] = [{ expression: 'true' }];
  }
  return JSON.stringify({ ...rest, objects });
}

/** More than a thousand objects on two busy cores take a quarter of an hour; one that hangs waits for ten minutes by itself. */
const COMMAND_SECONDS = 1800;

const QUIET = ['-input=false', '-no-color', '-lock-timeout=60s'];

/** The environment of Terraform without what would name another cluster. */
export function terraformEnvironment(home: string): NodeJS.ProcessEnv {
  const rest = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^KUBE(?:_|CONFIG$)/.test(name)));
  const env: NodeJS.ProcessEnv = { ...rest, HOME: home, TF_IN_AUTOMATION: '1', CHECKPOINT_DISABLE: '1' };
  const userConfig = path.join(os.homedir(), '.terraformrc');
  if (env['TF_CLI_CONFIG_FILE'] === undefined && fs.existsSync(userConfig)) env['TF_CLI_CONFIG_FILE'] = userConfig;
  if (env['TF_CLI_CONFIG_FILE'] === undefined && env['TF_PLUGIN_CACHE_DIR'] === undefined) {
    env['TF_PLUGIN_CACHE_DIR'] = cacheFolder('terraform-plugins');
    fs.mkdirSync(env['TF_PLUGIN_CACHE_DIR'], { recursive: true });
  }
  return env;
}

/** `kubernetes 2.38.0, helm 3.1.1` out of the lock file that init wrote. */
function providers(folder: string): string {
  const file = path.join(folder, '.terraform.lock.hcl');
  if (!fs.existsSync(file)) return 'no providers';
  const found = [...fs.readFileSync(file, 'utf8').matchAll(/provider "[^"]*\/([^"/]+)" \{\s*version\s*=\s*"([^"]+)"/g)];
  return found.map(([, name, version]) => `${name} ${version}`).join(', ');
}

function diagnostics(result: CommandResult): string[] {
  const errors = withoutFrames(result.stderr)
    .split(/\n(?=Error: )/)
    .filter((text) => text.includes('Error: '));
  return errors.length > 0
    ? errors.map((text) => text.trim().replace(/\s*\n\s*/g, ' '))
    : [`exit status ${result.code}: ${lastLines(result.stderr || result.stdout)}`];
}

function warnings(result: CommandResult): string[] {
  const found = [...withoutFrames(result.stdout).matchAll(/^Warning: (.*)$/gm)];
  return found.map(([, text]) => `Terraform warns: ${text}`);
}

/** Terraform draws boxes around what it has to say. */
const withoutFrames = (text: string): string => text.replace(/^[╷│╵] ?/gm, '');

function toChange(change: unknown): PlannedChange {
  return {
    address: String(at(change, 'address')),
    type: String(at(change, 'type')),
    actions: listAt(change, 'change', 'actions').map(String),
    before: at(change, 'change', 'before'),
    after: at(change, 'change', 'after'),
  };
}

export function describeChange({ address, actions, before, after }: PlannedChange): string {
  const what = `${address}: ${actions.join(', ')}`;
  if (!isRecord(before) || !isRecord(after)) return what;
  return `${what} ${differences(before, after).slice(0, 4).join('; ')}`.slice(0, 400);
}

function differences(before: unknown, after: unknown, at_ = ''): string[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  const both = (Array.isArray(before) && Array.isArray(after)) || (isRecord(before) && isRecord(after));
  if (!both) return [`${at_}: ${JSON.stringify(before)} → ${JSON.stringify(after)}`];
  const keys = new Set([...Object.keys(before as object), ...Object.keys(after as object)]);
  return [...keys].flatMap((key) => differences(at(before, key), at(after, key), at_ === '' ? key : `${at_}.${key}`));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
