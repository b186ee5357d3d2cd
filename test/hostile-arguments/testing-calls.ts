import { App, TerraformStack } from 'cdktf';
import { LiteLLMRouter, Scaling, SessionStore, TaskQueue } from 'cdktf-agent-fleet';
import * as testing from 'cdktf-agent-fleet/testing';
import { temporaryOutdir } from '../setup/temporary-outdir';
import { toyAdapter } from '../support/toy-engine';
import type { Call } from './ask';
import { cluster, strangePool } from './hostile';

const stackOf = () => new TerraformStack(new App({ outdir: temporaryOutdir() }), 's');
const store = () => new SessionStore(stackOf(), 'sessions', { cluster });
const queue = () => TaskQueue.redisStream(stackOf(), 'tasks', { cluster, store: store() });
const client = () => new LiteLLMRouter(stackOf(), 'router', { cluster }).workload;

/** The suites look at things of the caller's own, so that whatever these throw is an answer. */
export const TESTING: readonly Call[] = [
  { name: 'FleetTemplate.synth', args: () => [stackOf().node.root, 's'], call: testing.FleetTemplate.synth },
  { name: 'FleetTemplate.isFleetTemplate', args: () => ['x'], call: testing.FleetTemplate.isFleetTemplate },
  { name: 'constructIds', args: () => [stackOf()], call: testing.constructIds },
  { name: 'danglingReferences', args: () => [{ resource: { a_b: { c: { d: '${a_b.e.id}' } } } }], call: testing.danglingReferences },
  { name: 'registerFleetMatchers', args: () => [{ extend: () => undefined }], call: testing.registerFleetMatchers },
  { name: 'engineAdapterProblems', args: () => [toyAdapter], deepest: 1, call: testing.engineAdapterProblems },
  {
    name: 'scalingPolicyProblems',
    args: () => [Scaling.queueDepth({ min: 1, max: 2 }), strangePool],
    deepest: 1,
    call: testing.scalingPolicyProblems,
  },
  { name: 'serviceProblems', args: () => [store(), client()], deepest: 1, call: testing.serviceProblems },
  { name: 'storeProblems', args: () => [store(), client()], deepest: 1, call: testing.storeProblems },
  {
    name: 'taskQueueProblems',
    args: () => [queue(), client()],
    deepest: 1,
    call: testing.taskQueueProblems,
  },
  { name: 'routerProblems', args: () => ['x', { pool: strangePool, client: client() }], call: testing.routerProblems },
];
