/** Aspects above a stack never run: that is told, once. */
import { Aspects, TerraformStack, Testing } from 'cdktf';
import { name as engine } from 'cdktf/package.json';
import { Cluster, Gpu, InferencePool, Model } from 'cdktf-agent-fleet';
import { Construct, type IConstruct } from 'constructs';
import { SynthesizedApp } from '../../lib/plan/synthesized-app';

const seen: string[] = [];
const aspect = { visit: ({ node }: IConstruct) => void seen.push(node.path) };
const model = (stack: TerraformStack, cluster: Cluster) =>
  new InferencePool(stack, 'model', { cluster, model: Model.QWEN3_8B, gpu: Gpu.L40S, maxContextTokens: 8_192 });

/** Of every stack of the app. */
function told(build: (stack: TerraformStack, cluster: Cluster) => void): string[] {
  const app = Testing.app();
  build(new TerraformStack(app, 'research'), Cluster.inCluster());
  app.synth();
  return SynthesizedApp.read(app.outdir)
    .stacks()
    .flatMap((stack) => stack.plan().findings)
    .filter(({ code }) => code === 'AF-SPEC-031')
    .map(({ path, message }) => `${path}: ${message}`);
}

beforeEach(() => seen.splice(0));

test('of the App, with several stacks', () => {
  const found = told((stack, cluster) => {
    model(stack, cluster);
    model(new TerraformStack(stack.node.root, 'further'), cluster);
    Aspects.of(stack.node.root).add(aspect);
  });
  expect(found).toEqual(['research: an aspect was added to the App, and cdktf runs those of stacks alone']);
  expect(seen).toEqual([]);
});

test('of a construct between the App and a stack, where there may be one', () => {
  const found = () =>
    told((stack, cluster) => {
      model(stack, cluster);
      const team = new Construct(stack.node.root, 'team');
      model(new TerraformStack(team, 'inner'), cluster);
      for (const one of [aspect, { ...aspect }]) Aspects.of(team).add(one);
    });
  // CDK Terrain refuses such a construct itself.
  if (engine === 'cdktn') expect(found).toThrow('constructs outside of a TerraformStack');
  else expect(found()).toEqual(['team/inner: 2 aspects were added to team, and cdktf runs those of stacks alone']);
});

test('of a stack: nothing to say', () => {
  expect(
    told((stack, cluster) => {
      model(stack, cluster);
      Aspects.of(stack).add(aspect);
    }),
  ).toEqual([]);
});
