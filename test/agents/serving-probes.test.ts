/** A program with one thread that is busy is not taken for hung, and a hung one does not stay for ever. */
import { AgentRuntime, Gpu, GpuService, McpServer, SessionStore, TaskQueue, ToolSandbox } from 'cdktf-agent-fleet';
import { manifest, research, type Setting, type WithPod } from '../setup/research-stack';

interface Probe {
  readonly httpGet?: object;
  readonly tcpSocket?: object;
  readonly periodSeconds: number;
  readonly timeoutSeconds?: number;
  readonly failureThreshold: number;
}

const IMAGE = 'registry.example.com/works:1.0.0';

function probesOf(build: (setting: Setting) => void): Record<'startupProbe' | 'readinessProbe' | 'livenessProbe', Probe> {
  const [container] = manifest<WithPod>(research(build), 'Deployment', 'works').spec.template.spec.containers;
  return container as unknown as ReturnType<typeof probesOf>;
}

/** Seconds for which it answers nothing until it is restarted. */
const hungAfter = (build: (setting: Setting) => void): number => {
  const { periodSeconds, failureThreshold } = probesOf(build).livenessProbe;
  return periodSeconds * failureThreshold;
};

const runtime =
  (props: object) =>
  ({ stack, cluster }: Setting): void =>
    void new AgentRuntime(stack, 'works', { cluster, framework: 'custom', image: IMAGE, port: 8_080, ...props });

const CHECKED = { image: IMAGE, port: 8_080, healthPath: '/health' };

test.each<[string, (setting: Setting) => void, number]>([
  ['agents', runtime({ healthPath: '/health' }), 600],
  ['agents that may finish what takes longer', runtime({ healthPath: '/health', graceSeconds: 1_800 }), 1_800],
  [
    'workers that are called, as long as their queue waits for a task',
    (setting) => {
      const { stack, cluster } = setting;
      const store = new SessionStore(stack, 'held', { cluster });
      runtime({ healthPath: '/health', consumes: TaskQueue.redisStream(stack, 'tasks', { cluster, store, visibilitySeconds: 2_400 }) })(
        setting,
      );
    },
    2_400,
  ],
  ['tools', ({ stack, cluster }) => void new McpServer(stack, 'works', { cluster, ...CHECKED }), 600],
  ['sandboxes', ({ stack, cluster }) => void new ToolSandbox(stack, 'works', { cluster, ...CHECKED, runtimeClass: 'gvisor' }), 600],
  [
    'tools on GPUs',
    ({ stack, cluster }) => void new GpuService(stack, 'works', { cluster, ...CHECKED, gpu: Gpu.L40S, memoryGiBPerGpu: 34 }),
    600,
  ],
])('%s that answer nothing are restarted as late as they may be busy', (_, build, seconds) => {
  expect(hungAfter(build)).toBe(seconds);
});

test('a check has five seconds, and who does not answer it gets no requests', () => {
  const { startupProbe, readinessProbe, livenessProbe } = probesOf(runtime({ healthPath: '/health' }));
  for (const probe of [startupProbe, readinessProbe, livenessProbe])
    expect(probe).toMatchObject({ httpGet: { path: '/health', port: 'http' }, timeoutSeconds: 5 });
  expect(readinessProbe).toMatchObject({ periodSeconds: 10, failureThreshold: 3 });
});

test('without a path the port is asked, which the system answers for a busy program', () => {
  const { livenessProbe } = probesOf(runtime({}));
  expect(livenessProbe).toMatchObject({ tcpSocket: { port: 'http' }, periodSeconds: 20, failureThreshold: 6 });
});
