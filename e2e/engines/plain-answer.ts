/** What a replica answers at temperature 0, with how likely its tokens were, and where it had the tokens of the prompt from. */
import { must } from '../machine/must';
import { sleep } from '../machine/wait';
import { metricsOf, sampleOf } from './engine-acts';
import type { StartedReplica } from './engine-replica';

export interface Answer {
  readonly text: string;
  /** Of the first tokens. */
  readonly logprobs: readonly number[];
  readonly promptTokens: number;
  /** Tokens of the prompt that came from the claim. */
  readonly fromClaim: number;
  readonly computed: number;
}

/** @param model as it is served; @param name what the prompt is about; another has no block in common */
export async function askPlainly(replica: StartedReplica, model: string, name: string): Promise<Answer> {
  const before = await metricsOf(replica);
  const answer = await fetch(`${replica.url}/v1/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      model,
      messages: [{ role: 'system', content: `You are ${name}, and careful. `.repeat(60) }],
      temperature: 0,
      max_tokens: 16,
      ignore_eos: true,
      logprobs: true,
    }),
  });
  const text = await answer.text();
  must(answer.ok, `${answer.status} ${text.slice(0, 300)}`);
  const { usage, choices } = JSON.parse(text) as {
    readonly usage: { readonly prompt_tokens: number };
    readonly choices: readonly {
      readonly message: { readonly content: string };
      readonly logprobs: { readonly content: readonly { readonly logprob: number }[] };
    }[];
  };
  // Counts follow the answer.
  await sleep(1_500);
  const after = await metricsOf(replica);
  const more = (series: string) => sampleOf(after, series) - sampleOf(before, series);
  const fromClaim = more('vllm:external_prefix_cache_hits_total');
  return {
    text: choices[0]?.message.content ?? '',
    logprobs: choices[0]?.logprobs.content.map(({ logprob }) => logprob) ?? [],
    promptTokens: usage.prompt_tokens,
    fromClaim,
    computed: usage.prompt_tokens - fromClaim - more('vllm:prefix_cache_hits_total'),
  };
}

/** @throws Error where tokens or their probabilities differ */
export function mustAgree(one: Answer, other: Answer): void {
  must(one.text === other.text, `${JSON.stringify(one.text)} is not ${JSON.stringify(other.text)}`);
  must(
    one.logprobs.every((value, index) => Math.abs(value - (other.logprobs[index] ?? Number.NaN)) < 1e-3),
    `${one.logprobs.join(' ')} are not ${other.logprobs.join(' ')}`,
  );
}
