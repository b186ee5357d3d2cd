/** Keys of engines that somebody else runs. They are variables of the pod, and never stand in the configuration. */
import { shortHash } from '../../core/names';
import type { SecretRef } from '../../core/secret-ref';
import type { IInferencePool } from '../../inference/contract';
import type { Route } from '../routes';

/** As the configuration names the key of a pool; undefined where its engine asks for none. */
export const keyOfPool = (pool: IInferencePool): string | undefined =>
  pool.key === undefined ? undefined : `os.environ/${variableOf(pool)}`;

export function poolKeys(routes: readonly Route[]): Record<string, SecretRef> {
  return Object.fromEntries(routes.flatMap(({ pool }) => (pool.key === undefined ? [] : [[variableOf(pool), pool.key] as const])));
}

const variableOf = ({ node }: IInferencePool): string => `POOL_KEY_${shortHash(node.path).toUpperCase()}`;
