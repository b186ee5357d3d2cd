/** What agents hand each other, as the rules see it. */
import { handoversOf } from '../capacity/demand/handovers';
import type { AgentFleetSpec } from './agent-fleet-props';
import type { FleetView } from './fleet-view';

export interface HandedContext {
  /** Role that hands over. */
  readonly from: string;
  readonly to: string;
  /** Context of the role that hands over, tokens. */
  readonly contextTokens: number;
}

export interface MessageView {
  readonly handovers: readonly HandedContext[];
  /** Undefined where nothing is said of messages. */
  readonly messages: AgentFleetSpec['messages'];
  /** The agents share a store in which payloads can lie. */
  readonly hasStore: boolean;
}

export function messageView({ spec, setting, roles, apiRoles }: FleetView): MessageView {
  const contexts = new Map([
    ...roles.map(({ name, contextTokens }) => [name, contextTokens] as const),
    ...apiRoles.map(({ name, props }) => [name, props.contextTokens] as const),
  ]);
  return {
    handovers: handoversOf(spec.topology).map(({ from, to }) => ({ from, to, contextTokens: contexts.get(from) ?? 0 })),
    messages: spec.messages,
    hasStore: setting.hasStateStore || setting.hasSessionStore === true,
  };
}
