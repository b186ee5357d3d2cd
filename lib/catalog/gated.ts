/** Repositories of the Hugging Face hub whose files need an account that has accepted their terms. */
import type { Provenance } from './provenance';

interface GatedFamily {
  /** How the repositories begin. */
  readonly prefix: string;
  readonly provenance: Provenance;
}

/** A repository that is not here may be gated, too. */
const GATED: readonly GatedFamily[] = [
  {
    prefix: 'meta-llama/',
    provenance: {
      source: 'https://huggingface.co/meta-llama, model pages ask for contact information and the licence',
      asOf: '2026-11',
      evidence: 'known',
    },
  },
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
