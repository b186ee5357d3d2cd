/** What drafts, and models of a user's own facts, are loaded as they were planned. */
import { Gpu } from '../../lib/catalog/gpu';
import { Model } from '../../lib/catalog/model';
import { publishedFormat } from '../../lib/inference/served-checkpoint';
import { Speculative } from '../../lib/inference/speculative';
import { pool, problemsOf } from '../setup/research-stack';

const SMALL = Model.LLAMA_3_2_1B_INSTRUCT;
const mine = (facts: object, of = SMALL) => Model.custom({ ...of.facts, id: 'mine', ...facts });
const found = (code: string, props: object) =>
  problemsOf((setting) => void pool(setting, 'planner', { gpu: Gpu.H100_SXM, ...props }))
    .filter((problem) => problem.code === code)
    .map(({ severity, prop }) => `${severity} ${prop}`);
const drafts = (drafter: Parameters<typeof Speculative.draftModel>[0]['drafter']) =>
  found('AF-ENG-090', { model: Model.LLAMA_3_1_8B_INSTRUCT, speculative: Speculative.draftModel({ drafter, tokens: 3 }) });

describe('AF-ENG-090: a drafter', () => {
  test.each([
    ['planned in fp8, of a repository in 16 bit', mine({ nativeQuantization: 'fp8' })],
    ['planned in awq, of a repository in 16 bit', mine({ nativeQuantization: 'awq' })],
    ['planned in awq, of a repository in fp8', mine({ nativeQuantization: 'awq', huggingFaceId: 'acme/Draft-1B-FP8' })],
  ])('%s is refused', (_, drafter) => expect(drafts(drafter)).toEqual(['error speculative.drafter']));

  test('planned in 16 bit, of a repository in 4 bit by its name, is told', () =>
    expect(drafts(mine({ huggingFaceId: 'acme/Draft-1B-AWQ' }))).toEqual(['warning speculative.drafter']));

  test('planned smaller than the catalog knows its repository is refused', () =>
    expect(drafts({ checkpoint: SMALL.facts.huggingFaceId, weightsGiB: 0.7, kvBytesPerToken: 32_768 })).toEqual([
      'error speculative.drafter.weightsGiB',
    ]));

  test.each([
    ['of the catalog', SMALL],
    ['in fp8 by facts and name', mine({ nativeQuantization: 'fp8', huggingFaceId: 'acme/Draft-1B-FP8' })],
    ['of which nothing is known but its facts', mine({ nativeQuantization: 'fp8', huggingFaceId: 'acme/draft' })],
    ['with its size', { checkpoint: SMALL.facts.huggingFaceId, weightsGiB: 2.4, kvBytesPerToken: 32_768 }],
    ['of an unknown repository with its size', { checkpoint: 'acme/draft', weightsGiB: 0.7, kvBytesPerToken: 32_768 }],
  ])('%s is accepted', (_, drafter) => expect(drafts(drafter)).toEqual([]));
});

describe('AF-ENG-033: facts of a model', () => {
  const served = (facts: object, props: object = {}) => found('AF-ENG-033', { model: mine(facts, Model.LLAMA_3_1_8B_INSTRUCT), ...props });
  test.each([
    ['that call a 16-bit repository fp8', { nativeQuantization: 'fp8' }, {}],
    ['that call a 16-bit repository awq', { nativeQuantization: 'awq' }, {}],
    ['in fp8, with a checkpoint in awq', { nativeQuantization: 'fp8', huggingFaceId: 'acme/x' }, { checkpoint: 'acme/x-AWQ' }],
  ])('%s are refused', (_, facts, props) => expect(served(facts, props)).toEqual(['error model']));

  test('that agree with the repository, or of which nothing is known, are accepted', () => {
    expect(served({})).toEqual([]);
    expect(served({ nativeQuantization: 'fp8', huggingFaceId: 'acme/x' })).toEqual([]);
    expect(served({ nativeQuantization: 'fp8', huggingFaceId: 'acme/x-FP8' })).toEqual([]);
  });
});

test('every model of the catalog agrees with its own repository', () => {
  for (const { id, facts } of Model.all()) expect([id, publishedFormat(facts.huggingFaceId)]).toEqual([id, facts.nativeQuantization]);
});
