/** Rules over more than one pool or more than one role. */
import {
  assumedTokens,
  checkConversation,
  checkWorkflowLatency,
  Flow,
  frameworkProfile,
  HOP_MS,
  judgePool,
  suggestSharing,
  Topology,
  tokenBudget,
  workflowLatency,
} from '../../lib/capacity';
import { Gpu } from '../../lib/catalog/gpu';
import { Model } from '../../lib/catalog/model';
import { FP8, pool, replica, sessions } from './support';

describe('AF-CAP-011: pools that could be one', () => {
  const seven = replica({ model: Model.MISTRAL_7B_INSTRUCT_V0_3, gpu: Gpu.L40S, maxContextTokens: 4_096 });
  const small = (name: string) => pool({ name, replica: seven, demands: [sessions(10, 4_096, name)] });
  const four = ['orchestrator', 'coder', 'browser', 'reviewer'].map(small);

  test('four roles on four copies of a 7B: one shared card holds them', () => {
    const [finding] = suggestSharing(four);
    expect(finding).toMatchObject({ code: 'AF-CAP-011', severity: 'info', value: ['orchestrator', 'coder', 'browser', 'reviewer'] });
    expect(finding?.message).toMatch(/on 4 GPUs; one shared pool holds the same sessions on 1$/);
    expect(finding?.repairs).toEqual(['one pool with replicas: 1 for orchestrator, coder, browser, reviewer']);
    const shared = pool({ replica: seven, demands: four.flatMap((one) => one.demands) });
    expect(judgePool(shared).verdict).toBe('fits');
  });

  test('full pools gain nothing', () => {
    const full = (name: string) => pool({ name, replica: seven, demands: [sessions(42, 4_096, name)] });
    expect(suggestSharing([full('a'), full('b')])).toEqual([]);
  });

  test.each([
    ['model', { model: Model.LLAMA_3_1_8B_INSTRUCT }],
    ['card', { gpu: Gpu.L40 }],
    ['format', FP8],
  ])('another %s is another pool', (_, change) => {
    expect(suggestSharing([small('a'), pool({ name: 'b', replica: { ...seven, ...change }, demands: [sessions(1, 4_096)] })])).toEqual([]);
  });

  test('the longest context of them all becomes the cap', () => {
    const long = pool({ name: 'long', replica: { ...seven, maxContextTokens: 16_384 }, demands: [sessions(1, 16_384, 'long')] });
    expect(suggestSharing([small('a'), long])[0]?.message).toContain('on 2 GPUs; one shared pool holds the same sessions on 1');
  });
});

describe('AF-CAP-014: stages of a workflow with a waiting user', () => {
  const stage = { replica: replica(FP8), load: { concurrency: 8, inputTokens: 1_000, outputTokens: 200 } };
  const flow = (names: readonly string[]) => Flow.sequence(...names.map((name) => Flow.role(name)));
  const stages = { researcher: stage, writer: stage, editor: stage, publisher: stage };
  const four = workflowLatency(flow(Object.keys(stages)), stages);

  test('stages add up, and so do the hops between them', () => {
    const one = workflowLatency(Flow.role('researcher'), { researcher: stage });
    expect(four.hopsMs).toBe(3 * HOP_MS.typical);
    expect(four.totalMs).toBeCloseTo(4 * one.totalMs + 3 * HOP_MS.typical, 6);
  });

  test('branches side by side take as long as the slowest', () => {
    const parallel = workflowLatency(Flow.parallel(...Object.keys(stages).map((name) => Flow.role(name))), stages);
    expect(parallel.totalMs).toBeCloseTo(four.stageMs['writer'] ?? 0, 6);
  });

  test('a chat does not wait for four stages, a batch does', () => {
    expect(checkWorkflowLatency('chat', four)).toMatchObject([{ code: 'AF-CAP-014', severity: 'error', allowed: '≤ 2000 ms' }]);
    expect(checkWorkflowLatency('background', four)).toEqual([]);
  });

  test('measured stages that are fast enough pass', () => {
    const measured = { ttftMs: 60, tpotMs: 2 };
    const fast = Object.fromEntries(Object.entries(stages).map(([name, value]) => [name, { ...value, measured }]));
    expect(checkWorkflowLatency('chat', workflowLatency(flow(Object.keys(fast)), fast, HOP_MS.low))).toEqual([]);
  });

  test('a stage of which nothing is known is named', () => {
    const unknown = { ...stage, replica: replica({ gpu: Gpu.fromReported({ name: 'a card', memoryGiB: 40 }) }) };
    const latency = workflowLatency(flow(['a', 'b']), { a: stage, b: unknown });
    expect(checkWorkflowLatency('chat', latency)).toMatchObject([{ severity: 'warning', value: ['b'] }]);
  });
});

describe('AF-CAP-015: frameworks that keep the whole conversation', () => {
  const conversation = { baseTokens: 1_000, turns: 20, tokensPerTurn: 800, toolCalls: 5 };

  test('AutoGen holds 19,500 tokens, however few are planned', () => {
    const [finding] = checkConversation('autogen', 'critic', 8_192, conversation);
    expect(finding).toMatchObject({ code: 'AF-CAP-015', severity: 'warning', prop: 'roles.critic.contextTokens', allowed: '≥ 19,500' });
    expect(checkConversation('autogen', 'critic', 19_500, conversation)).toEqual([]);
  });

  test('a window that bounds it counts', () => {
    expect(checkConversation('autogen', 'critic', 8_192, conversation, { kind: 'sliding-window', limitTokens: 8_192 })).toEqual([]);
  });

  test('a graph passes on what a node needs', () => {
    expect(checkConversation('langgraph', 'critic', 8_192, conversation)).toEqual([]);
  });

  test('profiles', () => {
    expect(frameworkProfile('langgraph')).toMatchObject({ resumable: true, modelsResidentTogether: false });
    expect(frameworkProfile('crewai')).toMatchObject({ resumable: false, modelsResidentTogether: true });
    expect(frameworkProfile('microsoft-agent-framework').holdsConversation).toBe(true);
    expect(frameworkProfile('pydantic-ai')).toMatchObject({ holdsConversation: false, resumable: false, modelsResidentTogether: false });
  });
});

describe('tokens of a workflow', () => {
  const call = { inputTokens: 3_000, outputTokens: 500 };

  test('rounds of a loop count, and so does every voice', () => {
    const loop = tokenBudget(Topology.evaluatorLoop({ generator: 'g', evaluator: 'e', rounds: 3 }), { g: call, e: call }, 950);
    expect(loop).toMatchObject({ perWorkflow: 21_000, alertTokens: 210_000, missing: [] });
    expect(loop.multiplier).toBeCloseTo(22.1, 1);
    expect(tokenBudget(Topology.voting({ voter: 'v', voices: 5 }), { v: call }, 950).perWorkflow).toBe(17_500);
  });

  test('several agents of a role count each', () => {
    const budget = tokenBudget(Topology.hierarchical({ orchestrator: 'o', workers: ['w'] }), { o: call, w: call }, 950, { w: 3 });
    expect(budget.byRole).toEqual({ o: 3_500, w: 10_500 });
    expect(budget.perWorkflow).toBe(14_000);
  });

  test('a role without calls is named', () => {
    expect(tokenBudget(Topology.flat({ agents: ['a', 'b'] }), { a: call }, 950)).toMatchObject({ perWorkflow: 3_500, missing: ['b'] });
  });

  test('where nobody counted: four chats for one agent, fifteen for several', () => {
    expect([assumedTokens(950, 1), assumedTokens(950, 3)]).toEqual([3_800, 14_250]);
  });
});
