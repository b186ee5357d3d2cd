/** Program and room for files of pods with an image of the user: one form for agents, MCP servers, sandboxes and tools on GPUs. */
import { AgentRuntime } from '../../lib/agents/agent-runtime';
import { GpuService } from '../../lib/agents/gpu-service';
import { McpServer } from '../../lib/agents/mcp-server';
import { ToolSandbox } from '../../lib/agents/tool-sandbox';
import { Gpu } from '../../lib/catalog/gpu';
import type { FleetTemplate } from '../../lib/testing';
import { manifest, refusal, research, type Setting, type WithPod } from '../setup/research-stack';

const image = 'registry.example.com/program:1.0.0';
const NODES = {
  nodePools: {
    l40s: { gpu: Gpu.L40S, nodes: 2 },
    cpu: { nodes: 2 },
    sandboxes: { nodes: 2, runtimeClasses: ['gvisor'], podPidsLimit: 512 },
  },
};

function everything({ stack, cluster }: Setting, props: object): void {
  const server = new McpServer(stack, 'tools', { cluster, image, port: 8000, ...props });
  const sandbox = new ToolSandbox(stack, 'sandbox', { cluster, image, port: 8080, runtimeClass: 'gvisor', ...props });
  const painter = new GpuService(stack, 'painter', { cluster, image, port: 8188, gpu: Gpu.L40S, memoryGiBPerGpu: 30, ...props });
  new AgentRuntime(stack, 'crew', { cluster, framework: 'custom', image, services: [server, sandbox, painter], ...props });
}

const synthesized = (props: object) => research((setting) => everything(setting, props), NODES);

function containerOf(template: FleetTemplate, name: string) {
  const { containers, volumes } = manifest<WithPod>(template, 'Deployment', name).spec.template.spec;
  return { container: containers[0], tmp: volumes.find((volume) => volume.name === 'tmp') };
}

const PODS = ['crew', 'tools', 'sandbox', 'painter'];

test.each(PODS)('%s starts the program in place of the entry point, with its arguments', (name) => {
  const { container } = containerOf(synthesized({ command: ['python', '-m', 'program'], args: ['--verbose'] }), name);
  expect(container).toMatchObject({ command: ['python', '-m', 'program'], args: ['--verbose'] });
  expect(containerOf(synthesized({}), name).container).not.toHaveProperty('command');
});

test.each(PODS)('%s has the room for files that it asks the node for, and its log beside it', (name) => {
  const { container, tmp } = containerOf(synthesized({ scratchGiB: 25 }), name);
  expect(tmp).toEqual({ name: 'tmp', emptyDir: { sizeLimit: '25Gi' } });
  expect(container?.resources).toMatchObject({
    requests: { 'ephemeral-storage': '26Gi' },
    limits: { 'ephemeral-storage': '26Gi' },
  });
});

test('without a word it is 1 GiB, and 20 on GPUs', () => {
  const template = synthesized({});
  expect(PODS.map((name) => containerOf(template, name).tmp)).toEqual(
    [1, 1, 1, 20].map((size) => ({ name: 'tmp', emptyDir: { sizeLimit: `${size}Gi` } })),
  );
});

test('what a setup runs is no part of it: it has its own words', () => {
  const template = research(
    ({ stack, cluster }) =>
      void new AgentRuntime(stack, 'crew', { cluster, framework: 'custom', image, command: ['serve'], setup: { args: ['setup'] } }),
  );
  const job = template.manifests().find(({ kind, metadata }) => kind === 'Job' && metadata.name.startsWith('crew-')) as never as {
    readonly spec: WithPod['spec'];
  };
  expect(job.spec.template.spec.containers[0]).toMatchObject({ args: ['setup'] });
  expect(job.spec.template.spec.containers[0]).not.toHaveProperty('command');
});

test('a program without words, a secret in its words and code of others are told by the prop', () => {
  const crew = (props: object) => (setting: Setting) =>
    void new AgentRuntime(setting.stack, 'crew', { cluster: setting.cluster, framework: 'custom', image, ...props });
  expect(refusal(crew({ command: [] })).problems).toMatchObject([{ code: 'AF-SPEC-001', prop: 'command' }]);
  expect(refusal(crew({ command: ['serve', '--api-key', `sk-${'a1B2'.repeat(12)}`] })).problems).toMatchObject([
    { code: 'AF-SPEC-004', prop: 'command.2' },
  ]);
});
