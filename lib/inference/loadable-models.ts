/** Whether what the engine is told to load is a repository or a path at all. */
import { checkpointName } from '../core/checkpoint-name';
import type { Speculative } from './speculative';

export interface LoadedModels {
  /** What the user names; undefined where it follows from the model. */
  readonly checkpoint: string | undefined;
  readonly modelRepository: string;
  readonly speculative: Speculative | undefined;
}

export const MODEL_NAME = "a repository ('meta-llama/Llama-3.1-8B-Instruct') or a path in the pod ('/models/llama')";

export const isLoadable = (text: string): boolean => checkpointName.safeParse(text).success;
