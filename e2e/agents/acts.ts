/** What is asked of agents and their stores; each act returns a figure for the table. */

import * as path from 'node:path';
import { NotAvailable } from '../control-plane/build';
import { lastLines, run } from '../machine/command';
import { must } from '../machine/must';
import { sleep, waitFor } from '../machine/wait';
import { installPython } from '../sessions/python-tools';
import { clientRefused, evasionsRefused } from './gate-acts';
import { dieAtWriter, PAIR, pair } from './play';
import { broughtBack } from './restore-act';
import { tablesMade } from './setup-act';
import type { AgentsStage } from './stage';
import { oneTrace } from './traced';

/** Each framework in the release whose variables we read, with the program that calls. */
export const FRAMEWORKS: readonly (readonly [id: string, program: string, packages: readonly string[]])[] = [
  ['crewai', 'crewai_call.py', ['crewai==1.15.30']],
  ['openai-agents', 'openai_agents_call.py', ['openai-agents==0.24.0']],
  ['agent-framework', 'agent_framework_call.py', ['agent-framework-core==1.23.0', 'agent-framework-openai==1.17.0']],
  ['pydantic-ai', 'pydantic_ai_call.py', ['pydantic-ai-slim[openai]==2.68.0']],
];

export interface AgentsAct {
  readonly name: string;
  readonly expect: (stage: AgentsStage) => Promise<string>;
}

export const ACTS: readonly AgentsAct[] = [
  { name: 'the session store asks for its password and keeps what was written over a kill', expect: storeKeeps },
  ...FRAMEWORKS.map(([id, program, packages]) => ({
    name: `${id} makes a call with nothing but the environment of its pods`,
    expect: (stage: AgentsStage) => frameworkCalls(stage, id, program, packages),
  })),
  { name: 'the Job before the pods makes the tables of the checkpoints, and run again it changes nothing', expect: tablesMade },
  { name: 'a graph of two agents goes on after its process was killed, and no step runs twice', expect: survives },
  {
    name: 'a thread goes on at its step after the state was lost and brought back to a moment, from a copy and the log',
    expect: broughtBack,
  },
  { name: 'agents reach neither what the router counts nor the commands that drop keys of others', expect: keptApart },
  { name: 'the store speaks TLS alone, clients check it, and a renewed certificate is served without a restart', expect: encrypts },
  { name: 'the exporter beside the store says every series that alerts read', expect: exporterCounts },
  { name: 'one trace goes from the graph over the router to the engine, and no prompt is in it', expect: (stage) => oneTrace(stage, PAIR) },
  { name: 'a tool that the agents may not use is refused, offered or called', expect: toolRefused },
  { name: 'the gate before the tools refuses a real client what its scope does not name', expect: clientRefused },
  { name: 'no way of writing a call gets it past the gate, and honest messages pass', expect: evasionsRefused },
];

async function storeKeeps(stage: AgentsStage): Promise<string> {
  const { store } = stage.ports;
  const ask = async (args: readonly string[], password?: string) => {
    const auth = password === undefined ? [] : ['--no-auth-warning', '-a', password];
    return (await run('redis-cli', ['-p', String(store), ...stage.tls, ...auth, ...args], { timeoutSeconds: 20 })).stdout.trim();
  };
  must((await ask(['GET', 'step'])).includes('NOAUTH'), 'the store answers without a password');
  must((await ask(['SET', 'step', '7'], stage.storePassword)) === 'OK', 'the store refuses its password');
  // The log is written out once a second.
  await sleep(1500);
  await stage.processes.end('valkey', 'SIGKILL');
  await stage.startStore();
  const kept = await waitFor(
    'the log to be read',
    async () => ((await ask(['GET', 'step'], stage.storePassword)) === '7' ? true : undefined),
    {
      seconds: 20,
    },
  );
  must(kept && (await ask(['GET', 'step'])).includes('NOAUTH'), 'after the restart it answers without a password');
  return '1 key';
}

