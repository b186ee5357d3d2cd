import { type Recorded, recorded, replayed } from './recorded';
import { type SpecTrial, trialNow } from './spec-trial';

/**
 * A value that is computed when it is first asked for, and then kept. While other specs are tried it is computed for them, where it depends on one of
 * those.
 */
export function once<T>(compute: () => T): () => T {
  let kept: Recorded<T> | undefined;
  const value = (): T => {
    const trial = trialNow();
    if (trial === undefined || (kept !== undefined && !dependsOn(kept, trial))) {
      kept ??= recorded(compute);
      return replayed(kept);
    }
    const tried = (trial.values.get(value) as Recorded<T> | undefined) ?? recorded(compute);
    trial.values.set(value, tried);
    return replayed(tried);
  };
  return value;
}

/** The same of each thing that somebody asks about, for as long as it is there. */
export function onceForEach<K extends object, T>(compute: (one: K) => T): (one: K) => T {
  const values = new WeakMap<K, () => T>();
  return (one) => {
    const value = values.get(one) ?? once(() => compute(one));
    values.set(one, value);
    return value();
  };
}

function dependsOn({ read }: Recorded<unknown>, { specs }: SpecTrial): boolean {
  for (const construct of specs.keys()) if (read.has(construct)) return true;
  return false;
}
