/** How fast weights arrive from where they lie: as the user says, else as was published of such places, else assumed. */
import type { Weights, WeightsSource } from './weights';

export interface WeightsRate {
  readonly bytesPerSecond: number;
  /** Where the rate is from. */
  readonly source: string;
}

const MB = 1e6;

/** What comes from the hub; assumed. */
export const HUB_BYTES_PER_SECOND = 100 * MB;

/**
 * Connections to S3 in the region of the node, with the MB/s at which 15 GB arrived in one GPU of a g5.12xlarge: 28.24, 8.45 and 4.88 seconds
 * (https://github.com/run-ai/runai-model-streamer, docs/src/benchmarks.md, appendix C, read in November 2026).
 */
const STREAMED: readonly (readonly [connections: number, mbps: number])[] = [
  [4, 531],
  [16, 1_775],
  [32, 3_074],
];

const RATES: Readonly<Record<Exclude<WeightsSource['kind'], 'object-store'>, WeightsRate>> = {
  ephemeral: { bytesPerSecond: HUB_BYTES_PER_SECOND, source: '100 MB/s, assumed: the slowest download that is planned for' },
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
  if (declared !== undefined) return { bytesPerSecond: declared * MB, source: `${declared} MB/s, as declared` };
  return source.kind === 'object-store' ? streamedRate(source.connections) : RATES[source.kind];
}

/** What was published for as many connections, or for the next fewer. Fewer than were measured are a part of the fewest. */
function streamedRate(connections: number): WeightsRate {
  const [fewest, mbpsOfFewest] = STREAMED[0] as (typeof STREAMED)[number];
  const [measured, mbps] = STREAMED.filter(([number]) => number <= connections).at(-1) ?? [
    fewest,
    Math.round((mbpsOfFewest * connections) / fewest),
  ];
  return { bytesPerSecond: mbps * MB, source: `${mbps} MB/s, published of the Run:ai Model Streamer with ${measured} connections to S3` };
}

/** MB/s that the user says; undefined where nobody does. */
export function declaredMBps(source: WeightsSource): number | undefined {
  return source.kind === 'claim' || source.kind === 'ephemeral' ? source.props?.readMBps : source.readMBps;
}
