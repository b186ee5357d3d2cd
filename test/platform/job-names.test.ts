/** Kubernetes labels the pods of a Job with its name, so that this has 63 characters at most, however long the name of its construct is. */
import { AgentRuntime, LiteLLMRouter, StateStore, TaskQueue, Weights } from 'cdktf-agent-fleet';
import { pool, research } from '../setup/research-stack';

const long = (start: string, letters: number) => start.padEnd(letters, 'x');

interface Job {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec?: { readonly template: { readonly metadata: { readonly labels: Readonly<Record<string, string>> } } };
}

test('names and labels of Jobs fit where those of their constructs are as long as they may be', () => {
  const template = research((setting) => {
    const { stack, cluster } = setting;
    const database = new StateStore(stack, 'db', { cluster });
    const router = new LiteLLMRouter(stack, long('router', 63), { cluster, database });
    pool(setting, long('pool', 54), { weights: Weights.claim() });
    TaskQueue.rabbitMq(stack, long('tasks', 40), { cluster });
    const image = 'registry.example.com/agents:1';
    new AgentRuntime(stack, long('agents', 63), { cluster, framework: 'custom', image, services: [router], setup: { args: ['setup'] } });
  });
  const jobs = template.manifests().filter(({ kind }) => kind === 'Job') as unknown as Job[];
  expect(jobs.length).toBeGreaterThanOrEqual(5);
  for (const { metadata, spec } of jobs) {
    expect(metadata.name.length).toBeLessThanOrEqual(63);
    for (const label of Object.values(spec?.template.metadata.labels ?? {})) expect(label.length).toBeLessThanOrEqual(63);
  }
  expect(new Set(jobs.map(({ metadata }) => metadata.name)).size).toBe(jobs.length);
});
