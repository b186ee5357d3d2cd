/** How fast replicas are added: a model takes minutes to load, so a finer step only overshoots. */

/** Replicas may double, or grow by `STEP_PODS`, in this time. */
export const STEP_SECONDS = 60;
export const STEP_PERCENT = 100;
export const STEP_PODS = 2;

/** Steps that the autoscaler takes from one number of replicas to another. */
export function stepsBetween(from: number, to: number): number {
  let [steps, replicas] = [0, Math.max(1, from)];
  for (; replicas < to; steps += 1) replicas = Math.max(replicas * (1 + STEP_PERCENT / 100), replicas + STEP_PODS);
  return steps;
}
