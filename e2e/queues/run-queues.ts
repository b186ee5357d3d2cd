/** Tasks that come again and become dead letters: a real Redis with the script of our keeper, a real RabbitMQ with what our Job declares, and Celery on it. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { NotAvailable } from '../control-plane/build';
import { lastLines, run } from '../machine/command';
import { freePorts } from '../machine/free-ports';
import type { Processes } from '../machine/processes';
import { sleep, waitFor } from '../machine/wait';
import type { Results } from '../report/results';
import { installPython } from '../sessions/python-tools';
import { BOUNDS, type EmittedQueues, emittedQueues } from './emitted';
import { type Broker, startRabbitMq, startRedis } from './servers';

const SUBJECT = 'queues';
const NAMES = ['a stream with its keeper', 'RabbitMQ as our Job declares it', 'Celery on that queue'] as const;
const [STREAM, RABBITMQ, CELERY] = NAMES;
const PACKAGES = ['pika==1.4.4', 'celery==5.7.0', 'redis'];
/** The policy that RabbitMQ knows since 3.12; Debian 12 has 3.10. */
const NEWER_POLICY = 'consumer-timeout';

interface Setting {
  readonly results: Results;
  readonly folder: string;
  readonly processes: Processes;
}

interface Play extends Setting {
  readonly emitted: EmittedQueues;
  readonly python: string;
}

export async function runQueues({ results, folder, processes }: Setting): Promise<void> {
  const own = path.join(folder, SUBJECT);
  fs.mkdirSync(own, { recursive: true });
  const scoped = processes.scoped(SUBJECT);
  try {
    const play = { results, folder: own, processes: scoped, emitted: emittedQueues(own), python: await installPython('queues', PACKAGES) };
    await unlessMissing(results, [STREAM], () => playStream(play));
    await unlessMissing(results, [RABBITMQ, CELERY], () => playRabbitMq(play));
  } catch (error) {
    if (!(error instanceof NotAvailable)) throw error;
    for (const name of NAMES) results.notRun(SUBJECT, name, error.message);
  } finally {
    await scoped.endAll();
  }
}

async function unlessMissing(results: Results, names: readonly string[], act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (error) {
    if (!(error instanceof NotAvailable)) throw error;
    for (const name of names) results.notRun(SUBJECT, name, error.message);
  }
}

/** What differs from what was expected, part by part. */
function differences(seen: Readonly<Record<string, unknown>>, expected: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(expected).flatMap(([name, value]) =>
    JSON.stringify(seen[name]) === JSON.stringify(value)
      ? []
      : [`${name} is ${JSON.stringify(seen[name])}, expected ${JSON.stringify(value)}`],
  );
}

async function played(play: Play, script: string, env: NodeJS.ProcessEnv): Promise<Record<string, unknown>> {
  const program = path.join(play.python, 'python');
  const { code, stdout, stderr } = await run(program, [path.join(__dirname, script)], {
    env: { ...process.env, ...env },
    timeoutSeconds: 120,
  });
  return code === 0 ? (JSON.parse(stdout) as Record<string, unknown>) : { failed: lastLines(stderr, 3) };
}

async function playStream(play: Play): Promise<void> {
  const [port] = await freePorts(1);
  await startRedis(play.processes, path.join(play.folder, 'redis'), port);
  const keeper = path.join(play.folder, 'keep.lua');
  fs.writeFileSync(keeper, play.emitted.keeper);
  const env = { KEEPER: keeper, TASK_QUEUE_PORT: String(port), TASK_QUEUE_MAX_ATTEMPTS: String(BOUNDS.maxAttempts) };
  const seen = await played(play, 'stream_play.py', env);
  const letter = (seen['deadLetters'] as readonly Record<string, string>[] | undefined)?.[0];
  const problems = differences(
    { ...seen, letter: [letter?.['key'], letter?.['dead_letter_attempts']] },
    {
      failed: undefined,
      group: ['workers'],
      deliveries: [1, 2, 3],
      lengthWhileWorkedOn: 1,
      moved: 1,
      letter: ['poison', '3'],
      lengthAfter: 0,
      lengthDone: 0,
      groupAfterLoss: ['workers'],
    },
  );
  play.results.judge(
    SUBJECT,
    STREAM,
    problems,
    undefined,
    'a task of killed workers came three times and is a dead letter; what is done is trimmed',
  );
}

/** A queue tells its figures every five seconds. */
const COUNTED_SECONDS = 20;

async function countsDead(metrics: string): Promise<true | undefined> {
  const text = await (await fetch(metrics)).text();
  return /^rabbitmq_queue_messages\{[^}]*queue="tasks\.dead"[^}]*\} \d/m.test(text) ? true : undefined;
}

