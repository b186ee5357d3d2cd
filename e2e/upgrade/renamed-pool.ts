/** A release in which the construct of a pool was renamed: every resource of the pool gets another logical id, the names stay. */
import type { StackJson } from '../../lib/plan/synthesized-app';
import type { FleetStack } from '../fleets/fleet-stack';

/** @throws Error when the stack has no pool: the mutant would prove nothing */
export function withRenamedPool(stack: FleetStack): { readonly stack: FleetStack; readonly pool: string } {
  const pool = stack.plan?.pools[0]?.name;
  if (pool === undefined) throw new Error(`stack ${stack.name} has no pool to rename`);
  return { stack: stack.changed((json) => Object.assign(json, renamed(json, pool))), pool };
}

/** Logical ids begin with the id of the construct and end in a hash; references to them change along. */
export function renamed(json: StackJson, pool: string): StackJson {
  const ids = Object.values(json.resource ?? {}).flatMap((resources) => Object.keys(resources).filter((id) => id.startsWith(`${pool}_`)));
  if (ids.length === 0) throw new Error(`no resource belongs to a construct ${pool}`);
  const text = ids.reduce((found, id) => found.replaceAll(id, `renamed_${id}`), JSON.stringify(json));
  return JSON.parse(text) as StackJson;
}
