import { App } from 'cdktf';
import { acknowledge } from 'cdktf-agent-fleet';
import { mcpTiers } from './fleet';

const app = new App();
mcpTiers(app);

// Findings of the default pack that this example accepts.
const stack = app.node.findChild('tiers');
acknowledge(stack, {
  rule: 'AF-OBS-006',
  reason: 'the example is about three layers; traces are in docs/guides/tracing.md',
  owner: 'platform team',
});
acknowledge(stack, {
  rule: 'AF-SEC-003',
  reason: 'the example is about three layers; guardrails are in docs/guides/guardrails.md',
  owner: 'platform team',
});
acknowledge(stack, {
  rule: 'AF-RTE-003',
  reason: 'published with one orchestrator card; with two it costs $19.26 per hour',
  owner: 'platform team',
});
acknowledge(stack, {
  rule: 'AF-SEC-002',
  reason: 'the example is about three layers; allowed tools are in docs/guides/guardrails.md',
  owner: 'platform team',
});
acknowledge(stack, {
  rule: 'AF-LAT-004',
  reason: 'the published density of the middle tier is 75 for each card',
  owner: 'platform team',
});
acknowledge(stack, {
  rule: 'AF-ELA-028',
  reason: 'the published fleet has neither a queue nor scaling',
  owner: 'platform team',
});
app.synth();