async function frameworkCalls(stage: AgentsStage, id: string, program: string, packages: readonly string[]): Promise<string> {
  const python = path.join(await installPython(`frameworks-${id}`, packages), 'python');
  const framework = id === 'agent-framework' ? 'microsoft-agent-framework' : id;
  const alias = `by-${framework}`;
  const env = stage.environmentOf(`of-${framework}-agents`);
  const before = stage.engine.count(alias);
  const { code, stdout, stderr } = await run(python, [path.join(__dirname, 'frameworks', program)], { env, timeoutSeconds: 240 });
  must(code === 0 && stdout.includes(`answered by ${alias}`), `it ended with ${code}: ${lastLines(stderr || stdout, 4)}`);
  return `${packages.join(', ')}: ${stage.engine.count(alias) - before} request`;
}

/** What agents may not do, and what a script would do for them. */
const FORBIDDEN: readonly (readonly string[])[] = [
  ['FLUSHALL'],
  ['FLUSHDB'],
  ['SWAPDB', '0', '1'],
  ['SELECT', '1'],
  ['MOVE', 'step', '1'],
  ['COPY', 'step', 'other', 'DB', '1'],
  ['KEYS', '*'],
  ['CONFIG', 'GET', 'requirepass'],
  ['ACL', 'LIST'],
  ['MONITOR'],
  ['SHUTDOWN', 'NOSAVE'],
  ['SCRIPT', 'FLUSH'],
  ['EVAL', "return redis.call('SELECT', '1')", '0'],
  ['EVAL', "return redis.call('FLUSHALL')", '0'],
];

