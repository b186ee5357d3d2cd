/** The way of the requests of one alias through LiteLLM: its own timeouts, and those of all that may take over. */
import { formatPercent } from '../../core/format';
import { own } from '../../core/own';
import { FALLBACK_CAUSES } from '../contract';
import { type AttemptedAlias, type RequestHop, type RequestPass, worstCase } from '../limits/request-pass';
import { processorsOf } from './instance-work';
import { externalBehind, overflowOf, plannedProcessors, type RouterView, type RouteView } from './router-view';

/** LiteLLM pauses up to 8 s and a jitter of 0.75 s between two attempts (its MAX_RETRY_DELAY and JITTER). */
const PAUSE_SECONDS = 9;
/** Of a `Retry-After` header it takes up to 60 s; engines send none, providers do. */
const EXTERNAL_PAUSE_SECONDS = 61;
/** LiteLLM's max_fallbacks: aliases that take over from one another. */
const MOST_FALLBACKS = 5;

/** Null where nothing answers the alias. */
export function requestPassOf(router: RouterView, alias: string): RequestPass | null {
  const chain = [alias, ...takingOver(router, alias)];
  // Only the alias that is asked for is held.
  const attempted = chain.map((name) => attemptedAlias(router, name, name === alias ? heldSeconds(router, alias) : 0));
  const found = attempted.filter((one) => one !== null);
  if (attempted[0] === null || attempted[0] === undefined) return null;
  const { retries } = router.spec;
  const worst = worstCase(found, retries);
  return { alias, hops: hopsOf(router, alias, worst.clientTimeoutSeconds), fallbacks: chain.slice(1), ...worst };
}

/** A fallback's own fallbacks follow it; each alias is tried once. */
function takingOver({ fallbacks }: RouterView, alias: string): string[] {
  const found: string[] = [];
  const visit = (name: string, depth: number): void => {
    if (depth >= MOST_FALLBACKS) return;
    for (const next of FALLBACK_CAUSES.flatMap((cause) => own(fallbacks[cause], name) ?? [])) {
      if (next === alias || found.includes(next)) continue;
      found.push(next);
      visit(next, depth + 1);
    }
  };
  visit(alias, 0);
  return found;
}

const behind = ({ routes }: RouterView, alias: string): RouteView[] => routes.filter((route) => route.alias === alias);

/** Most that a request waits until a pool that sleeps has woken; null where every pool of the alias may be asked at any time. */
function wakeSecondsOf(router: RouterView, alias: string): number | null {
  const pools = behind(router, alias).map(({ pool }) => pool.wakeSeconds ?? null);
  return pools.length === 0 || pools.includes(null) ? null : Math.max(...pools.map(Number));
}

/** Where another alias takes over, nothing is held. */
function heldSeconds(router: RouterView, alias: string): number {
  const [taking] = own(router.fallbacks.failure, alias) ?? [];
  return router.spec.sleepingPools === 'hold' && taking === undefined ? (wakeSecondsOf(router, alias) ?? 0) : 0;
}

/** What becomes of a request for an alias whose pools sleep; empty where one is always there. */
function whileAsleep(router: RouterView, alias: string): string {
  if (wakeSecondsOf(router, alias) === null) return '';
  const [taking] = own(router.fallbacks.failure, alias) ?? [];
  if (taking !== undefined) return `; while its pool sleeps ${taking} answers`;
  const held = heldSeconds(router, alias);
  return held > 0 ? `; while its pool sleeps a request is held up to ${held} s` : '; while its pool sleeps requests are refused';
}

function attemptedAlias(router: RouterView, alias: string, heldSeconds = 0): AttemptedAlias | null {
  const limits = behind(router, alias).map((route) => route.limits);
  if (limits.length > 0) {
    const isAssumed = limits.some(({ timeoutOrigin, longest }) => timeoutOrigin !== 'given' && longest?.isDeclared !== true);
    const timeoutSeconds = Math.max(...limits.map((limit) => limit.timeoutSeconds));
    const mostTimeoutSeconds = Math.max(...limits.map((limit) => limit.mostTimeoutSeconds));
    return { timeoutSeconds, mostTimeoutSeconds, isAssumed, pauseSeconds: PAUSE_SECONDS, heldSeconds };
  }
  const external = externalBehind(router, alias);
  if (external === undefined) return null;
  const { timeoutSeconds = router.spec.requestTimeoutSeconds } = external;
  return { timeoutSeconds, isAssumed: external.timeoutSeconds === undefined, pauseSeconds: EXTERNAL_PAUSE_SECONDS };
}

