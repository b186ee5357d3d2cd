/** A prop that stands on the wrong construct is answered with the one that takes it. */
import { App, TerraformStack } from 'cdktf';
import { z } from 'zod';
import { AgentRuntime, Cluster, InferencePool, LiteLLMRouter, SessionStore } from '../../lib';
import { homesOf, takesProps } from '../../lib/core/prop-homes';
import { problemsIn } from '../support/problems-in';

const CLUSTER = () => Cluster.fromKubeconfig({ context: 'prod-eu' });
const stack = () => new TerraformStack(new App(), 'research');

const advice = (make: () => unknown, prop: string) => problemsIn(make).find((problem) => problem.prop === prop)?.repairs;

test.each([
  ['another construct', 'fallbacks', (stack, props) => new InferencePool(stack, 'it', props), ['write it on LiteLLMRouter, as fallbacks']],
  [
    'an object in another construct',
    'latencyTargets',
    (stack, props) => new InferencePool(stack, 'it', props),
    ['write it on AgentFleet, as roles.*.latencyTargets'],
  ],
  [
    'another place of the same construct',
    'memory',
    (stack, props) => new AgentRuntime(stack, 'it', props),
    ['write it as resources.memory'],
  ],
  ['the props of an alert', 'slo', (stack, props) => new LiteLLMRouter(stack, 'it', props), ['write it on ObservabilityStack, as slo']],
  [
    'one of several constructs',
    'gpu',
    (stack, props) => new SessionStore(stack, 'it', props),
    ['write it on GpuService, as gpu', 'write it on InferencePool, as gpu', 'did you mean cpu?'],
  ],
  ['the word of Kubernetes for it', 'nodeSelector', (stack, props) => new AgentRuntime(stack, 'it', props), ['did you mean cpuNodePools?']],
  ['the same, of pods with GPUs', 'tolerations', (stack, props) => new InferencePool(stack, 'it', props), ['did you mean nodePool?']],
  ['bounds without a policy', 'maxReplicas', (stack, props) => new InferencePool(stack, 'it', props), ['did you mean scaling?']],
  ['nothing', 'frobnicate', (stack, props) => new InferencePool(stack, 'it', props), ['remove frobnicate']],
] as [string, string, (stack: TerraformStack, props: never) => unknown, string[]][])('of %s: %s', (_, prop, make, expected) => {
  expect(advice(() => make(stack(), { cluster: CLUSTER(), [prop]: 1 } as never), prop)).toEqual(expected);
});

test('a hub of models is none of a cluster itself', () => {
  expect(advice(() => Cluster.fromKubeconfig({ context: 'prod-eu', modelHub: 'https://hub.example.com' } as never), 'modelHub')).toEqual([
    'write it as namedEgress.modelHub',
  ]);
});

test('a name that many constructs take says nothing', () => {
  expect(homesOf('image', 'SessionStore')).toEqual([]);
});

test('a schema that is within itself ends', () => {
  const node: z.ZodType = z.strictObject({
    leaf: z.string(),
    get next() {
      return node.optional();
    },
  });
  takesProps('Chain', node);
  expect(homesOf('leaf', 'Chain')).toEqual([{ className: 'Chain', prop: 'leaf' }]);
  expect(homesOf('nowhere at all', 'Chain')).toEqual([]);
});
