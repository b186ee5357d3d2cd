import { z } from 'zod';
import { checkArguments, checked, divisor, quantity } from '../../core/checked';
import { freeText } from '../../core/notion';
import { own } from '../../core/own';
import { branded } from '../../core/schema';
import { Topology } from './topology';

/** Tokens of one call of a role. */
export interface CallTokens {
  readonly inputTokens: number;
  readonly outputTokens: number;
}

/** Tokens that one run of a workflow burns, against those of a plain chat: what agents cost more than people expect. */
export interface TokenBudget {
  readonly perWorkflow: number;
  readonly byRole: Readonly<Record<string, number>>;
  /** Over one chat answer. */
  readonly multiplier: number;
  /** Spend of one session at which something runs away. */
  readonly alertTokens: number;
  /** Roles of the topology whose calls are not described. */
  readonly missing: readonly string[];
}

/** Tokens over those of a chat, as published (multi-agent workloads on GPU clusters, 2026-07): one agent 4, several 15. Defaults, to be replaced by counts. */
export const TOKEN_MULTIPLIERS = { chat: 1, singleAgent: 4, multiAgent: 15 } as const;

/** A session that spends ten times its plan is in a loop, or spawns agents. */
const RUNAWAY = 10;

/**
 * Calls of each role × its tokens; rounds of a loop count, shares of a route weigh.
 *
 * @param instances agents of a role at work in each workflow, where there is more than one (as in `planDemand`)
 */
export function tokenBudget(
  topology: Topology,
  calls: Readonly<Record<string, CallTokens>>,
  chatTokens: number,
  instances: Readonly<Record<string, number>> = {},
): TokenBudget {
  const topologySchema = branded<Topology>(Topology.isTopology, "a Topology, e.g. Topology.flat({ agents: ['writer'] })");
  const roleName = freeText('a role of the topology; others are not read', { empty: true });
  const schemas = {
    topology: topologySchema,
    calls: z.record(roleName, callSchema),
    chatTokens: divisor,
    instances: z.record(roleName, quantity),
  };
  checkArguments('tokenBudget', schemas, { topology, calls, chatTokens, instances });
  const visits = [...topology.visits()].map(([role, times]) => [role, times * (own(instances, role) ?? 1)] as const);
  const byRole = Object.fromEntries(visits.map(([role, times]) => [role, times * tokensOf(own(calls, role))]));
  const perWorkflow = Object.values(byRole).reduce((sum, tokens) => sum + tokens, 0);
  return {
    perWorkflow,
    byRole,
    multiplier: perWorkflow / chatTokens,
    alertTokens: RUNAWAY * perWorkflow,
    missing: visits.flatMap(([role]) => (own(calls, role) === undefined ? [role] : [])),
  };
}

const callSchema = z.looseObject({ inputTokens: quantity, outputTokens: quantity });

const tokensOf = (call: CallTokens | undefined) => (call === undefined ? 0 : call.inputTokens + call.outputTokens);

/** Where calls were not counted: a chat answer times what is known of agents. */
export const assumedTokens = checked(
  'assumedTokens',
  { chatTokens: quantity, agents: quantity },
  (chatTokens: number, agents: number): number => chatTokens * (agents > 1 ? TOKEN_MULTIPLIERS.multiAgent : TOKEN_MULTIPLIERS.singleAgent),
);
