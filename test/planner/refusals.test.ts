/** Questions that are refused: by the shape of a prop, or because nothing serves what is asked. Each names the prop and one thing to write. */
import { Gpu } from '../../lib/catalog/gpu';
import { Model } from '../../lib/catalog/model';
import { type FleetError, isFleetError } from '../../lib/core/fleet-error';
import { planFleet } from '../../lib/planner';
import { as, JULY, L8, L70 } from './support';

type Loose = Record<string, unknown>;
const ROLE = { sessions: 10, contextTokens: 4_096, models: [L8] };
const ask = (role: Loose, rest: Loose = {}) => ({ roles: { writer: { ...ROLE, ...role } }, inventory: JULY, ...rest });

function refusal(question: unknown): FleetError {
  try {
    planFleet(question as never);
  } catch (error) {
    if (isFleetError(error)) return error;
    throw error;
  }
  throw new Error('was accepted');
}

describe('props of the wrong shape', () => {
  test.each([
    ['no question', undefined, 'planFleet'],
    ['no role', { roles: {}, inventory: JULY }, 'roles'],
    ['no offer', { roles: { writer: ROLE }, inventory: {} }, 'inventory'],
    ['a key that is misspelt', ask({ contex: 1 }), 'roles.writer.contex'],
    ['a name that is no label', { roles: { Writer: ROLE }, inventory: JULY }, 'roles'],
    ['no sessions', ask({ sessions: undefined }), 'roles.writer.sessions'],
    [
      'sessions and conversations',
      ask({ conversations: { perDay: 1, turns: 1, tokensPerTurn: 10, outputTokensPerTurn: 5, answerSeconds: 1 } }),
      'roles.writer.sessions',
    ],
    ['no model', ask({ models: [] }), 'roles.writer.models'],
    ['a model by its name', ask({ models: ['llama'] }), 'roles.writer.models.0'],
    ['a format that there is not', ask({ models: [{ model: L8, quantizations: ['fp3'] }] }), 'roles.writer.models.0.quantizations.0'],
    ['a request that is longer than the context', ask({ request: { inputTokens: 4_000, outputTokens: 97 } }), 'roles.writer.request'],
    [
      'a prompt that is wholly cached',
      ask({ request: { inputTokens: 100, cachedTokens: 100, outputTokens: 5 } }),
      'roles.writer.request.cachedTokens',
    ],
    ['an API that is not offered', ask({ apis: ['small'] }), 'roles.writer.apis.0'],
    ['an API without prices', ask({}, { apis: { small: {} } }), 'apis.small.usdPerMTokens'],
    ['a floor of all sessions', ask({ interruptible: { floorSessions: 10 } }), 'roles.writer.interruptible.floorSessions'],
    ['a share of the hours above 1', ask({ busyShare: 1.5 }), 'roles.writer.busyShare'],
    [
      'a slice of a card',
      ask({}, { inventory: { slice: { gpu: Gpu.mig('2g.20gb', Gpu.H100_PCIE), usdPerGpuHour: 1, priceAsOf: '2026-11-01' } } }),
      'inventory.slice.gpu',
    ],
    ['slices of a card that cannot be cut', ask({}, { inventory: { l40: { gpu: Gpu.L40, mig: true } } }), 'inventory.l40.mig'],
    [
      'a shared card that the NVIDIA device plugin does not serve',
      ask({}, { inventory: { amd: { gpu: Gpu.MI300X, sharing: true } } }),
      'inventory.amd.sharing',
    ],
    ['whole nodes that are no truth value', ask({}, { inventory: { l40: { gpu: Gpu.L40, wholeNodes: 8 } } }), 'inventory.l40.wholeNodes'],
    ['a purchase that there is not', ask({}, { inventory: { l40: { gpu: Gpu.L40, purchase: 'stolen' } } }), 'inventory.l40.purchase'],
    ['a price without its date', ask({}, { inventory: { l40: { gpu: Gpu.L40, usdPerGpuHour: 1 } } }), 'inventory.l40.priceAsOf'],
    ['a GPU without a price', ask({}, { inventory: { a40: { gpu: Gpu.A40 } } }), 'inventory.a40.usdPerGpuHour'],
    ['a price book that is none', ask({}, { prices: [] }), 'prices'],
    ['no time', ask({}, { timeLimitMs: 0 }), 'timeLimitMs'],
    [
      'a role called as the second part of another',
      { roles: { writer: { ...ROLE, interruptible: { floorSessions: 5 } }, 'writer-burst': ROLE }, inventory: JULY },
      'roles.writer-burst',
    ],
  ])('%s', (_, question, prop) => {
    const error = refusal(question);
    expect(error.code).toMatch(/^AF-SPEC-00[12]$/);
    expect(error.problems.map((problem) => problem.prop)).toContain(prop);
    for (const problem of error.problems) expect(problem.repairs.length).toBeGreaterThan(0);
  });
});

