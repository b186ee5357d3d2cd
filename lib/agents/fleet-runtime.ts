/** What a fleet says to its own runtime beside what the user does. */
import type { IRouter } from '../routing/contract';
import type { AgentFleetSpec } from './agent-fleet-props';
import type { FleetRuntimeProps } from './agent-runtime-props';
import type { FleetView } from './fleet-view';
import { fleetWorkers } from './queue-workers';
import { replicasOf } from './runtime-load';
import { nextOf } from './workflow-stages';

/** What the user says of the runtime, with as many replicas as hold the sessions. */
export function runtimeProps(spec: AgentFleetSpec, view: () => FleetView): FleetRuntimeProps {
  const { sessionsPerReplica, workers, ...props } = spec.runtime as FleetRuntimeProps;
  if (props.consumes !== undefined) return { ...props, workers: fleetWorkers(spec) };
  return sessionsPerReplica === undefined ? props : { ...props, replicas: replicasOf(view().runtime) };
}

/** Whom each role asks, and whom for what is too hard for it. */
export function runtimeRoles({ spec, roles, apiRoles }: FleetView, router: IRouter) {
  const named = [...roles, ...apiRoles.map(({ name, props }) => ({ name, contextTokens: props.contextTokens }))];
  const asks = (role: string) => {
    const next = nextOf(spec.topology, role);
    return { model: router.modelOf(role), ...(next === undefined ? {} : { escalatesTo: router.modelOf(next) }) };
  };
  return Object.fromEntries(named.map(({ name, contextTokens }) => [name, { ...asks(name), contextTokens }]));
}
