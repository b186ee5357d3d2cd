/** A prop that a sibling calls otherwise leads to the one that is meant. */
import { Cluster, SessionStore, StateStore, TaskQueue, VectorStore, Weights } from 'cdktf-agent-fleet';
import { App, TerraformStack } from '../../lib/terraform/engine';
import { temporaryOutdir } from '../setup/temporary-outdir';
import { problemsIn } from '../support/problems-in';

const OUTDIR = temporaryOutdir();
const stack = () => new TerraformStack(new App({ outdir: OUTDIR }), 's');
const cluster = Cluster.inCluster();
const repairs = (act: () => unknown) => problemsIn(act).flatMap((problem) => problem.repairs);

test.each<[string, (props: object) => unknown]>([
  ['SessionStore', (props) => new SessionStore(stack(), 'store', { cluster, ...props })],
  ['StateStore', (props) => new StateStore(stack(), 'store', { cluster, ...props })],
  ['VectorStore', (props) => new VectorStore(stack(), 'store', { cluster, vectors: 1_000, dimensions: 1_024, ...props } as never)],
  ['TaskQueue.rabbitMq', (props) => TaskQueue.rabbitMq(stack(), 'queue', { cluster, ...props } as never)],
])('%s: disk as claims call it, memory as pods call it', (_, make) => {
  expect(repairs(() => make({ sizeGiB: 20 }))).toContain('did you mean storageGiB?');
  expect(repairs(() => make({ resources: { memory: '2Gi' } }))).toContain('did you mean memoryGiB?');
});

test('a claim: disk as stores call it', () => {
  expect(repairs(() => Weights.claim({ storageGiB: 40 } as never))).toEqual(['did you mean sizeGiB?']);
});
