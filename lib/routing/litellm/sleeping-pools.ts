/** Requests for pools that sleep: the router holds them until the pool answers, as long as its start may take. A function of ours that LiteLLM calls before each request. */
import { own } from '../../core/own';
import { nodeSeconds } from '../../inference/cold-start';
import { type IInferencePool, isDeployed } from '../../inference/contract';
import { startupSeconds } from '../../inference/serving';
import type { Route } from '../routes';
import type { LiteLLMRouterSpec } from './router-props';

export const HOLD_FILE = 'sleeping_pools.py';
export const HOLD_TABLE_FILE = 'sleeping_pools.json';
/** As LiteLLM names an object in a file beside its configuration. */
export const HOLD = 'sleeping_pools.hold';

/** Until the autoscaler has looked at the signal that wakes a pool, and its pod is placed. Assumed. */
const NOTICED_SECONDS = 60;
/** Of a node whose node pool does not say how long its start takes. Assumed. */
const NODE_SECONDS = 600;

/** Most seconds from the signal until a pool that sleeps answers; null where a replica is always there. */
export function wakeSeconds(pool: IInferencePool): number | null {
  const view = pool.view();
  if (!isDeployed(pool) || view.spec.scaling?.sleep === undefined) return null;
  return NOTICED_SECONDS + (nodeSeconds(view) ?? NODE_SECONDS) + Math.ceil(startupSeconds(view));
}

interface HeldAlias {
  /** What answers 200 once a replica serves, of each pool. */
  readonly health: readonly string[];
  /** Most that a request waits. */
  readonly seconds: number;
}

/** Aliases whose pools all may sleep and from which nobody takes over. */
export function heldAliases(
  { sleepingPools, fallbacks, overflow }: Pick<LiteLLMRouterSpec, 'sleepingPools' | 'fallbacks' | 'overflow'>,
  routes: readonly Route[],
  addressOf: (route: Route) => string,
): Readonly<Record<string, HeldAlias>> {
  if (sleepingPools === 'refuse') return {};
  const aliases = [...new Set(routes.map(({ alias }) => alias))].filter((alias) => !own(fallbacks, alias) && !own(overflow, alias));
  return Object.fromEntries(
    aliases.flatMap((alias) => {
      const behind = routes.filter((route) => route.alias === alias);
      const seconds = behind.map(({ pool }) => wakeSeconds(pool)).filter((wake) => wake !== null);
      if (seconds.length < behind.length) return [];
      return [[alias, { health: behind.map((route) => healthOf(route, addressOf)), seconds: Math.max(...seconds) }]];
    }),
  );
}

const healthOf = (route: Route, addressOf: (route: Route) => string): string =>
  `${addressOf(route).replace(/\/v1$/, '')}${route.pool.view().engine.healthPath}`;

export const HOLD_PROGRAM = `"""Holds a request for a pool that sleeps until the pool answers; then it goes its usual way."""
import asyncio
import json
import os
import time

import httpx
from litellm.integrations.custom_logger import CustomLogger

BETWEEN_LOOKS_SECONDS = 2
# A pool that answers is asked again after this.
KNOWN_SECONDS = 5

with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "${HOLD_TABLE_FILE}"), encoding="utf-8") as table:
    ALIASES = json.load(table)


class Hold(CustomLogger):
    def __init__(self):
        super().__init__()
        self.client = httpx.AsyncClient(timeout=BETWEEN_LOOKS_SECONDS, trust_env=False)
        self.awake = {}

    async def answers(self, alias):
        if time.monotonic() < self.awake.get(alias, 0):
            return True
        for health in ALIASES[alias]["health"]:
            try:
                if (await self.client.get(health)).status_code == 200:
                    self.awake[alias] = time.monotonic() + KNOWN_SECONDS
                    return True
            except httpx.HTTPError:
                pass
        return False

    async def async_pre_call_hook(self, user_api_key_dict, cache, data, call_type):
        alias = data.get("model")
        if not isinstance(alias, str) or alias not in ALIASES:
            return data
        end = time.monotonic() + ALIASES[alias]["seconds"]
        while not await self.answers(alias) and time.monotonic() < end:
            await asyncio.sleep(BETWEEN_LOOKS_SECONDS)
        return data


hold = Hold()
`;
