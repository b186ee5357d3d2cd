/** Requests that run on one replica at once: the load at which a latency class is judged. */
import { inFlight, mixedRate } from '../demand/request-rate';
import type { RoleDemand } from '../demand/role-demand';
import type { PoolInput } from './pool-input';

/**
 * At the floor or at the peak, whichever is more. Roles with a rate bring what that keeps in flight (Little's law); of the others every planned session
 * is at work, which is the most there can be.
 */
export function requestsInFlight(input: PoolInput): number {
  const floor = onReplica(input, input.demands, input.replicas);
  const peak = onReplica(input, input.peakDemands ?? [], input.maxReplicas);
  return Math.max(1, Math.ceil(Math.max(floor, peak) - 1e-9));
}

function onReplica(input: PoolInput, demands: readonly RoleDemand[], replicas: number): number {
  const count = Math.max(1, replicas);
  const [sending, working] = [demands.filter(isSending), demands.filter((demand) => !isSending(demand))];
  return (rated(input, sending, count) + sessionsOf(working)) / count;
}

const isSending = ({ rate }: RoleDemand) => (rate?.requestsPerSecond ?? 0) > 0;
const sessionsOf = (demands: readonly RoleDemand[]) => demands.reduce((sum, { sessions }) => sum + sessions, 0);

/** Where the replicas cannot keep up, all sessions wait. */
function rated(input: PoolInput, demands: readonly RoleDemand[], replicas: number): number {
  const rate = mixedRate(demands);
  if (rate === null) return 0;
  const each = { ...rate, requestsPerSecond: rate.requestsPerSecond / replicas };
  const running = inFlight(input.replica, each, input.measured);
  return running === null ? sessionsOf(demands) : running * replicas;
}
