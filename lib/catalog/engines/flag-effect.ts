/** What a flag or a variable does to what the plan computed: memory, tokens, and whether probes and metrics still answer. */
import type { ModelFacts } from '../model-facts';

/**
 * `prop`: a prop sets it (named in the third column). `library`: always set by the library. `counted`: its value goes into the arithmetic.
 * `none`: changes neither memory nor tokens, or only for the better. `refused`: changes what was computed. `uncertain`: it was not measured.
 */
export type FlagEffect = 'prop' | 'library' | 'counted' | 'none' | 'refused' | 'uncertain';

/** Values with which a refused flag changes nothing, and what to write instead. */
export interface RefusalDetail {
  /** Prop, or other way, to get the same. */
  readonly instead?: string;
  /** Values that change nothing, separated by blanks; `on` is a toggle without `--no-`. */
  readonly harmless?: string;
  /** Keys of a JSON object that change nothing, separated by blanks. */
  readonly harmlessKeys?: string;
  /** Kinds of models for which it changes nothing. */
  readonly kinds?: readonly ModelFacts['kind'][];
}

export type FlagEffectRow =
  | readonly [flag: string, effect: 'none']
  | readonly [flag: string, effect: 'prop' | 'library' | 'counted' | 'uncertain', detail: string]
  | readonly [flag: string, effect: 'refused', why: string, detail?: RefusalDetail];

/** Variable, what it does, why; `refused` or `uncertain`. Variables that are not listed are not known to matter. */
export type VariableEffectRow = readonly [name: string, effect: 'refused' | 'uncertain', why: string, instead?: string];

/** What flags in `extraArgs` add to the arithmetic; undefined where none says it. */
export interface CountedArgs {
  readonly adapters?: { readonly rank: number; readonly count: number };
  readonly redundantExperts?: number;
  readonly languageModelOnly?: boolean;
  readonly prefixCaching?: boolean;
  readonly schedulerRecvInterval?: number;
}