/** The router has answered requests by now, with the store that the agents use. */
async function keptApart(stage: AgentsStage): Promise<string> {
  const { REDIS_USERNAME: user = '', REDIS_PASSWORD: password = '' } = stage.environmentOf('pair-agents');
  const ask = async (args: readonly string[], as: readonly string[]) => {
    const { stdout } = await run('redis-cli', ['-p', String(stage.ports.store), ...stage.tls, '--no-auth-warning', ...as, ...args], {
      timeoutSeconds: 20,
    });
    return stdout.trim();
  };
  const [agents, admin] = [
    ['--user', user, '-a', password],
    ['-a', stage.storePassword],
  ];
  must((await ask(['SET', 'step', '8'], agents)) === 'OK', 'agents cannot write');
  for (const command of FORBIDDEN) {
    const answer = await ask(command, agents);
    must(/NOPERM|can't run this command/.test(answer), `agents may ${command.join(' ')}: ${answer}`);
  }
  const counted = await ask(['-n', '1', 'KEYS', '*'], admin);
  must(counted !== '', 'the router counts nothing in its database');
  const shared = (await ask(['KEYS', '*'], admin)).split('\n').filter((key) => key !== 'step' && !key.startsWith('session:'));
  must(shared.length === 0, `beside the sessions lie ${shared.join(', ')}`);
  return `${FORBIDDEN.length} commands refused, ${counted.split('\n').length} keys of the router apart`;
}

async function encrypts(stage: AgentsStage): Promise<string> {
  const { store } = stage.ports;
  const plain = await run('redis-cli', ['-p', String(store), 'PING'], { timeoutSeconds: 20 });
  must(!plain.stdout.includes('PONG') && !plain.stdout.includes('NOAUTH'), `without TLS it answers ${plain.stdout}`);
  const agent = stage.environmentOf('pair-agents');
  const ping = `import os, redis; print(redis.from_url(os.environ["REDIS_URI"]).ping())`;
  const python = path.join(stage.programs.python, 'python');
  const checked = await run(python, ['-c', ping], { env: agent, timeoutSeconds: 60 });
  must(checked.stdout.trim() === 'True', `a client with what it is told fails: ${lastLines(checked.stderr, 3)}`);
  const bare = { ...agent, REDIS_URI: (agent['REDIS_URI'] ?? '').split('?')[0] ?? '' };
  const unchecked = await run(python, ['-c', ping], { env: bare, timeoutSeconds: 60 });
  must(unchecked.code !== 0 && /certificate verify failed/.test(unchecked.stderr), 'a client without the authority is let in');
  must((await stage.probe('livenessProbe')) === 0 && (await stage.probe('readinessProbe')) === 0, 'a probe fails');
  const before = await servedBy(store);
  await stage.certificates.issue();
  must((await servedBy(store)) === before, 'it is renewed before it is told');
  must((await stage.probe('livenessProbe')) === 0, 'the probe fails at a renewal');
  const after = await servedBy(store);
  must(after !== before && after !== '', 'the old certificate is served on');
  return 'redis-py, redis-cli; 1 renewal';
}

/** Serial number of the certificate that is shown. */
async function servedBy(port: number): Promise<string> {
  const ask = `openssl s_client -connect 127.0.0.1:${port} </dev/null 2>/dev/null | openssl x509 -noout -serial`;
  return (await run('bash', ['-c', ask], { timeoutSeconds: 20 })).stdout.trim();
}

async function exporterCounts(stage: AgentsStage): Promise<string> {
  const address = await stage.startExporter();
  if (address === undefined) throw new NotAvailable('redis_exporter is not installed (Debian has prometheus-redis-exporter)');
  const metrics = await (await fetch(address)).text();
  const said = (series: string) => Number(new RegExp(`^${series} (\\S+)$`, 'm').exec(metrics)?.[1] ?? Number.NaN);
  for (const series of ['redis_memory_used_bytes', 'redis_memory_max_bytes', 'redis_evicted_keys_total']) {
    must(Number.isFinite(said(series)), `${series} is missing`);
  }
  must(said('redis_up') === 1 && said('redis_aof_last_write_status') === 1, 'the store is said to be down, or not to write its log');
  must(said('redis_memory_max_bytes') > said('redis_memory_used_bytes'), 'the store is said to be full');
  return '5 series';
}

async function survives(stage: AgentsStage): Promise<string> {
  const { engine } = stage;
  await dieAtWriter(stage, 'thread-1');
  const researched = engine.count('researcher');
  const { ended, code, stderr } = await pair(stage, 'thread-1');
  must(ended !== undefined, `the second process ended with ${code}: ${lastLines(stderr, 4)}`);
  must(ended?.resumed.join() === 'writer', `it went on at ${ended?.resumed.join() || 'its beginning'}`);
  must(ended?.fact === 'the engine has 42 parts', `the fact of the first process is ${ended?.fact}`);
  must(engine.count('researcher') === researched, `the researcher was asked ${engine.count('researcher') - researched} times again`);
  const steps = await run('redis-cli', [
    '-p',
    String(stage.ports.store),
    ...stage.tls,
    '--no-auth-warning',
    '-a',
    stage.storePassword,
    'LRANGE',
    'session:thread-1',
    '0',
    '-1',
  ]);
  must(steps.stdout.trim().split('\n').join() === 'researched,written', `the session holds ${steps.stdout.trim()}`);
  return 'resumed at the writer';
}

async function toolRefused(stage: AgentsStage): Promise<string> {
  const { engine } = stage;
  const asked = engine.count('researcher');
  const offered = await pair(stage, 'thread-2', { TOOLS: 'find_fact,delete_facts' });
  must(offered.code !== 0 && engine.count('researcher') === asked, `offered, it was let through: ${offered.stdout}`);
  engine.tool = 'delete_facts';
  const called = await pair(stage, 'thread-3');
  engine.tool = 'find_fact';
  must(called.code !== 0 && !called.stdout.includes('deleted'), `called, it was let through: ${called.stdout}`);
  must(/tool/i.test(lastLines(called.stderr, 4)), `the refusal does not speak of tools: ${lastLines(called.stderr, 2)}`);
  const allowed = await pair(stage, 'thread-4');
  must(allowed.ended?.fact === 'the engine has 42 parts', `the allowed tool says ${allowed.ended?.fact ?? lastLines(allowed.stderr, 3)}`);
  return '2 refusals';
}
