/** The props of a fleet after a change, for judging the demand that they would make. */
import { applyChanges } from '../core/apply-changes';
import type { Change } from '../core/change';
import { type AgentFleetSpec, agentFleetSchema } from './agent-fleet-props';

/** Null where the changes are no props of this fleet, or the schema refuses them. */
export function changedFleet(spec: AgentFleetSpec, changes: readonly Change[]): AgentFleetSpec | null {
  if (!changes.every(({ field }) => isOfFleet(spec, field))) return null;
  const props = applyChanges(spec, changes);
  if (props === null) return null;
  const parsed = agentFleetSchema.safeParse(props, { jitless: true });
  return parsed.success ? parsed.data : null;
}

/** A role that a fleet has not is another fleet's. */
function isOfFleet(spec: AgentFleetSpec, field: string): boolean {
  const [head = '', role] = field.split('.');
  return head === 'roles' ? role !== undefined && Object.hasOwn(spec.roles, role) : head in agentFleetSchema.shape;
}
