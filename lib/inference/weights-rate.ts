/** How fast weights arrive from where they lie: as the user says, else as was published of such places, else assumed. */
import type { Weights, WeightsSource } from './weights';

export interface WeightsRate {
  readonly bytesPerSecond: number;
  /** Where the rate is from. */
  readonly source: string;
}

const MB = 1e6;

const RATES: Readonly<Record<WeightsSource['kind'], WeightsRate>> = {
  ephemeral: { bytesPerSecond: 100 * MB, source: '100 MB/s, assumed: the slowest download that is planned for' },
  image: {
    bytesPerSecond: 100 * MB,
    source: '100 MB/s, assumed: pulled from the registry and copied; a node that has the image is faster',
  },
  claim: { bytesPerSecond: 125 * MB, source: '125 MB/s, published of network volumes of the gp3 class' },
  'existing-claim': { bytesPerSecond: 125 * MB, source: '125 MB/s, published of network volumes of the gp3 class' },
};

export function weightsRate(weights: Weights | undefined): WeightsRate {
  const source = weights?.source ?? { kind: 'ephemeral' as const };
  const declared = declaredMBps(source);
  return declared === undefined ? RATES[source.kind] : { bytesPerSecond: declared * MB, source: `${declared} MB/s, as declared` };
}

/** MB/s that the user says; undefined where nobody does. */
export function declaredMBps(source: WeightsSource): number | undefined {
  return source.kind === 'claim' || source.kind === 'ephemeral' ? source.props?.readMBps : source.readMBps;
}
