/** Whether what the engine is told to load is a repository or a path at all. */
import { checkpointName } from '../core/checkpoint-name';
import type { UnplacedFinding } from '../core/finding';
import type { Speculative } from './speculative';

export interface LoadedModels {
  /** What the user names; undefined where it follows from the model. */
  readonly checkpoint: string | undefined;
  readonly modelRepository: string;
  readonly speculative: Speculative | undefined;
}

/** Ids of models of one's own are free text; the engine would take one that begins with a dash for a flag. */
export function loadableFindings({ checkpoint, modelRepository, speculative }: LoadedModels): UnplacedFinding[] {
  const drafter = speculative?.checkpoint ?? null;
  return [
    ...(checkpoint !== undefined || isCheckpoint(modelRepository)
      ? []
      : [finding('checkpoint', modelRepository, "checkpoint: '<owner>/<name>'")]),
    ...(drafter === null || isCheckpoint(drafter)
      ? []
      : [finding('speculative', drafter, "drafter: Model.custom({ …, huggingFaceId: '<owner>/<name>' })")]),
  ];
}

const isCheckpoint = (text: string): boolean => checkpointName.safeParse(text).success;

function finding(prop: string, value: string, repair: string): UnplacedFinding {
  return {
    code: 'AF-SPEC-001',
    severity: 'error',
    prop,
    value,
    allowed: "a repository ('meta-llama/Llama-3.1-8B-Instruct') or a path in the pod ('/models/llama')",
    message: `the model is called ${JSON.stringify(value)}, which is no repository or path that an engine could load`,
    repairs: [repair],
  };
}
