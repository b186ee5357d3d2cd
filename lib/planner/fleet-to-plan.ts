/** What a plan is asked for: roles with their demand, GPUs that can be bought, and APIs that may answer instead. */
import type { DayCurveName } from '../capacity/demand/day-curve';
import type { Quantization } from '../capacity/replica-spec';
import type { Engine } from '../catalog/engines/engine';
import type { Gpu } from '../catalog/gpu';
import type { LatencyClass } from '../catalog/latency-class';
import type { LatencyTargets } from '../catalog/latency-targets';
import type { Model } from '../catalog/model';
import type { PriceBook, Purchase } from '../catalog/prices';

/** A question to `planFleet`. */
export interface FleetToPlanProps {
  /**
   * Name of the fleet in messages and in the code to paste.
   * @default 'fleet'
   */
  readonly name?: string;
  /** Roles by name: what each asks for, and what may serve it. */
  readonly roles: Readonly<Record<string, RoleToPlanProps>>;
  /** GPUs that can be bought, by the name of their node pool. */
  readonly inventory: Readonly<Record<string, GpuOfferProps>>;
  /**
   * APIs that a role may be sent to, by name; a role has to list them in `apis`.
   * @default - none
   */
  readonly apis?: Readonly<Record<string, ApiOfferProps>>;
  /**
   * Engines that may serve, in their releases.
   * @default - the engine that pools take
   */
  readonly engines?: readonly Engine[];
  /**
   * Prices of GPUs for which an offer gives none.
   * @default PriceBook.PUBLISHED
   */
  readonly prices?: PriceBook;
  /**
   * Milliseconds after which the best answer so far is returned with its gap.
   * @default 10_000
   */
  readonly timeLimitMs?: number;
}

/** One role: its demand, its latency class, and which models, GPUs and APIs are good enough for it. */
export interface RoleToPlanProps {
  /**
   * Sessions that hold KV cache at the same time.
   * @default - what follows from `conversations`; one of the two is needed
   */
  readonly sessions?: number;
  /**
   * Conversations of a day: GPUs are sized for the busiest hour, an API bills their tokens.
   * @default - the role is known by its sessions
   */
  readonly conversations?: RoleDayProps;
  /** Context that one session holds at its longest, tokens. */
  readonly contextTokens: number;
  /**
   * First tokens that all sessions share byte by byte.
   * @default 0
   */
  readonly sharedPrefixTokens?: number;
  /**
   * One request of the role. Its latency class is judged by it; with `perMinute` its tokens per second and its bill at an API.
   * @default - unknown, or what follows from `conversations`
   */
  readonly request?: RequestToPlanProps;
  /**
   * Who waits for the answer. A plan holds no role whose class is not kept: the same that AF-LAT-001 and AF-LAT-002 refuse.
   * @default 'background'
   */
  readonly latency?: LatencyClass;
  /**
   * How soon users want answers where that is not as the class asks, e.g. `{ ttftMs: 2_000, tpotMs: 40 }`: what AF-LAT-001, AF-LAT-002 and AF-LAT-006 refuse is
   * not planned.
   * @default - what the class asks
   */
  readonly latencyTargets?: LatencyTargets;
  /** Models that are good enough, each with the formats of its weights that are. A model alone allows `checkpoint` and `fp8`. */
  readonly models: readonly (Model | ModelChoice)[];
  /**
   * GPUs that may serve the role.
   * @default - every GPU of the inventory
   */
  readonly gpus?: readonly Gpu[];
  /**
   * Regions in which the role may be served; offers without a region are in none of them.
   * @default - any
   */
  readonly regions?: readonly string[];
  /**
   * APIs that are good enough, by their names in `apis`.
   * @default - none: the role is served by GPUs
   */
  readonly apis?: readonly string[];
  /**
   * The role bears that its GPUs are taken away. `{ floorSessions }` keeps that many sessions on GPUs that stay, as role `<name>`, and lets the
   * others go to spot, as role `<name>-burst`.
   * @default false
   */
  readonly interruptible?: boolean | { readonly floorSessions: number };
  /**
   * Replicas of the pool that serves the role, at least.
   * @default 1
   */
  readonly minReplicas?: number;
  /**
   * The pool holds its demand with one replica less.
   * @default false
   */
  readonly survivesReplicaLoss?: boolean;
  /**
   * Sessions on one GPU, at most: a limit of your own beside memory, e.g. as you measured it.
   * @default - none
   */
  readonly sessionsPerGpu?: number;
  /**
   * No other role shares its pool.
   * @default false
   */
  readonly dedicated?: boolean;
  /**
   * Share of the hours in which the sessions ask at all, above 0 and at most 1. GPUs are paid for every hour, an API for what is asked.
   * @default 1
   */
  readonly busyShare?: number;
}

