/** AF-RTE-072 for fleets: the planned context of a role against what takes over from its pool. */
import { AgentFleet, LiteLLMRouter, type LiteLLMRouterProps, Topology } from '../../lib';
import { pool, problemsOf } from '../setup/research-stack';

/** Props of which something is found, for roles that plan 6,000 tokens on a pool of 8,192 and 2,000 on one of 4,096. */
const refused = (props: Partial<LiteLLMRouterProps>): (string | undefined)[] =>
  problemsOf((setting) => {
    const { stack, cluster } = setting;
    new AgentFleet(stack, 'crew', {
      cluster,
      topology: Topology.flat({ agents: ['long', 'short'] }),
      concurrentWorkflows: 1,
      roles: {
        long: { pool: pool(setting, 'large', { maxContextTokens: 8_192 }), contextTokens: 6_000 },
        short: { pool: pool(setting, 'small', { maxContextTokens: 4_096 }), contextTokens: 2_000 },
      },
      runtime: { framework: 'openai-agents', image: 'registry.example.com/crew:1.0.0' },
      router: new LiteLLMRouter(stack, 'router', { cluster, ...props }),
      sessionStore: false,
      stateStore: false,
    });
  }).flatMap(({ code, prop }) => (code === 'AF-RTE-072' ? [prop] : []));

describe('a pool of 4,096 tokens', () => {
  it('takes over from no role that plans 6,000, be its pool down or full', () => {
    expect(refused({ fallbacks: { long: ['short'] } })).toEqual(['fallbacks.long']);
    expect(refused({ overflow: { long: ['short'] } })).toEqual(['overflow.long']);
  });

  it('may hand over to one of 8,192', () => {
    expect(refused({ fallbacks: { short: ['long'] }, overflow: { short: ['long'] } })).toEqual([]);
  });
});
