/** How pools become containers of the toy engine. It has no use for pipelines, offload or drafts, and says so. */
import { type EngineAdapter, type EngineLimit, isRepository, type ServingBase, type ServingSpec } from 'cdktf-agent-fleet';
import { TOY } from './definition';
import { TOY_SIZING } from './sizing';

const FOLDER = '/weights';

export const toyAdapter: EngineAdapter = {
  definition: TOY,
  sizing: TOY_SIZING,
  runAs: { user: 1000, group: 1000 },
  weightsFolder: FOLDER,
  drainSeconds: 20,
  ownedFlags: ['--model', '--name', '--context', '--slots', '--batch', '--gpus', '--memory', '--quantize', '--template'],
  flagsOfProps: { toolCalling: ['--tools'] },
  ownedEnvironment: { TOY_HUB_TOKEN: 'huggingFaceToken' },
  writableFolders: () => [{ name: 'scratch', path: '/scratch', sizeGiB: 1, usedByDownload: true }],
  command: () => ['toy', 'serve'],
  args: (spec) => [...servingArgs(spec), ...precisionArgs(spec), ...chatArgs(spec), ...spec.extraArgs],
  env: () => ({ HOME: '/scratch' }),
  repositories: ({ checkpoint }) => [checkpoint].filter(isRepository),
  download: ({ checkpoint }, marker) => ['toy', 'pull', checkpoint, '--folder', FOLDER, '--done', `${FOLDER}/${marker}`],
  downloadEnv: ({ huggingFaceToken }) => (huggingFaceToken === undefined ? {} : { TOY_HUB_TOKEN: huggingFaceToken }),
  limits: toyLimits,
};

function servingArgs({ replica, supply, checkpoint, servedName }: ServingSpec): string[] {
  return [
    ['--model', checkpoint],
    ['--name', servedName],
    ['--listen', `0.0.0.0:${TOY.port}`],
    ['--folder', FOLDER],
    ['--context', String(replica.maxContextTokens)],
    ['--slots', String(supply.maxNumSeqs)],
    ['--batch', String(supply.maxNumBatchedTokens)],
    ['--gpus', String(replica.tensorParallel)],
    ['--memory', String(replica.gpuMemoryUtilization)],
  ].flat();
}

function precisionArgs({ replica, quantizedAtLoad }: ServingSpec): string[] {
  const word = quantizedAtLoad === null ? null : replica.engine.loadTimeQuantization(quantizedAtLoad);
  return word === null ? [] : ['--quantize', word];
}

function chatArgs({ replica, parsers: { toolCall }, chatTemplate }: ServingSpec): string[] {
  return [
    ...(toolCall !== null && replica.engine.knowsToolParser(toolCall) === 'present' ? ['--tools', toolCall] : []),
    ...(chatTemplate === undefined ? [] : ['--template', chatTemplate]),
  ];
}

/** Props of which the engine has nothing, with what was asked. */
function toyLimits({ replica, speculative }: ServingBase): EngineLimit[] {
  const asked: readonly (readonly [prop: string, asked: boolean])[] = [
    ['parallelism.pipeline', (replica.pipelineParallel ?? 1) > 1],
    ['parallelism.data', (replica.dataParallel ?? 1) > 1],
    ['parallelism.decodeContext', (replica.decodeContextParallel ?? 1) > 1],
    ['offload', (replica.cpuOffloadGiB ?? 0) + (replica.kvOffloadGiB ?? 0) > 0],
    ['tuning', replica.enforceEager === true || replica.sampler !== undefined || replica.hybridKvCacheManager === false],
    ['speculative', speculative !== undefined],
  ];
  return asked
    .filter(([, isAsked]) => isAsked)
    .map(([prop]) => ({
      prop,
      value: 'given',
      allowed: 'nothing',
      message: `${replica.engine.name} has no ${prop}`,
      repairs: [`leave ${prop} out`],
    }));
}
