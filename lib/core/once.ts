import { type Recorded, recorded, replayed } from './recorded';

/** A value that is computed when it is first asked for, and then kept. */
export function once<T>(compute: () => T): () => T {
  let kept: Recorded<T> | undefined;
  return () => {
    kept ??= recorded(compute);
    return replayed(kept);
  };
}
