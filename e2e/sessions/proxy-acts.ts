/** What the session proxy alone must do. */

import { ADMIN_PORT, LISTENER } from '../../lib/routing/affinity/envoy-config';
import { drain } from '../../lib/routing/affinity/proxy-pod';
import { run } from '../machine/command';
import { must } from '../machine/must';
import { sleep } from '../machine/wait';
import { WORD_MILLISECONDS, WORDS } from './fake-replica';
import { type Act, counts, type Play, replicasOf, SESSIONS } from './play';
import { SessionClient } from './session-client';
import { ENGINE_PORT, REPLICAS } from './stage';

/** A replica's share of the sessions may differ from the mean by so much. */
const UNEVEN = 0.2;
/** Above the 5 s after which the proxy asks for the name again. */
const REFRESHED = 6_500;
/** A Maglev table is filled anew without a replica, and a few of its slots change hands. */
const DISTURBED = 0.01;
const [LEAVING = '', DYING = ''] = REPLICAS.slice(1);
const TIMED = 500;

export const PROXY_ACTS: readonly Act[] = [
  { name: `${SESSIONS} sessions spread over four replicas within ±20 %`, expect: spread },
  { name: 'the next turn of each finds its replica', expect: stable },
  { name: 'a replica leaves: its sessions move, and hardly another', expect: leaves },
  { name: 'it comes back: so do its sessions', expect: returns },
  { name: 'answers are streamed word by word', expect: streams },
  { name: 'what the proxy adds to a request', expect: adds },
  { name: 'a replica dies: its sessions are answered by others, none fails', expect: dies },
  { name: 'the proxy takes its configuration without a warning', expect: silent },
  { name: 'a proxy that is told to go ends its answers first', expect: drains },
];

async function spread(play: Play): Promise<string> {
  play.home = await replicasOf(play.proxy);
  const shares = counts(play.home).map(([, count]) => (count / SESSIONS) * REPLICAS.length);
  must(shares.length === REPLICAS.length, `${shares.length} replicas answered`);
  must(
    shares.every((share) => Math.abs(share - 1) <= UNEVEN),
    `shares of the mean: ${shares.map((share) => share.toFixed(2)).join(', ')}`,
  );
  return counts(play.home)
    .map(([, count]) => count)
    .join(', ');
}

async function stable({ proxy, home }: Play): Promise<string> {
  const again = await replicasOf(proxy);
  const moved = again.filter((replica, session) => replica !== home[session]);
  must(moved.length === 0, `${moved.length} of ${SESSIONS} went to another replica`);
  return '';
}

async function leaves({ stage, proxy, home }: Play): Promise<string> {
  stage.names.addresses.delete(LEAVING);
  await sleep(REFRESHED);
  return onlyOwnMoved(await replicasOf(proxy), home, LEAVING);
}

async function returns({ stage, proxy, home }: Play): Promise<string> {
  stage.names.addresses.add(LEAVING);
  await sleep(REFRESHED);
  const again = await replicasOf(proxy);
  must(
    again.every((replica, session) => replica === home[session]),
    'some sessions did not come back',
  );
  return '';
}

async function dies({ stage, proxy, home }: Play): Promise<string> {
  stage.kill(DYING);
  return onlyOwnMoved(await replicasOf(proxy), home, DYING);
}

function onlyOwnMoved(now: readonly string[], home: readonly string[], gone: string): string {
  const moved = home.flatMap((replica, session) => (replica === now[session] ? [] : [replica]));
  const others = moved.filter((replica) => replica !== gone).length;
  must(others <= SESSIONS * DISTURBED, `${others} sessions of other replicas moved`);
  must(!now.includes(gone), `${gone} still answers`);
  return `${moved.length} moved, ${others} of them of other replicas`;
}

async function streams({ proxy }: Play): Promise<string> {
  const { first, last } = await proxy.stream('streamed');
  must(last - first > (WORDS - 2) * WORD_MILLISECONDS, `first word after ${first.toFixed(0)} ms, last after ${last.toFixed(0)} ms`);
  return `first word after ${first.toFixed(0)} ms, last after ${last.toFixed(0)} ms`;
}

async function adds({ proxy, home }: Play): Promise<string> {
  const direct = new SessionClient(`http://${home[0] ?? ''}:${ENGINE_PORT}/v1`);
  const [through, without] = [await times(proxy), await times(direct)];
  direct.close();
  const difference = (share: number) => ((through[Math.floor(TIMED * share)] ?? 0) - (without[Math.floor(TIMED * share)] ?? 0)).toFixed(2);
  return `${difference(0.5)} ms in the median, ${difference(0.99)} ms at p99`;
}

async function times(client: SessionClient): Promise<number[]> {
  const taken: number[] = [];
  for (let turn = 0; turn < TIMED; turn++) taken.push((await client.turn('session-0')).milliseconds);
  return taken.sort((left, right) => left - right);
}

/** A warning of today is what the next release refuses. */
async function silent({ processes }: Play): Promise<string> {
  const log = processes.logTail('envoy', 20);
  must(!/deprecated|\[(warning|error|critical)\]/i.test(log), log);
  return '';
}

async function drains({ stage, proxy }: Play): Promise<string> {
  const script = drain(LISTENER)
    .replaceAll(`/${ADMIN_PORT};`, `/${stage.ports.admin};`)
    .replace(/^sleep \d+$/m, 'sleep 0.1');
  const answer = proxy.stream('draining').then(() => Date.now());
  await sleep(WORD_MILLISECONDS);
  const { code, stderr } = await run('bash', ['-c', script], { timeoutSeconds: 20 });
  const [drained, answered] = [Date.now(), await answer];
  must(code === 0, stderr);
  must(drained >= answered, 'the drain ended before the answer');
  return '';
}