/** A model that is good enough for a role, in some formats of its weights. */
export interface ModelChoice {
  readonly model: Model;
  /**
   * Formats of the weights that are good enough. A format that neither is published for the model nor made at load is left out.
   * @default ['checkpoint', 'fp8']
   */
  readonly quantizations?: readonly Quantization[];
}

/** One request as a role sends it. */
export interface RequestToPlanProps {
  /**
   * Whole prompt, tokens.
   * @default - the context less the answer
   */
  readonly inputTokens?: number;
  /**
   * Part of the prompt that is still in the prefix cache.
   * @default - `sharedPrefixTokens`
   */
  readonly cachedTokens?: number;
  /** Answer, tokens. */
  readonly outputTokens: number;
  /**
   * Requests that one session sends in a minute.
   * @default - unknown: nothing is asked of the throughput, and no API can be priced
   */
  readonly perMinute?: number;
}

/** Conversations of a day. */
export interface RoleDayProps {
  readonly perDay: number;
  /** Turns of a conversation. */
  readonly turns: number;
  /** Input and output of one turn, tokens. */
  readonly tokensPerTurn: number;
  /** Part of `tokensPerTurn` that the model writes. */
  readonly outputTokensPerTurn: number;
  /** Until an answer is complete, seconds. */
  readonly answerSeconds: number;
  /**
   * From an answer to the next turn, seconds on average.
   * @default 0
   */
  readonly thinkSeconds?: number;
  /**
   * Seconds for which the cache of a conversation is kept between turns.
   * @default - nothing is kept
   */
  readonly keptSeconds?: number;
  /**
   * Peak over the mean of the day.
   * @default 10
   */
  readonly burst?: number;
  /**
   * How the day spreads over its hours.
   * @default 'even'
   */
  readonly curve?: DayCurveName;
}

/** Equal nodes that can be bought: a GPU, its price, and how many there are. */
export interface GpuOfferProps {
  readonly gpu: Gpu;
  /**
   * How they are bought; roles that are not `interruptible` never run on `spot`.
   * @default 'on-demand'
   */
  readonly purchase?: Purchase;
  /**
   * USD per GPU and hour.
   * @default - the newest price of the price book for this GPU and purchase; an offer without either is refused
   */
  readonly usdPerGpuHour?: number;
  /**
   * Date of your price, ISO.
   * @default - required with usdPerGpuHour
   */
  readonly priceAsOf?: string;
  /**
   * GPUs of one node: no replica has more.
   * @default - those of the largest server that is sold with the GPU (of 10 cards 8), 8 where none is known
   */
  readonly gpusPerNode?: number;
  /**
   * Nodes that can be had, at most.
   * @default - as many as it takes
   */
  readonly nodes?: number;
  /** @default - none */
  readonly region?: string;
  /**
   * The PCIe GPUs of a node are joined by the optional NVLink bridge.
   * @default false
   */
  readonly nvlinkBridge?: boolean;
  /**
   * Its cards may be cut into MIG slices, which serve small models apart from one another. All cards of a node are cut alike.
   * @default false
   */
  readonly mig?: boolean;
  /**
   * Engines may share its cards by time-slicing, 2 to 8 on a card with an equal part of its memory each. Nothing isolates them (AF-CAP-041).
   * @default false
   */
  readonly sharing?: boolean;
  /**
   * Nodes are paid whole, as clouds sell them: GPUs of a node that no pool uses are part of the price.
   * @default false
   */
  readonly wholeNodes?: boolean;
}

/** What an API asks for tokens: one price for all of them, or one for each kind. */
export interface ApiOfferProps {
  /**
   * USD for a million tokens of any kind.
   * @default - the prices by kind
   */
  readonly usdPerMTokens?: number;
  /** USD for a million tokens of input. @default - `usdPerMTokens` */
  readonly inputUsdPerMTokens?: number;
  /** USD for a million tokens of output. @default - `usdPerMTokens` */
  readonly outputUsdPerMTokens?: number;
  /** USD for a million tokens of input that the API finds in its cache. @default - the price of input */
  readonly cachedInputUsdPerMTokens?: number;
  /**
   * Date of the prices, ISO. With it the program of `fleetCode` tells the router what tokens of the API cost.
   * @default - the program leaves prices out
   */
  readonly priceAsOf?: string;
  /** @default - none */
  readonly region?: string;
}