function hopsOf(router: RouterView, alias: string, clientSeconds: number): RequestHop[] {
  const { name, spec } = router;
  const runtime: RequestHop = {
    hop: 'runtime',
    name: 'client',
    timeoutSeconds: clientSeconds,
    retries: 0,
    limit: null,
    note: 'AGENT_FLEET_LIMITS tells the agents this timeout, and to leave retries to the router',
  };
  const external = externalBehind(router, alias);
  const seconds = attemptedAlias(router, alias)?.timeoutSeconds ?? null;
  const door = { hop: 'router', name, timeoutSeconds: seconds, retries: spec.retries } as const;
  const busy = busyOf(router);
  if (external !== undefined) {
    const note = `each attempt; its limits are those of the provider${busy}`;
    return [runtime, { ...door, limit: null, note }, { ...LAST, hop: 'external model', name: external.host, note: 'ends with the router' }];
  }
  const beyond = `${beyondLimit(router, alias)}${whileAsleep(router, alias)}${busy}`;
  return [runtime, ...behind(router, alias).flatMap((route) => hopsOfRoute(route, { ...door, replicas: spec.replicas, beyond }))];
}

/** A smaller one would be written as 0 %. */
const LEAST_SHARE = 0.01;

/** Processor time of the instances that the requests of all aliases take; empty where nobody says how often they come. */
function busyOf(router: RouterView): string {
  const planned = plannedProcessors(router);
  if (planned === null) return '';
  const { replicas, resources } = router.spec;
  const share = planned / (replicas * processorsOf(resources));
  return `; all its requests keep an instance busy for ${share < LEAST_SHARE ? 'less than 1 %' : formatPercent(share)} of the time`;
}

const LAST = { timeoutSeconds: null, retries: 0, limit: null } as const;

type Door = Pick<RequestHop, 'name' | 'retries'> & { readonly replicas: number; readonly beyond: string };

/** What becomes of requests beyond the limit of an alias. */
function beyondLimit(router: RouterView, alias: string): string {
  const [overflow] = overflowOf(router, alias);
  const [fallback] = own(router.fallbacks.failure, alias) ?? [];
  if (overflow !== undefined) return `more go to ${overflow} at once`;
  return fallback === undefined ? 'more get 429' : `more wait for a slot, then go to ${fallback}`;
}

function hopsOfRoute({ pool, limits, isProxied }: RouteView, { name, retries, replicas, beyond }: Door): RequestHop[] {
  const { parallel, timeoutSeconds, streamTimeoutSeconds, longest } = limits;
  const limit = parallel === null ? null : parallel * replicas;
  const each = limit === null ? 'requests in flight are not limited' : `${parallel} in flight in each of ${replicas} instances, ${beyond}`;
  const takes =
    longest === null
      ? 'how long it works is not known'
      : `${longest.isDeclared ? 'the longest request takes' : 'an answer that fills the context takes'} up to ${Math.ceil(longest.seconds)} s`;
  const proxy: RequestHop = {
    ...LAST,
    hop: 'session proxy',
    name: pool.name,
    // Connections that fail before a replica began to work.
    retries: 2,
    note: 'ends with the router; sends again only what no replica has begun to work on',
  };
  const stages: RequestHop = {
    ...LAST,
    hop: 'stage proxy',
    name: pool.name,
    note: 'has the prompt computed on a prefill replica, then the answer written on a decode replica',
  };
  return [
    {
      hop: 'router',
      name,
      timeoutSeconds,
      retries,
      limit,
      note: `each attempt; first part of a stream within ${streamTimeoutSeconds} s; ${each}`,
    },
    ...(isProxied ? [proxy] : []),
    ...(pool.hasStages ? [stages] : []),
    { ...LAST, hop: 'engine', name: pool.name, limit: pool.holds, note: takes },
  ];
}
