/** AF-ENG-039: ids of models of one's own are free text; the engine would take one that begins with a dash for a flag. */
import type { Rule } from '../../core/rule';
import { isLoadable, type LoadedModels, MODEL_NAME } from '../loadable-models';

export const modelLoadable: Rule<LoadedModels> = {
  id: 'model-loadable',
  code: 'AF-ENG-039',
  title: 'The name of the model is neither a repository nor a path.',
  why: 'The engine would not find the weights, or would read the name as a flag.',
  fix: 'Name the repository or the path in checkpoint.',
  severity: 'error',
  check({ checkpoint, modelRepository }) {
    if (checkpoint !== undefined) return 'not-applicable';
    if (isLoadable(modelRepository)) return 'compliant';
    return [
      {
        prop: 'checkpoint',
        value: modelRepository,
        allowed: MODEL_NAME,
        message: `the model is called ${JSON.stringify(modelRepository)}, which is neither a repository nor a path that an engine could load`,
        repairs: ["checkpoint: '<owner>/<name>'"],
      },
    ];
  },
};
