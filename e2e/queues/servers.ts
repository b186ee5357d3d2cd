/** A Redis and a RabbitMQ of the machine, on ports and folders of their own. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { NotAvailable } from '../control-plane/build';
import { exists } from '../machine/command';
import { isOpen } from '../machine/open-port';
import type { Processes } from '../machine/processes';
import { waitFor } from '../machine/wait';

const RABBITMQ_FOLDER = '/usr/lib/rabbitmq/lib';
const USER = 'bunny';
const PASSWORD = 'secret';

/** @throws NotAvailable where neither Valkey nor Redis is installed */
export async function startRedis(processes: Processes, folder: string, port: number): Promise<void> {
  const program = (await exists('valkey-server')) ? 'valkey-server' : 'redis-server';
  if (!(await exists(program))) throw new NotAvailable('neither valkey-server nor redis-server is installed');
  fs.mkdirSync(folder, { recursive: true });
  processes.start('redis', program, ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', '']);
  await waitFor('Redis to answer', async () => ((await isOpen(port)) ? true : undefined), { seconds: 15 });
}

export interface Broker {
  readonly api: string;
  /** Where it serves metrics. */
  readonly metrics: string;
  readonly url: string;
  readonly user: string;
  readonly password: string;
  readonly version: string;
}

/** The scripts of the package itself: those on the path run as a user of their own. @throws NotAvailable where RabbitMQ is not installed */
export async function startRabbitMq(
  processes: Processes,
  folder: string,
  [amqp, management, dist, metrics]: readonly [amqp: number, management: number, dist: number, metrics: number],
): Promise<Broker> {
  const versions = fs.existsSync(RABBITMQ_FOLDER)
    ? fs.readdirSync(RABBITMQ_FOLDER).filter((name) => name.startsWith('rabbitmq_server-'))
    : [];
  const [home] = versions;
  if (home === undefined) throw new NotAvailable('rabbitmq-server is not installed (Debian has a package)');
  fs.mkdirSync(folder, { recursive: true });
  const config = path.join(folder, 'rabbitmq.conf');
  const lines = [
    `default_user = ${USER}`,
    `default_pass = ${PASSWORD}`,
    `listeners.tcp.local = 127.0.0.1:${amqp}`,
    `management.tcp.port = ${management}`,
    'management.tcp.ip = 127.0.0.1',
    `prometheus.tcp.port = ${metrics}`,
    'prometheus.tcp.ip = 127.0.0.1',
  ];
  fs.writeFileSync(config, `${lines.join('\n')}\n`);
  fs.writeFileSync(path.join(folder, 'plugins'), '[rabbitmq_management,rabbitmq_prometheus].\n');
  const env = {
    ...process.env,
    HOME: folder,
    RABBITMQ_NODENAME: `queues${amqp}@localhost`,
    RABBITMQ_CONFIG_FILE: config,
    RABBITMQ_MNESIA_BASE: path.join(folder, 'data'),
    RABBITMQ_LOG_BASE: path.join(folder, 'log'),
    RABBITMQ_ENABLED_PLUGINS_FILE: path.join(folder, 'plugins'),
    RABBITMQ_DIST_PORT: String(dist),
  };
  processes.start('rabbitmq', path.join(RABBITMQ_FOLDER, home, 'sbin', 'rabbitmq-server'), [], { env });
  await waitFor('RabbitMQ to answer', async () => ((await isOpen(management)) ? true : undefined), { seconds: 120 });
  return {
    api: `http://127.0.0.1:${management}`,
    metrics: `http://127.0.0.1:${metrics}`,
    url: `amqp://${USER}:${PASSWORD}@127.0.0.1:${amqp}/`,
    user: USER,
    password: PASSWORD,
    version: home.replace('rabbitmq_server-', ''),
  };
}
