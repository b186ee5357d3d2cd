/**
 * What each flag of `vllm serve` does to what the plan computed: one row a flag of `../flags.ts`. Judged by the flag's own help text and by the
 * planner's terms; where it was not measured, it is `uncertain`. Source: vllm/config and vllm/engine/arg_utils.py of the releases in
 * `../flags.ts`; November 2026.
 */
import type { FlagEffectRow } from '../../flag-effect';
import { HARMLESS } from './harmless';
import { PLANNED } from './planned';
import { REFUSED } from './refused';
import { UNCERTAIN } from './uncertain';

export const VLLM_FLAG_EFFECTS: readonly FlagEffectRow[] = [...PLANNED, ...REFUSED, ...UNCERTAIN, ...HARMLESS];
