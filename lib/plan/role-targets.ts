import { CLASS_TARGETS, type LatencyClass } from '../catalog/latency-class';
import { type HeldTargets, heldTargets, NO_TARGETS } from '../catalog/latency-targets';
import type { RolePlan } from './sections/role';

const isClass = (latency: string | null): latency is LatencyClass => latency !== null && Object.hasOwn(CLASS_TARGETS, latency);

/** What a planned role is held to; without targets of its own its class says it. */
export function roleTargets({ latency, latencyTargets }: Pick<RolePlan, 'latency' | 'latencyTargets'>): HeldTargets {
  if (latencyTargets !== undefined) return latencyTargets;
  return isClass(latency) ? heldTargets(latency) : NO_TARGETS;
}
