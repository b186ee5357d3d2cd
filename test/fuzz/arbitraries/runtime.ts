/** The pods of agents: those of a fleet, and runtimes of their own. */
import type { TerraformStack } from 'cdktf';
import * as fc from 'fast-check';
import { anyEnvironment } from './environment';
import { anyIdentity, anyVolume } from './mounted';
import { cpuNodes } from './nodes';
import { given, type Mostly, oneIn, pick, props } from './odd';
import { anyResources } from './resources';
import { textOrToken, written, writtenList, writtenValues } from './text';

/** What all pods that hold no model and no state may have. */
export const anyCpuPod = (mostly: Mostly) =>
  props(mostly, 6, {
    replicas: pick(1, 2, 3),
    resources: anyResources(mostly),
    args: fc.array(textOrToken('serve', '--verbose', '', '${a}', 'b "c"'), { minLength: 1, maxLength: 3 }),
    command: fc.array(textOrToken('python', '-m', '${a}'), { minLength: 1, maxLength: 2 }),
    scratchGiB: pick(1, 20),
    env: anyEnvironment,
    internet: pick(true, false),
    runAsUser: pick(1_000, 10_002),
    imagePullSecrets: pick(['registry'], ['registry', 'mirror']),
    identity: anyIdentity,
    volumes: fc.uniqueArray(anyVolume, { minLength: 1, maxLength: 2 }),
  });

export const anyRuntime = (mostly: Mostly) =>
  fc.record({
    cpuNodePools: cpuNodes,
    framework: mostly(pick('langgraph', 'crewai', 'autogen', 'microsoft-agent-framework', 'openai-agents', 'pydantic-ai', 'custom')),
    image: mostly(textOrToken('registry.example.com/agents:1.4.2', `registry.example.com/agents@sha256:${'ab'.repeat(32)}`)),
    name: oneIn(8, mostly(pick('crew-agents'))),
    pod: anyCpuPod(mostly),
    served: oneIn(
      3,
      fc
        .tuple(
          fc.record({ port: mostly(pick(8_080, 9_090)) }, { noNullPrototype: true }),
          props(mostly, 2, { healthPath: pick('/health'), callers: pick(['ingress'], ['ingress', 'gateway']) }),
        )
        .map(([port, others]) => ({ ...port, ...others })),
    ),
    sessionsPerReplica: oneIn(3, mostly(pick(25, 100))),
    graceSeconds: oneIn(4, mostly(pick(1, 120, 3_600))),
    databaseConnections: oneIn(4, mostly(pick(2, 10, 80))),
    setup: oneIn(
      4,
      props(mostly, 3, {
        command: fc.array(textOrToken('python', '-m'), { minLength: 1, maxLength: 2 }),
        args: fc.array(textOrToken('setup', '', '${a}'), { minLength: 1, maxLength: 2 }),
        retries: pick(0, 2, 6),
        timeoutMinutes: pick(11, 60),
      }),
    ),
  });

export type AnyRuntime = ReturnType<typeof anyRuntime> extends fc.Arbitrary<infer T> ? T : never;

export function runtimeProps(
  { framework, image, name, pod, served, sessionsPerReplica, graceSeconds, databaseConnections, setup, cpuNodePools }: AnyRuntime,
  stack: TerraformStack,
): Record<string, unknown> {
  return given({
    framework,
    cpuNodePools,
    image: written(image, stack),
    name,
    ...podProps(pod, stack),
    ...served,
    sessionsPerReplica,
    graceSeconds,
    databaseConnections,
    setup: setupProps(setup, stack),
  });
}

/** What runs before the pods; a program without words is none. */
function setupProps(setup: { readonly command?: unknown; readonly args?: unknown } | undefined, stack: TerraformStack): object | undefined {
  if (setup === undefined) return undefined;
  const { command, args = ['setup'] } = setup;
  return given({ ...setup, command: command === undefined ? undefined : writtenList(command, stack), args: writtenList(args, stack) });
}

/** Texts of a pod as a program writes them. */
export const podProps = (
  pod: { readonly command?: unknown; readonly args?: unknown; readonly env?: unknown },
  stack: TerraformStack,
): Record<string, unknown> =>
  given({ ...pod, command: writtenList(pod.command, stack), args: writtenList(pod.args, stack), env: writtenValues(pod.env, stack) });

/** A runtime that works on a queue is counted by its workers. */
export function onQueue(runtime: Record<string, unknown>): Record<string, unknown> {
  return { ...runtime, replicas: undefined, sessionsPerReplica: undefined };
}
