/** What the plan computed is what the engine is started with: shares in full, flags that users add in the arithmetic. */

import fc from 'fast-check';
import { pool, refusal, research } from '../setup/research-stack';
import { runs } from '../support/runs';

const argsOf = (props: Parameters<typeof pool>[2]) => {
  const deployment = research((setting) => pool(setting, 'p', props))
    .manifests()
    .find(({ kind }) => kind === 'Deployment') as unknown as { spec: { template: { spec: { containers: { args: string[] }[] } } } };
  return deployment.spec.template.spec.containers[0]?.args ?? [];
};
const valueAfter = (args: readonly string[], flag: string) => args[args.indexOf(flag) + 1];

test('the memory share is emitted in full', () => {
  const share = fc.double({ min: 0.5, max: 0.95, noNaN: true });
  fc.assert(
    fc.property(share, (gpuMemoryUtilization) => {
      expect(Number(valueAfter(argsOf({ gpuMemoryUtilization }), '--gpu-memory-utilization'))).toBe(gpuMemoryUtilization);
    }),
    { numRuns: runs(10, 25) },
  );
  expect(valueAfter(argsOf({ gpuMemoryUtilization: 0.925 }), '--gpu-memory-utilization')).toBe('0.925');
});

const tokensOf = (extraArgs: string[]) =>
  research((setting) => pool(setting, 'p', { extraArgs })).plan().pools[0]?.memory.kvTokensPerReplica ?? 0;

test('adapters that are asked for in extraArgs are in the plan and in the flags', () => {
  const extraArgs = ['--enable-lora', '--max-loras', '8', '--max-lora-rank', '64'];
  expect(tokensOf(extraArgs)).toBeLessThan(tokensOf([]));
  expect(argsOf({ extraArgs })).toEqual(expect.arrayContaining(extraArgs));
});

test.each([[['--kv-cache-memory-bytes', '8G']], [['--block-size', '64']], [['-O0']]])('%j is refused by the pool', (extraArgs) => {
  expect(refusal((setting) => pool(setting, 'p', { extraArgs })).problems).toMatchObject([
    { code: 'AF-ENG-032', prop: 'extraArgs', value: expect.any(String) },
  ]);
});

test.each(['CUDA_VISIBLE_DEVICES', 'VLLM_MLA_DISABLE', 'HF_HOME'])('variable %s is refused by the pool', (name) => {
  const { problems } = refusal((setting) => pool(setting, 'p', { env: { [name]: '1' } }));
  expect(problems.map(({ prop }) => prop)).toEqual([`env.${name}`]);
});
