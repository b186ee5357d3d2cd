/** One running control plane: etcd, API server, controller manager, scheduler, and kwok playing the nodes and kubelets. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { KubeClient } from '../cluster/kube-client';
import { type Connection, readKubeconfig, writeKubeconfig } from '../cluster/kubeconfig';
import { output } from '../machine/command';
import { freePorts } from '../machine/free-ports';
import type { Processes } from '../machine/processes';
import { waitFor } from '../machine/wait';
import { Audit } from './audit';
import { apiServerArgs, controllerManagerArgs, etcdArgs, kwokArgs, type Layout, type Ports, schedulerArgs } from './components';
import { RUNTIME_CLASSES } from './runtime-classes';
import { STORAGE_CLASSES } from './storage-classes';

export class ControlPlane {
  /** Starts everything in an empty folder and waits until the API server answers. */
  static async start(folder: string, tools: string, processes: Processes): Promise<ControlPlane> {
    const plane = new ControlPlane(folder, tools, processes, await chosenPorts());
    try {
      await plane.boot();
      return plane;
    } catch (error) {
      await plane.stop();
      throw error;
    }
  }

  readonly kubeconfig: string;
  readonly audit: Audit;
  private readonly layout: Layout;
  private currentClient: KubeClient | undefined;

  private constructor(
    readonly folder: string,
    private readonly tools: string,
    readonly processes: Processes,
    ports: Ports,
  ) {
    this.layout = { folder, pki: path.join(folder, 'pki'), ports };
    this.kubeconfig = path.join(folder, 'kubeconfig');
    fs.mkdirSync(this.layout.pki, { recursive: true, mode: 0o700 });
    this.audit = new Audit(folder);
  }

  get client(): KubeClient {
    if (this.currentClient === undefined) throw new Error('the control plane is not up');
    return this.currentClient;
  }

  get connection(): Connection {
    return readKubeconfig(this.kubeconfig);
  }

  binary(name: string): string {
    return path.join(this.tools, name);
  }

  pki(file: string): string {
    return path.join(this.layout.pki, file);
  }

  /** Starts the API server (again); drills take it away. */
  async startApiServer(): Promise<void> {
    this.processes.start('kube-apiserver', this.binary('kube-apiserver'), [...apiServerArgs(this.layout), ...this.audit.args]);
    await waitFor('the API server', () => this.answers(), { seconds: 180, everySeconds: 0.1 });
  }

  async stop(): Promise<void> {
    this.currentClient?.close();
    await this.processes.endAll();
  }

  private async boot(): Promise<void> {
    await output(this.binary('certificates'), [this.layout.pki]);
    this.writeKubeconfigs();
    this.currentClient = new KubeClient(this.connection);
    this.processes.start('etcd', this.binary('etcd'), etcdArgs(this.layout));
    await this.startApiServer();
    this.startControllers();
    for (const object of [...STORAGE_CLASSES, ...RUNTIME_CLASSES]) await this.client.apply(object);
  }

  private startControllers(): void {
    const { processes, layout } = this;
    processes.start(
      'kube-controller-manager',
      this.binary('kube-controller-manager'),
      controllerManagerArgs(layout, this.componentConfig('kube-controller-manager')),
    );
    processes.start('kube-scheduler', this.binary('kube-scheduler'), schedulerArgs(layout, this.componentConfig('kube-scheduler')));
    // kwok keeps its files in the home folder.
    const env = { ...process.env, HOME: path.join(this.folder, 'kwok-home') };
    fs.mkdirSync(env.HOME, { recursive: true });
    processes.start('kwok', this.binary('kwok'), kwokArgs(layout, this.kubeconfig), { env });
  }

  private async answers(): Promise<true | undefined> {
    this.processes.assertRunning('etcd');
    this.processes.assertRunning('kube-apiserver');
    return this.client
      .get('/readyz')
      .then(() => true as const)
      .catch(() => undefined);
  }

  private writeKubeconfigs(): void {
    writeKubeconfig(this.kubeconfig, this.connectionOf('admin'), ['e2e']);
    for (const component of ['kube-controller-manager', 'kube-scheduler']) {
      writeKubeconfig(this.componentConfig(component), this.connectionOf(component), ['e2e']);
    }
  }

  private componentConfig(component: string): string {
    return path.join(this.folder, `${component}.kubeconfig`);
  }

  private connectionOf(user: string): Connection {
    return {
      server: `https://127.0.0.1:${this.layout.ports.api}`,
      ca: fs.readFileSync(this.pki('ca.crt')),
      certificate: fs.readFileSync(this.pki(`${user}.crt`)),
      key: fs.readFileSync(this.pki(`${user}.key`)),
    };
  }
}

async function chosenPorts(): Promise<Ports> {
  const [etcd, etcdPeer, api, controllerManager, scheduler, kwok] = await freePorts(6);
  return { etcd, etcdPeer, api, controllerManager, scheduler, kwok };
}