async function playRabbitMq(play: Play): Promise<void> {
  const broker = await startRabbitMq(play.processes, path.join(play.folder, 'rabbitmq'), await freePorts(4));
  const declared = await declare(play, broker);
  if (declared.length > 0) {
    play.results.judge(SUBJECT, RABBITMQ, declared);
    play.results.notRun(SUBJECT, CELERY, 'nothing was declared');
    return;
  }
  const env = {
    TASK_QUEUE_URL: broker.url,
    TASK_QUEUE_NAME: 'tasks',
    TASK_QUEUE_DEAD_LETTERS: 'tasks.dead',
    TASK_QUEUE_MAX_ATTEMPTS: String(BOUNDS.maxAttempts),
  };
  const seen = await played(play, 'amqp_play.py', env);
  const accepted = Number(seen['accepted']);
  const counted = await waitFor(
    'the messages of tasks.dead to be counted',
    () => countsDead(`${broker.metrics}${play.emitted.metricsPath}`),
    {
      seconds: COUNTED_SECONDS,
    },
  ).catch(() => false);
  const problems = [
    ...(counted ? [] : [`${play.emitted.metricsPath} does not count the messages of tasks.dead`]),
    ...differences(seen, {
      failed: undefined,
      deliveries: ['0 poison', '1 poison', '2 poison'],
      deadLetter: { body: 'poison', id: 'poison', reason: 'delivery_limit' },
      refused: true,
    }),
    // The bound is checked beside the publishers: a few tasks are on their way.
    ...(accepted >= BOUNDS.maxLength && accepted <= BOUNDS.maxLength + 3 ? [] : [`${accepted} tasks were accepted of ${BOUNDS.maxLength}`]),
  ];
  play.results.judge(
    SUBJECT,
    RABBITMQ,
    problems,
    undefined,
    `RabbitMQ ${broker.version}: three deliveries, then a dead letter; a full queue refuses`,
  );
  await playCelery(play, broker);
}

/** The Job's own program, with its file where this machine has it. An older broker is declared without the policy that it does not know. */
async function declare(play: Play, broker: Broker): Promise<string[]> {
  const [program = '', ...args] = play.emitted.declare;
  const folder = path.join(play.folder, 'definitions');
  fs.mkdirSync(folder, { recursive: true });
  const definitions = JSON.parse(play.emitted.definitions) as { policies: { definition: Record<string, unknown> }[] };
  const [major = 0, minor = 0] = broker.version.split('.').map(Number);
  if (major < 3 || (major === 3 && minor < 12)) for (const { definition } of definitions.policies) delete definition[NEWER_POLICY];
  fs.writeFileSync(path.join(folder, 'definitions.json'), JSON.stringify(definitions));
  const env = { ...process.env, BROKER_API: broker.api, BROKER_USER: broker.user, BROKER_PASSWORD: broker.password };
  const here = args.map((arg) => arg.replaceAll('/etc/queue', folder));
  for (let attempt = 0; ; attempt += 1) {
    const { code, stdout, stderr } = await run(program, here, { env, timeoutSeconds: 60 });
    if (code === 0) return [];
    if (attempt === 5) return [`the Job's program ended with ${code}: ${lastLines(stdout || stderr, 2)}`];
    await sleep(2000);
  }
}

async function playCelery(play: Play, broker: Broker): Promise<void> {
  const env = { ...process.env, CELERY_BROKER_URL: broker.url, TASK_QUEUE_NAME: 'tasks', PYTHONDONTWRITEBYTECODE: '1' };
  const [done, tried] = [path.join(play.folder, 'done'), path.join(play.folder, 'tried')];
  const args = ['-A', 'celery_crew', 'worker', '-c', '1', '--without-mingle', '--without-gossip', '-Q', 'tasks'];
  play.processes.start('celery', path.join(play.python, 'celery'), args, { env, cwd: __dirname });
  const send = `import celery_crew as c; c.write.delay(${JSON.stringify(done)}); c.die.delay(${JSON.stringify(tried)})`;
  await run(path.join(play.python, 'python'), ['-c', send], { env, cwd: __dirname, timeoutSeconds: 30 });
  const lines = (file: string): number => (fs.existsSync(file) ? fs.readFileSync(file, 'utf8').split('\n').length - 1 : 0);
  await waitFor('Celery to give up', async () => (lines(tried) >= BOUNDS.maxAttempts ? true : undefined), { seconds: 60 }).catch(
    () => undefined,
  );
  // A fourth try would come by now.
  await sleep(3000);
  const problems = differences({ done: lines(done), tried: lines(tried) }, { done: 1, tried: BOUNDS.maxAttempts });
  play.results.judge(SUBJECT, CELERY, problems, undefined, 'one task is done once; one whose worker dies is tried three times');
}
