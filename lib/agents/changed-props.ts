/** The props of a fleet after a change, for judging the demand that they would make. */
import { applyChanges } from '../core/apply-changes';
import type { Change } from '../core/change';
import { type AgentFleetSpec, agentFleetSchema } from './agent-fleet-props';
import { ContextStrategy } from './context-strategy';

/** Null where the changes are no props of this fleet, or the schema refuses them. */
export function changedFleet(spec: AgentFleetSpec, changes: readonly Change[]): AgentFleetSpec | null {
  if (!changes.every(({ field }) => isOfFleet(spec, field))) return null;
  const [caps, others] = [changes.filter(isCap), changes.filter((change) => !isCap(change))];
  const capped = caps.reduce<AgentFleetSpec | null>(withCap, spec);
  const props = capped === null ? null : applyChanges(capped, others, strategyConstant);
  if (props === null) return null;
  const parsed = agentFleetSchema.safeParse(props, { jitless: true });
  return parsed.success ? parsed.data : null;
}

const isCap = ({ field }: Change) => field.endsWith('.contextStrategy.capTokens');

/** Null where the role moves no long sessions, so that there is no cap to change. */
function withCap(spec: AgentFleetSpec | null, { field, value }: Change): AgentFleetSpec | null {
  const name = field.split('.')[1] ?? '';
  const role = spec?.roles[name];
  const boundary = role?.contextStrategy?.boundary;
  if (spec === null || role === undefined || boundary?.kind !== 'long-pool' || typeof value !== 'number') return null;
  const { kind: _, ...props } = boundary;
  const contextStrategy = ContextStrategy.longPool({ ...props, capTokens: value });
  return { ...spec, roles: { ...spec.roles, [name]: { ...role, contextStrategy } } };
}

/** `ContextStrategy.slidingWindow({ limitTokens: 8_192 })` → the strategy. */
function strategyConstant(name: string): ContextStrategy | undefined {
  const [, tokens] = /^ContextStrategy\.slidingWindow\(\{ limitTokens: ([\d_]{1,16}) \}\)$/.exec(name) ?? [];
  return tokens === undefined ? undefined : ContextStrategy.slidingWindow({ limitTokens: Number(tokens.replaceAll('_', '')) });
}

/** A role that a fleet has not is another fleet's. */
function isOfFleet(spec: AgentFleetSpec, field: string): boolean {
  const [head = '', role] = field.split('.');
  return head === 'roles' ? role !== undefined && Object.hasOwn(spec.roles, role) : head in agentFleetSchema.shape;
}
