/** The same questions to other tools: their recorded answers are of these questions, and ours are near those that rest on measured tables. */
import { recordedTools } from '../../bench/peers/recommend-duel';
import { ourAnswer, RECOMMEND_QUESTIONS } from '../../bench/peers/recommend-questions';

const [aiconfigurator, llmd] = recordedTools();
const gpusOf = (tool: typeof aiconfigurator, id: string) => tool?.rows.find((row) => row.id === id)?.gpus;

test('each tool was asked each question, and answered', () => {
  for (const tool of [aiconfigurator, llmd]) {
    expect(tool?.rows.map(({ id, gpus }) => [id, typeof gpus])).toEqual(RECOMMEND_QUESTIONS.map(({ id }) => [id, 'number']));
  }
});

test.each(RECOMMEND_QUESTIONS.map((question) => [question.id, question] as const))(
  '%s: at most one replica from AIConfigurator',
  (id, question) => {
    const { gpus, gpusPerReplica } = ourAnswer(question);
    expect(Math.abs(gpus - (gpusOf(aiconfigurator, id) ?? 0))).toBeLessThanOrEqual(gpusPerReplica);
  },
);
