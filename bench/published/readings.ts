/** Where the publications contradict themselves or each other, the reading that the library takes, and why. */
import type { PublishedTable } from './tables';

const ROWS: readonly (readonly [string, string, string])[] = [
  [
    'a quarter of the weights for the cache, or 15 to 30 % for everything',
    'sessions × context × bytes',
    'the quick rules ignore the sessions: a 70B in fp8 would get 13 of 8K',
  ],
  ['totals above the sum of their parts: 60, 210, 137, 330', '58, 208, 134, 326', 'the sum is asserted, the printed value kept as a label'],
  ['64 and 256 GB of cache for a 70B', '62.5 and 250 GiB', '160 KiB were read as 160 kB, 8K and 32K as 8,000 and 32,000'],
  [
    '158 of 160 GB is a plan',
    'rejected for its headroom',
    'the same text says never to plan at 95 %; a tenth of the pool has to stay free',
  ],
  ['380 of 384 GB on two B200', 'rejected', 'a B200 reports 178.35 GiB, not 192 GB'],
  [
    'runtime left out, at 5 %, or at 15 %',
    'taken out of every pool alike',
    'weights, activations, runtime and graphs are terms of their own',
  ],
  ['three GPUs for a 70B', 'two or four', 'tensor parallel has to divide 64 heads and 8 KV heads'],
  ['36 sessions on an RTX 5090', '26, 23 with headroom', '36 fill the card to the last byte'],
  [
    '80 to 150 sessions on one H100, and trouble above 60',
    'two ceilings',
    'memory holds 121 of 8K; first tokens wait from about 60 on (AF-LAT-004)',
  ],
  ['150 to 250 sessions for a pair, priced per card', 'a single card holds 242 of 4K', 'an 8B gains nothing from a pair'],
  ['1,000 sessions of 4K on four H100', 'five', '250 GiB against 242'],
  ['12 × cheaper than an API', 'at most 3.48 ×', 'four cards do not make the tokens that 12 × needs, at the rate of the same text'],
  ['about 4 ×', '3.48 ×', 'rounded up'],
  [
    'a GPU wins at any volume',
    'provisioned hours are paid',
    'the share of a card is its marginal cost, and true only while the rest is busy',
  ],
  ['30 % of the hours', '28.7 % of what the card makes', 'the break-even use of one example; computed for every fleet'],
  ['one H100 is sufficient for a support bot', 'it fits, and an API is cheaper', 'used to 3 to 8 %'],
  [
    'fp8 cache on Hopper and newer only, on L40, on an RTX 5090',
    'from compute capability 8.9 on',
    'Ampere through one backend and only when asked for; older parts not at all (AF-CAP-004)',
  ],
  ['prefill follows bandwidth, or compute', 'compute for prefill, bandwidth for decode', 'the parts of the latency estimate'],
  [
    'prefix caching saves 20 to 40 %, or cures memory shortage',
    'a declared prefix, once on each replica',
    'what is not shared byte by byte is not saved',
  ],
  [
    'growth and fragmentation crash the server',
    'preemption and queues',
    'engines with pages allocate their pool at start-up; growth fills it (AF-CAP-009)',
  ],
  ['affinity is a matter of correctness', 'of latency', 'the history is sent again with every call'],
  ['5 calls × 10,000 users are 50,000 at once', 'users × branches side by side', 'serial calls do not overlap: 50,000 is an upper bound'],
  [
    '350 tokens in 3 s at 50 to 100 a card',
    'kept as arithmetic, flagged',
    '8.6 ms a token is below the time that an L40S needs to read an 8B',
  ],
  [
    'tensor parallel across nodes',
    'inside a node; stages or replicas across',
    'every layer would wait for the network (AF-CAP-029); RDMA has to be declared',
  ],
  ['multi-agent costs 4 ×, 15 ×, 4.8 × a chat', '4 for one agent, 15 for several', 'defaults of the same order, replaced by counted calls'],
  ['four stages are named, five are counted', 'five', 'the worked number decides'],
  ['“slot” for a session and for a token', 'sessions and tokens', 'two figures that no formula mixes'],
  ['an H200 for long contexts, 250 to 500 sessions', '37 sessions of 50,000 tokens', 'so many sessions leave 3,800 to 7,500 tokens each'],
  ['40 to 80 sessions of 16K on an A100', '27 full ones', 'the range fills a third to two thirds of them; the planned context is an input'],
  [
    'a voice answer in less than 200 ms, prefill and decode in 150 to 700',
    'refused unless the estimate is below',
    'the length of the answer is an input (AF-LAT-001)',
  ],
  [
    'a shorter `max-model-len` gives four times the capacity',
    'it bounds what is admitted',
    'the pool stays the same: capacity is the pool divided by the planned context',
  ],
  ['fp8 weights are parameters × 1 byte', '8.46 and 67.7 GiB', 'embedding and output head stay in 16 bit'],
  ['a 70B over two H100 PCIe, bridges optional', 'allowed, with a warning', 'without the bridge every layer crosses PCIe (AF-CAP-032)'],
  ['alerts at 80 % of the memory', 'the use of the cache', 'an engine that allocates its pool at start-up always shows more'],
  ['eleven sessions of 32K on an H200, and ten', 'eleven of 32,000, ten of 32,768', 'both are right for their K'],
];

export const readingsTable = (): PublishedTable => ({
  title: 'Readings',
  about: 'Where the articles contradict themselves, each other or the arithmetic, this is what the library does; tests hold it.',
  head: ['printed', 'taken', 'why'],
  rows: ROWS,
});
