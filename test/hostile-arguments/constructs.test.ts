/** Every exported construct with a scope, an id and props that no type check would let through. */
import { App, TerraformOutput, TerraformStack } from 'cdktf';
import * as fleet from 'cdktf-agent-fleet';
import { temporaryOutdir } from '../setup/temporary-outdir';
import { cluster } from './hostile';

const {
  AgentFleet,
  AgentRuntime,
  FleetPlatform,
  InferencePool,
  isFleetError,
  LiteLLMRouter,
  ObservabilityStack,
  SessionStore,
  StateStore,
} = fleet;

/** Nothing is written there: stacks are built and asked. */
const OUTDIR = temporaryOutdir();
const stackOf = () => new TerraformStack(new App({ outdir: OUTDIR }), 's');

const CLASSES = [
  AgentFleet,
  AgentRuntime,
  FleetPlatform,
  InferencePool,
  fleet.KarpenterNodePools,
  fleet.ExternalSecret,
  LiteLLMRouter,
  fleet.McpServer,
  ObservabilityStack,
  SessionStore,
  StateStore,
  fleet.GpuService,
  fleet.ToolSandbox,
  fleet.VectorStore,
];

describe.each(CLASSES.map((Class) => [Class.name, Class] as const))('new %s', (name, Class) => {
  const build = (scope: unknown, id: unknown, props: unknown = { cluster }) =>
    new (Class as new (...args: unknown[]) => unknown)(scope, id, props);
  const code = (make: () => unknown): string => {
    try {
      make();
    } catch (error) {
      return isFleetError(error) ? error.code : String(error);
    }
    return 'made';
  };

  test.each(['', ' ', 'a/b', 7, null, undefined, {}, 'constructor', 'toString', '${TfToken[TOKEN.7]}'])('refuses the id %p', (id) => {
    expect(code(() => build(stackOf(), id))).toBe('AF-SPEC-001');
  });

  test.each([undefined, null, 'stack', {}, 7])('refuses the scope %p', (scope) => {
    expect(code(() => build(scope, 'x'))).toBe('AF-SPEC-008');
  });

  // No code of ours runs before this error, and a proxy around every class would hide statics and brands: the language's own words name class and `new`.
  test('without new, is refused by the language, which says what to type', () => {
    const call = Class as unknown as (...args: unknown[]) => unknown;
    expect(() => call(stackOf(), 'x', { cluster })).toThrow(`Class constructor ${name} cannot be invoked without 'new'`);
  });

  test('refuses an id that the scope has already, and names what to type', () => {
    const stack = stackOf();
    new TerraformOutput(stack, 'x', { value: '1' });
    expect(code(() => build(stack, 'x'))).toBe('AF-SPEC-003');
    expect(() => build(stack, 'x')).toThrow(`new ${name}(scope, 'x-2', …)`);
  });

  test.each([undefined, null, 7, 'x', [], () => 1, new Date(0), new Map()])('refuses the props %p', (props) => {
    expect(code(() => build(stackOf(), 'x', props === undefined ? null : props))).toMatch(/^AF-SPEC-00[12]$/);
  });
});
