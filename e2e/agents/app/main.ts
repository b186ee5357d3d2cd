/** The fleet of the example, and beside it one of each other framework on the same router. */
import { App } from 'cdktf';
import { AgentFleet, StoreTls, Topology } from 'cdktf-agent-fleet';
import { twoAgents } from '../../../examples/two-agents/fleet';

const app = new App();
const { stack, cluster, pool, router } = twoAgents(app, StoreTls.issuer({ name: 'internal' }));
for (const framework of ['crewai', 'openai-agents', 'microsoft-agent-framework', 'pydantic-ai'] as const) {
  new AgentFleet(stack, `of-${framework}`, {
    cluster,
    topology: Topology.flat({ agents: [`by-${framework}`] }),
    concurrentWorkflows: 1,
    roles: { [`by-${framework}`]: { pool, contextTokens: 2_000 } },
    router,
    sessionStore: false,
    stateStore: false,
    runtime: { framework, image: 'registry.example.com/agents:1.0.0' },
  });
}
app.synth();
