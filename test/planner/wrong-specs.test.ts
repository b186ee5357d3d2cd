/** Wrong questions about money, each refused with a code, the prop or flag as it was written, what is allowed and something to type. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { App, TerraformStack } from 'cdktf';
import { Cluster, Gpu, InferencePool, Model, ObservabilityStack, PriceBook } from 'cdktf-agent-fleet';
import { planFleet } from '../../lib/planner';
import { agentFleet, EXIT } from '../cli/support';
import { temporaryOutdir } from '../setup/temporary-outdir';
import { expectRefused } from '../support/expect-refused';
import { JULY, L8 } from './support';

type Make = (stack: TerraformStack, props: object) => unknown;
type Row = readonly [what: string, make: Make, props: object, prop: string];

const ROLE = { sessions: 10, contextTokens: 4_096, models: [L8] };
const DAY = { perDay: 1_000, turns: 4, tokensPerTurn: 500, outputTokensPerTurn: 200, answerSeconds: 5 };
const PRICE = { gpu: Gpu.H100_PCIE, provider: 'B', purchase: 'on-demand', usdPerGpuHour: 2.5, asOf: '2026-07-03', source: 'list' } as const;

const role: Make = (_stack, props) => planFleet({ roles: { writer: { ...ROLE, ...props } }, inventory: JULY } as never);
const day: Make = (_stack, props) =>
  planFleet({ roles: { writer: { ...ROLE, sessions: undefined, conversations: { ...DAY, ...props } } }, inventory: JULY } as never);
const offer: Make = (_stack, props) => planFleet({ roles: { writer: ROLE }, inventory: { cards: { ...JULY.l40, ...props } } } as never);
const api: Make = (_stack, props) =>
  planFleet({ roles: { writer: { ...ROLE, apis: ['small'] } }, inventory: JULY, apis: { small: props } } as never);
const fleet: Make = (_stack, props) => planFleet({ roles: { writer: ROLE }, inventory: JULY, ...props } as never);
const cluster: Make = (_stack, props) => Cluster.fromKubeconfig({ context: 'prod-eu', ...props } as never);
const nodes: Make = (_stack, props) =>
  Cluster.fromKubeconfig({ context: 'prod-eu', nodePools: { h100: { gpu: Gpu.H100_PCIE, nodes: 2, ...props } } } as never);
const book: Make = (_stack, props) => PriceBook.with([{ ...PRICE, ...props } as never]);
const cheapest: Make = (stack, props) =>
  new InferencePool(stack, 'planner', {
    cluster: Cluster.fromKubeconfig({ context: 'prod-eu' }),
    model: Model.QWEN3_8B,
    maxContextTokens: 8_192,
    gpu: Gpu.cheapest(props as never),
  } as never);
const watch: Make = (stack, props) =>
  new ObservabilityStack(stack, 'watch', { cluster: Cluster.fromKubeconfig({ context: 'prod-eu' }), fleets: [], ...props } as never);

const ROWS: readonly Row[] = [
  ['sessions below zero', role, { sessions: -1 }, 'roles.writer.sessions'],
  ['half a session', role, { sessions: 2.5 }, 'roles.writer.sessions'],
  ['a context in words', role, { contextTokens: '8k' }, 'roles.writer.contextTokens'],
  ['a latency that nobody knows', role, { latency: 'fast' }, 'roles.writer.latency'],
  ['a card that is a text', role, { gpus: ['h100'] }, 'roles.writer.gpus.0'],
  ['no replica', role, { minReplicas: 0 }, 'roles.writer.minReplicas'],
  ['a loss that is survived, in words', role, { survivesReplicaLoss: 'yes' }, 'roles.writer.survivesReplicaLoss'],
  ['no session of a card', role, { sessionsPerGpu: 0 }, 'roles.writer.sessionsPerGpu'],
  ['hours below zero', role, { busyShare: -0.1 }, 'roles.writer.busyShare'],
  ['a request without an answer', role, { request: {} }, 'roles.writer.request.outputTokens'],
  ['requests that nobody sends', role, { request: { outputTokens: 5, perMinute: 0 } }, 'roles.writer.request.perMinute'],
  ['a prefix longer than the context', role, { sharedPrefixTokens: 5_000 }, 'roles.writer.sharedPrefixTokens'],
  ['an answer as long as the context', role, { request: { outputTokens: 4_096 } }, 'roles.writer.request'],
  ['a cache larger than the prompt', role, { request: { outputTokens: 96, cachedTokens: 4_000 } }, 'roles.writer.request.cachedTokens'],
  ['regions in one text', role, { regions: 'eu' }, 'roles.writer.regions'],
  ['a model twice', role, { model: L8 }, 'roles.writer.model'],
  ['no conversation', day, { perDay: 0 }, 'roles.writer.conversations.perDay'],
  ['a conversation without a turn', day, { turns: 0 }, 'roles.writer.conversations.turns'],
  ['an answer in no time', day, { answerSeconds: 0 }, 'roles.writer.conversations.answerSeconds'],
  ['a day that nobody knows', day, { curve: 'flat-ish' }, 'roles.writer.conversations.curve'],
  ['a burst below the mean', day, { burst: 0.5 }, 'roles.writer.conversations.burst'],
  ['a card as a gift', offer, { usdPerGpuHour: 0 }, 'inventory.cards.usdPerGpuHour'],
  ['a price in words', offer, { usdPerGpuHour: '1' }, 'inventory.cards.usdPerGpuHour'],
  ['a date that no calendar has', offer, { priceAsOf: '2026-02-30' }, 'inventory.cards.priceAsOf'],
  ['no node', offer, { nodes: 0 }, 'inventory.cards.nodes'],
  ['a node without a card', offer, { gpusPerNode: 0 }, 'inventory.cards.gpusPerNode'],
  ['a region without a name', offer, { region: '' }, 'inventory.cards.region'],
  ['a bridge in words', offer, { nvlinkBridge: 'yes' }, 'inventory.cards.nvlinkBridge'],
  ['an API that pays', api, { usdPerMTokens: -1 }, 'apis.small.usdPerMTokens'],
  ['an API with half of its prices', api, { inputUsdPerMTokens: 1 }, 'apis.small.usdPerMTokens'],
  ['a fleet whose name is none', fleet, { name: 'My Fleet' }, 'name'],
  ['a time without an end', fleet, { timeLimitMs: Number.POSITIVE_INFINITY }, 'timeLimitMs'],
  ['an engine in a text', fleet, { engines: ['vllm'] }, 'engines.0'],
  ['a budget of nothing', cluster, { budget: {} }, 'budget'],
  ['a budget of the day', cluster, { budget: { perDay: 5 } }, 'budget.perDay'],
  ['prices in a file name', cluster, { prices: 'prices.json' }, 'prices'],
  ['a price without its date', nodes, { usdPerGpuHour: 2 }, 'nodePools.h100.priceAsOf'],
  ['a purchase that nobody knows', nodes, { purchase: 'leased' }, 'nodePools.h100.purchase'],
  ['a row that pays', book, { usdPerGpuHour: -1 }, 'rows.0.usdPerGpuHour'],
  ['a row without a seller', book, { provider: '' }, 'rows.0.provider'],
  ['a row of a day that is none', book, { asOf: 'today' }, 'rows.0.asOf'],
  ['the cheapest of nothing', cheapest, { among: [] }, 'among'],
  ['the cheapest of names', cheapest, { among: ['h100'] }, 'among.0'],
  ['an hourly budget of nothing', watch, { budget: { usdPerHour: 0 } }, 'budget.usdPerHour'],
];

test('there are at least forty', () => expect(ROWS.length).toBeGreaterThanOrEqual(40));

test.each(ROWS)('%s is refused', (_what, make, props, prop) => {
  const stack = new TerraformStack(new App({ outdir: temporaryOutdir() }), 'research');
  expectRefused(() => make(stack, props), prop);
});

describe('command lines', () => {
  const folder = temporaryOutdir();
  fs.mkdirSync(folder, { recursive: true });
  const file = (name: string, text: string) => {
    const at = path.join(folder, name);
    fs.writeFileSync(at, text);
    return at;
  };
  const ask = ['recommend', '--model', 'qwen3-8b', '--sessions', '4', '--context', '4096'];

  test.each<[string, () => string[], number, RegExp]>([
    ['nothing asked', () => ['recommend'], EXIT.usage, /--model is missing/],
    ['a card that nobody knows', () => [...ask, '--gpu', 'h9000'], EXIT.usage, /--gpu names "h9000"/],
    ['half a node', () => [...ask, '--gpu', 'l40s:0.5'], EXIT.usage, /--gpu counts "l40s:0.5"/],
    [
      'sessions in words',
      () => ['recommend', '--model', 'qwen3-8b', '--sessions', 'many', '--context', '1', '--gpu', 'l40s'],
      EXIT.usage,
      /--sessions/,
    ],
    ['an answer that there is not', () => [...ask, '--gpu', 'l40s', '--code', '99'], EXIT.usage, /--code is "99"/],
    ['a spec that is no JSON', () => ['recommend', '--spec', file('a.json', '{')], EXIT.problem, /holds no JSON/],
    ['a spec without roles', () => ['recommend', '--spec', file('b.json', '{"inventory":{}}')], EXIT.problem, /roles is missing/],
    ['a list of nobody', () => ['prices', 'import', file('c.json', '{}')], EXIT.problem, /is no such price list/],
    ['a bound in words', () => ['diff', 'none', 'none', '--max-increase', 'much'], EXIT.usage, /Write 10%, \$5\/h or \$500\/month/],
    ['a plan that is not there', () => ['diff', path.join(folder, 'nowhere'), 'none'], EXIT.problem, /cannot be read: it does not exist/],
    ['a form of report that there is not', () => ['report', '--format', 'pdf'], EXIT.usage, /Allowed choices are/],
    ['a code that there is not', () => ['explain', 'AF-CAP-999'], EXIT.usage, /no finding has the code/],
  ])('%s', async (_what, line, expected, says) => {
    const { code, notes } = await agentFleet(...line());
    expect(notes.replace(/\s+/g, ' ')).toMatch(says);
    expect(code).toBe(expected);
  });
});
