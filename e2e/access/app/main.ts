/** One small stack for each way to reach a cluster that needs more than a file, and one stack that reaches it in two ways. */
import { App, TerraformStack, TerraformVariable } from 'cdktf';
import { AgentRuntime, Cluster, SessionStore } from 'cdktf-agent-fleet';

const app = new App();
const nodePools = { cpu: { nodes: 2 } };

/** Resources of both providers: a runtime by Kubernetes, the store's password by Helm. */
function workloads(stack: TerraformStack, cluster: Cluster, namespace: string): void {
  new SessionStore(stack, `${namespace}-sessions`, { cluster, namespace });
  new AgentRuntime(stack, `${namespace}-agents`, { cluster, namespace, framework: 'custom', image: 'registry.example.com/agents:1.0.0' });
}

const fromEnvironment = () => Cluster.fromEnvironment({ context: 'e2e', nodePools });

/** Address and certificate are known when Terraform runs, as those of a cluster that another stack makes. */
function byProgram(stack: TerraformStack): Cluster {
  const known = (name: string) => new TerraformVariable(stack, name, { type: 'string' }).stringValue;
  return Cluster.fromExec({
    name: stack.node.id,
    host: known('host'),
    clusterCaCertificate: known('certificate'),
    exec: { command: 'print-credential', args: ['--for', 'e2e'], env: { CREDENTIAL_MODE: '${batch}' } },
    nodePools,
  });
}

const exec = new TerraformStack(app, 'access-exec');
workloads(exec, byProgram(exec), 'access-exec');

const environment = new TerraformStack(app, 'access-environment');
workloads(environment, fromEnvironment(), 'access-environment');

const both = new TerraformStack(app, 'access-both');
workloads(both, byProgram(both), 'access-one');
workloads(both, fromEnvironment(), 'access-two');

app.synth();
