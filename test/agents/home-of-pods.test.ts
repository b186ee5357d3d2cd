/** Pods run as a user that no image knows, on a root that is read-only: where their programs write what they write at home. */
import type { Construct } from 'constructs';
import { AgentRuntime } from '../../lib/agents/agent-runtime';
import { GpuService } from '../../lib/agents/gpu-service';
import { McpServer } from '../../lib/agents/mcp-server';
import { ToolSandbox } from '../../lib/agents/tool-sandbox';
import { Gpu } from '../../lib/catalog/gpu';
import { manifest, research, type Setting, type WithPod } from '../setup/research-stack';

type Env = Readonly<Record<string, string>>;

const IMAGE = 'registry.example.com/pods:1.0.0';
const MAKE: Readonly<Record<string, (setting: Setting, env: Env) => Construct>> = {
  AgentRuntime: ({ stack, cluster }, env) => new AgentRuntime(stack, 'pods', { cluster, framework: 'custom', image: IMAGE, env }),
  McpServer: ({ stack, cluster }, env) => new McpServer(stack, 'pods', { cluster, image: IMAGE, port: 8000, env }),
  ToolSandbox: ({ stack, cluster }, env) =>
    new ToolSandbox(stack, 'pods', { cluster, image: IMAGE, port: 8000, runtimeClass: 'gvisor', env }),
  GpuService: ({ stack, cluster }, env) =>
    new GpuService(stack, 'pods', { cluster, image: IMAGE, port: 8000, gpu: Gpu.L40S, memoryGiBPerGpu: 20, env }),
};

function podOf(make: (setting: Setting, env: Env) => Construct, env: Env) {
  const template = research((setting) => make(setting, env));
  const { containers } = manifest<WithPod>(template, 'Deployment', 'pods').spec.template.spec;
  const [{ env: variables = [], volumeMounts = [] } = {}] = containers as unknown as readonly {
    env?: { name: string; value?: string }[];
    volumeMounts?: { mountPath: string }[];
  }[];
  return { variables: variables.map(({ name, value }) => [name, value]), mounts: volumeMounts.map(({ mountPath }) => mountPath) };
}

describe.each(Object.entries(MAKE))('%s', (_, make) => {
  test('has a home, a cache and a name of its user, below a folder that takes files', () => {
    const { variables, mounts } = podOf(make, {});
    expect(variables.slice(-3)).toEqual([
      ['HOME', '/tmp'],
      ['XDG_CACHE_HOME', '/tmp/.cache'],
      ['USER', 'agent'],
    ]);
    expect(mounts).toContain('/tmp');
  });

  test('keeps what env says', () => {
    const { variables } = podOf(make, { HOME: '/home/app', USER: 'app' });
    expect(variables.filter(([name]) => ['HOME', 'USER', 'XDG_CACHE_HOME'].includes(name ?? '')).sort()).toEqual([
      ['HOME', '/home/app'],
      ['USER', 'app'],
      ['XDG_CACHE_HOME', '/tmp/.cache'],
    ]);
  });
});