describe('AF-PLAN-001: a role that nothing serves', () => {
  test('names the role and the longest context, and that context is served', () => {
    const role = { sessions: 25, contextTokens: 120_000, latency: 'chat' as const, models: [as(L70, 'fp8')] };
    const inventory = { l40: { ...JULY.l40, gpusPerNode: 2 } };
    const error = refusal({ roles: { planner: role, writer: ROLE }, inventory });
    expect(error).toMatchObject({ code: 'AF-PLAN-001', name: 'FleetCapacityError', problems: [{ prop: 'roles.planner' }] });
    const [first] = error.problems[0]?.repairs ?? [];
    const contextTokens = Number(/contextTokens: (\d+)/.exec(String(first))?.[1]);
    expect(contextTokens).toBeGreaterThan(10_000);
    expect(() => planFleet({ roles: { planner: { ...role, contextTokens } }, inventory })).not.toThrow();
    expect(() => planFleet({ roles: { planner: { ...role, contextTokens: Math.ceil(1.02 * contextTokens) } }, inventory })).toThrow();
  });

  test.each([
    ['a region in which nothing is offered', { regions: ['eu'] }, 'roles.writer.regions: undefined'],
    ['GPUs that are not in the inventory', { gpus: [Gpu.T4] }, 'roles.writer.gpus: undefined'],
    [
      'a voice that no card answers in time',
      { latency: 'voice', request: { outputTokens: 300 }, models: [as(L70, 'fp8')] },
      "roles.writer.latency: 'background'",
    ],
    ['a format that nobody published', { models: [as(Model.QWEN3_8B, 'nvfp4')] }, 'roles.writer.models'],
  ])('%s', (_, role, repair) => {
    const { code, problems } = refusal(ask(role));
    expect(code).toBe('AF-PLAN-001');
    expect(problems[0]?.repairs.join('\n')).toContain(repair);
  });

  test('more nodes, where the offer has them not', () => {
    const one = { l40: { ...JULY.l40, gpusPerNode: 1, nodes: 1 } };
    const { code, problems } = refusal(ask({ sessions: 400 }, { inventory: one }));
    expect(code).toBe('AF-PLAN-001');
    const nodes = Number(/inventory\.l40\.nodes: (\d+)/.exec(problems[0]?.repairs.join('\n') ?? '')?.[1]);
    expect(() => planFleet(ask({ sessions: 400 }, { inventory: { l40: { ...one.l40, nodes } } }) as never)).not.toThrow();
    expect(() => planFleet(ask({ sessions: 400 }, { inventory: { l40: { ...one.l40, nodes: nodes - 1 } } }) as never)).toThrow();
  });
});

test('AF-PLAN-002: each role has its GPUs, and together there are too few; the nodes that are named are enough', () => {
  const roles = { a: { ...ROLE, sessions: 40, dedicated: true }, b: { ...ROLE, sessions: 40, dedicated: true } };
  const inventory = { l40: { ...JULY.l40, gpusPerNode: 1, nodes: 1 } };
  const { code, problems } = refusal({ roles, inventory });
  expect(code).toBe('AF-PLAN-002');
  expect(problems[0]).toMatchObject({ prop: 'inventory', repairs: ['inventory.l40.nodes: 2'] });
  expect(planFleet({ roles, inventory: { l40: { ...inventory.l40, nodes: 2 } } }).gpus).toEqual({ l40: 2 });
});
