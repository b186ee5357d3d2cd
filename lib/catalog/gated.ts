/** Repositories of the Hugging Face hub whose files need an account that has accepted their terms. */
import type { Provenance } from './provenance';

interface GatedFamily {
  /** How the repositories begin. */
  readonly prefix: string;
  readonly provenance: Provenance;
}

/** A repository that is not here may be gated, too: what is not known to be gated does not wait for a token. */
const GATED: readonly GatedFamily[] = [
  {
    prefix: 'meta-llama/',
    provenance: {
      source: 'https://huggingface.co/meta-llama, model pages ask for contact information and the licence',
      asOf: '2026-11',
      evidence: 'known',
    },
  },
  ...['mistral-large-instruct-24', 'pixtral-large-instruct-24'].map((name) => ({
    prefix: `mistralai/${name}`,
    provenance: {
      source:
        'https://huggingface.co/mistralai/Mistral-Large-Instruct-2407 and https://huggingface.co/mistralai/Pixtral-Large-Instruct-2411: models under the Mistral Research License ask for contact information',
      asOf: '2026-11',
      evidence: 'found',
    } as const,
  })),
  ...['gemma-2b', 'gemma-7b', 'gemma-2-', 'gemma-3-', 'gemma-3n-', 'codegemma-'].map((name) => ({
    prefix: `google/${name}`,
    provenance: {
      source: 'https://huggingface.co/google/gemma-3n-E2B and siblings: "accept the conditions to access its files"',
      asOf: '2026-11',
      evidence: 'found',
    } as const,
  })),
];

/** Whether a repository is known to be gated. */
export function isGated(repository: string): boolean {
  return GATED.some(({ prefix }) => repository.toLowerCase().startsWith(prefix));
}
