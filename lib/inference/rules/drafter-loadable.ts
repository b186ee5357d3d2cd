/** AF-ENG-040: a drafter is loaded as a model is. */
import type { Rule } from '../../core/rule';
import { isLoadable, type LoadedModels, MODEL_NAME } from '../loadable-models';

export const drafterLoadable: Rule<LoadedModels> = {
  id: 'drafter-loadable',
  code: 'AF-ENG-040',
  title: 'The name of the drafter is neither a repository nor a path.',
  why: 'The engine would not find its weights, or would read the name as a flag.',
  fix: 'Give the drafter a huggingFaceId.',
  severity: 'error',
  check({ speculative }) {
    const drafter = speculative?.checkpoint ?? null;
    if (drafter === null) return 'not-applicable';
    if (isLoadable(drafter)) return 'compliant';
    return [
      {
        prop: 'speculative',
        value: drafter,
        allowed: MODEL_NAME,
        message: `the model is called ${JSON.stringify(drafter)}, which is neither a repository nor a path that an engine could load`,
        repairs: ["drafter: Model.custom({ …, huggingFaceId: '<owner>/<name>' })"],
      },
    ];
  },
};
