/** The published tables, row by row: what was printed, what the formula says, and why they differ where they do. */

import { sizeReplica } from '../../lib/capacity/ask-engine';
import { formatBytes, formatInteger } from '../../lib/core/format';
import { type Configuration, K, type MODELS, named, replicaOf, supplyOf, verdictOf, weightsOf } from './replicas';

export interface PublishedTable {
  readonly title: string;
  readonly about: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

const gib = (value: number, digits = 1) => `${value.toFixed(digits)} GiB`;
const percent = (share: number) => `${(share * 100).toFixed(1)} %`;
const CONTEXTS = [4, 8, 16, 32] as const;

const PER_TOKEN: readonly (readonly [keyof typeof MODELS, 'bf16' | 'fp8', string, string])[] = [
  ['8B', 'fp8', '64 KB a token, 512 MB at 8K, 2 GB at 32K', 'same; its units are binary'],
  ['8B', 'bf16', '—', ''],
  ['7B', 'bf16', 'about 0.5 GB at 4K, 4 GB at 32K', 'same'],
  ['7B MHA', 'bf16', 'about four times that of grouped heads', 'same'],
  ['70B', 'fp8', '1.28 GB a session at 8K (implied)', '160 KiB were read as 160 kB and 8K as 8,000; exact counts win'],
  ['70B', 'bf16', '—', ''],
  ['13B', 'bf16', 'about 90 GB with 50 sessions of 8K', 'the shape is not given; with 40 layers and 8 KV heads the row comes out'],
];

export function kvTable(): PublishedTable {
  const rows = PER_TOKEN.map(([model, format, published, why]) => {
    const bytes = supplyOf({ model, format, gpu: 'B200' }).kvBytesPerToken;
    return [`${model} ${format}`, published, formatBytes(bytes), ...CONTEXTS.map((k) => ((bytes * k * K) / 1024 ** 3).toString()), why];
  });
  return {
    title: 'KV cache of one token and of one session',
    about: 'Layers × 2 × KV heads × head width × bytes. Sessions of 4,096 to 32,768 tokens, GiB. Exact.',
    head: ['model', 'published', 'ours, a token', '4K', '8K', '16K', '32K', 'where they differ'],
    rows,
  };
}

const WEIGHTS: readonly (readonly [Configuration, string, string])[] = [
  [{ model: '7B', format: 'bf16', gpu: 'H200' }, '14 GB', '7.248 B parameters × 2 bytes; GB and GiB are 7 % apart'],
  [{ model: '8B', format: 'bf16', gpu: 'H200' }, '16 GB', '8.03 B parameters × 2 bytes'],
  [{ model: '8B', format: 'fp8', gpu: 'H200' }, '8 GB', 'embedding and output head of fp8 checkpoints stay in 16 bit'],
  [{ model: '13B', format: 'bf16', gpu: 'H200' }, '26 GB', 'GB and GiB'],
  [{ model: '70B', format: 'bf16', gpu: 'H200' }, '140 GB', '70.55 B parameters × 2 bytes, GB and GiB'],
  [{ model: '70B', format: 'fp8', gpu: 'H200' }, '70 GB', 'embedding and output head stay in 16 bit; the engine logs 67.72 GiB'],
];

export function weightsTable(): PublishedTable {
  return {
    title: 'Weights',
    about: 'Published as parameters × bytes, a rule of thumb. Ours is the sum over all matrices, each in its own format.',
    head: ['model', 'published', 'ours', 'where they differ'],
    rows: WEIGHTS.map(([configuration, published, why]) => [
      `${configuration.model} ${configuration.format}`,
      published,
      gib(weightsOf(configuration), 2),
      why,
    ]),
  };
}

interface Scenario {
  readonly name: string;
  readonly sessions: number;
  readonly context: number;
  readonly published: string;
  readonly on: readonly Configuration[];
  readonly why: string;
}

const eight = { model: '8B', format: 'fp8' } as const;
const seventy = { model: '70B', format: 'fp8' } as const;
const BUDGETS: readonly Scenario[] = [
  {
    name: '8B fp8, 100 × 8K',
    sessions: 100,
    context: 8 * K,
    published: '50 + 8, printed 60; H100 PCIe',
    on: [{ ...eight, gpu: 'H100 PCIe' }],
    why: 'the printed total is rounded up; the figures are GiB',
  },
  {
    name: '8B fp8, 100 × 32K',
    sessions: 100,
    context: 32 * K,
    published: '200 + 8, printed 210; 2 × H200',
    on: [
      { ...eight, gpu: 'H200', gpus: 2 },
      { ...eight, gpu: 'H200', replicas: 2 },
    ],
    why: 'the sum is 208; whether two cards are enough depends on how they are used',
  },
  {
    name: '70B fp8, 50 × 8K',
    sessions: 50,
    context: 8 * K,
    published: '64 + 70, printed 137, with 15 % 158; 2 × H100 SXM or B200',
    on: [
      { ...seventy, gpu: 'H100 SXM', gpus: 2 },
      { ...seventy, gpu: 'B200' },
      { ...seventy, gpu: 'H200', gpus: 2 },
      { ...seventy, gpu: 'H200' },
    ],
    why: 'the KV cache is 62.5 GiB, 64 mixes 160 kB with 8,000; the sum is 134; 158 of 160 GB is 98.75 % of the cards, against the 95 % of the same text',
  },
  {
    name: '70B fp8, 50 × 32K',
    sessions: 50,
    context: 32 * K,
    published: '256 + 70, printed 330, with 15 % 380; 2 × B200',
    on: [
      { ...seventy, gpu: 'B200', gpus: 2 },
      { ...seventy, gpu: 'B200', gpus: 4 },
      { ...seventy, gpu: 'B300', gpus: 2 },
      { ...seventy, gpu: 'H200', gpus: 4 },
    ],
    why: 'the KV cache is 250 GiB and the sum 326; a B200 reports 178.35 GiB, not 192',
  },
];

const SCENARIOS: readonly Scenario[] = [
  {
    name: '7B, 20 × 4K',
    sessions: 20,
    context: 4 * K,
    published: 'about 24 GB; RTX 5090',
    on: [{ model: '7B', format: 'bf16', gpu: 'RTX 5090' }],
    why: 'the runtime is not in the printed sum',
  },
  {
    name: '13B, 50 × 8K',
    sessions: 50,
    context: 8 * K,
    published: 'about 90 GB; H200',
    on: [
      { model: '13B', format: 'bf16', gpu: 'H200' },
      { model: '13B', format: 'bf16', gpu: 'H100 SXM' },
      { model: '13B', format: 'bf16', gpu: 'H100 SXM', gpus: 2 },
    ],
    why: 'the runtime is not in the printed sum; with as many KV heads as heads the cache is five times as large',
  },
  {
    name: '70B, 10 × 32K',
    sessions: 10,
    context: 32 * K,
    published: 'about 280 GB; 4 × H100 SXM or 3 × H200',
    on: [
      { model: '70B', format: 'bf16', gpu: 'H100 SXM', gpus: 4 },
      { model: '70B', format: 'bf16', gpu: 'H200', gpus: 3 },
      { model: '70B', format: 'bf16', gpu: 'H200', gpus: 2 },
    ],
    why: 'the printed sum holds 15 % on top; three GPUs cannot share 64 heads',
  },
  {
    name: 'four roles on a 7B, 10 × 4K each, one shared pool',
    sessions: 40,
    context: 4 * K,
    published: 'about 80 GB for four copies; 2 × H100 PCIe',
    on: [
      { model: '7B', format: 'bf16', gpu: 'L40S' },
      { model: '7B', format: 'bf16', gpu: 'H100 PCIe' },
    ],
    why: 'four copies of the weights are 54 of the 74 GiB; the same model needs them once',
  },
];

function scenarioRows(scenarios: readonly Scenario[]): string[][] {
  return scenarios.flatMap(({ name, sessions, context, published, on, why }) =>
    on.map((configuration, index) => {
      const { demandGiB, supplyGiB, headroom, verdict, findings } = verdictOf(configuration, sessions, context);
      const invalid = findings.some(
        (finding) => (finding.code === 'AF-CAP-007' || finding.code === 'AF-CAP-029') && finding.severity === 'error',
      );
      const judged = invalid ? [`${verdict}: no valid split`, '—'] : [verdict, percent(headroom)];
      const sum = gib(demandGiB + weightsOf(configuration) * (configuration.replicas ?? 1));
      const [kv, pool] = invalid ? ['—', '—'] : [gib(demandGiB), gib(supplyGiB)];
      const first = index === 0;
      return [first ? name : '', first ? published : '', kv, invalid ? '—' : sum, named(configuration), pool, ...judged, first ? why : ''];
    }),
  );
}

const SCENARIO_HEAD = ['row', 'published', 'KV', 'KV + weights', 'on', 'pool', 'verdict', 'free', 'where they differ'] as const;

export const budgetTable = (): PublishedTable => ({
  title: 'Memory budgets, fp8 weights and fp8 KV cache',
  about: 'Fits: at least 15 % of the pool stays free. Tight: 10 to 15 %. Rejected: less.',
  head: SCENARIO_HEAD,
  rows: scenarioRows(BUDGETS),
});

export const scenarioTable = (): PublishedTable => ({
  title: 'Scenarios in 16 bit',
  about: 'The printed sums treat the runtime in three ways (left out, 5 %, 15 %); ours takes it out of every pool alike.',
  head: SCENARIO_HEAD,
  rows: scenarioRows(SCENARIOS),
});

const DENSITIES: readonly (readonly [Configuration, readonly [number, number], string])[] = [
  [
    { model: '8B', format: 'bf16', gpu: 'A100 80GB' },
    [40, 80],
    'printed for contexts of 16K: so many sessions fill a third to two thirds of them',
  ],
  [{ model: '8B', format: 'fp8', gpu: 'H100 PCIe' }, [80, 150], 'a ceiling of memory; the same text sees first tokens wait above 60'],
  [
    { model: '8B', format: 'fp8', gpu: 'H100 SXM', gpus: 2 },
    [150, 250],
    'printed for a pair, priced per card; an 8B gains nothing from a pair',
  ],
  [{ model: '8B', format: 'fp8', gpu: 'H200' }, [250, 500], 'printed for long contexts; so many sessions leave none'],
  [{ model: '8B', format: 'fp4', gpu: 'B200' }, [500, 1_000], 'the densest: weights in 4 bit'],
];

/** Tokens that each session may hold at the printed counts. */
export function densityTable(): PublishedTable {
  return {
    title: 'Sessions per GPU',
    about: 'Printed as a range of sessions; ours is the context that this range leaves each of them, and how many full ones there are.',
    head: ['on', 'published sessions', 'pool', 'tokens each', 'full 16K sessions', 'reading'],
    rows: DENSITIES.map(([configuration, [fewest, most], why]) => {
      const { kvCacheGiB, kvTokens } = supplyOf(configuration);
      const each = `${formatInteger(kvTokens / fewest)} … ${formatInteger(kvTokens / most)}`;
      return [
        named(configuration),
        `${fewest}–${formatInteger(most)}`,
        gib(kvCacheGiB),
        each,
        String(Math.floor(kvTokens / (16 * K))),
        why,
      ];
    }),
  };
}

const POOLS: readonly (readonly [Configuration, number])[] = [
  [{ ...eight, gpu: 'H100 PCIe' }, 60.6],
  [{ model: '8B', format: 'bf16', gpu: 'H100 PCIe' }, 54.1],
  [{ model: '8B', format: 'bf16', gpu: 'A100 80GB' }, 54.7],
  [{ model: '8B', format: 'bf16', gpu: 'L40' }, 23.5],
  [{ model: '8B', format: 'bf16', gpu: 'L40S' }, 23.5],
  [{ ...eight, gpu: 'L40S' }, 30.0],
  [{ ...eight, gpu: 'RTX 5090' }, 18.3],
  [{ ...eight, gpu: 'RTX 4090' }, 11.2],
  [{ ...eight, gpu: 'H200' }, 114.6],
  [{ model: '8B', format: 'fp4', gpu: 'B200' }, 151.6],
  [{ ...seventy, gpu: 'H100 PCIe', gpus: 2 }, 66.1],
  [{ ...seventy, gpu: 'H100 SXM', gpus: 2 }, 66.2],
  [{ ...seventy, gpu: 'H100 SXM' }, 0.4],
  [{ ...seventy, gpu: 'H200' }, 55.0],
  [{ ...seventy, gpu: 'H200', gpus: 2 }, 175.2],
  [{ ...seventy, gpu: 'B200' }, 87.9],
  [{ ...seventy, gpu: 'B200', gpus: 2 }, 242.3],
  [{ model: '70B', format: 'bf16', gpu: 'H100 SXM', gpus: 4 }, 137.3],
  [{ model: '70B', format: 'bf16', gpu: 'H200', gpus: 2 }, 111.5],
  [{ model: '7B', format: 'bf16', gpu: 'RTX 5090' }, 13.2],
  [{ model: '7B', format: 'bf16', gpu: 'RTX 4090' }, 6.2],
  [{ model: '7B', format: 'bf16', gpu: 'H100 PCIe' }, 55.5],
  [{ model: '13B', format: 'bf16', gpu: 'H100 SXM' }, 44.8],
  [{ model: '13B', format: 'bf16', gpu: 'H200' }, 99.3],
];

/** Beyond this an estimate of the same identity is not the same: GiB a GPU, or a share of the pool. */
const TOLERANCE = { gibPerGpu: 1, share: 0.02 } as const;

export function poolTable(): PublishedTable {
  return {
    title: 'Pools of these configurations',
    about:
      'The identity with a GiB for CUDA graphs, computed by hand with the measured constants, beside the library. Full sessions at 100 admitted.',
    head: ['on', 'by hand', 'ours', ...CONTEXTS.map((k) => `${k}K`), 'within 1 GiB per GPU or 2 %'],
    rows: POOLS.map(([configuration, byHand]) => {
      const { kvCacheGiB, kvTokens } = sizeReplica(replicaOf(configuration, 8 * K, 100));
      const allowed = Math.max(TOLERANCE.gibPerGpu * (configuration.gpus ?? 1), TOLERANCE.share * byHand);
      const within = Math.abs(kvCacheGiB - byHand) <= allowed ? 'yes' : 'no';
      return [named(configuration), gib(byHand), gib(kvCacheGiB), ...CONTEXTS.map((k) => String(Math.floor(kvTokens / (k * K)))), within];
    }),
  };
}
