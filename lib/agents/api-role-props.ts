import { z } from 'zod';
import { MOST } from '../capacity/limits';
import { branded, wholeNumber } from '../core/schema';
import { ExternalModel } from '../routing/external-model';
import { type EncoderCallsProps, encoderCallsSchema } from './encoder-calls';
import { callsFollowRequests, type RoleRequestProps, requestSchema } from './role-props';

/** Props of a role without a pool: an external model answers it, through the same router. */
export interface ApiRoleProps {
  /** Model that answers, e.g. `ExternalModel.openAi({ … })`. The router gets its key, and its network is opened to the host of the model. */
  readonly model: ExternalModel;
  /** Context that one session of this role holds at its longest, tokens; at most what the model admits. */
  readonly contextTokens: number;
  /**
   * Agents of this role at work in each workflow.
   * @default 1
   */
  readonly instances?: number;
  /**
   * One request of the role; with `perMinute` the plan says what the role costs.
   * @default - unknown: its money is unknown, too
   */
  readonly request?: RoleRequestProps;
  /**
   * Agents of the role run code that a model wrote. The fleet then needs a `ToolSandbox` among its `services` (AF-SEC-001).
   * @default false
   */
  readonly executesCode?: boolean;
  /**
   * How often the role asks the pool of the fleet's `embeddings`.
   * @default - nobody says: nothing is asked of that pool
   */
  readonly embeddingCalls?: EncoderCallsProps;
  /**
   * How often the role asks the pool of the fleet's `reranker`.
   * @default - nobody says: nothing is asked of that pool
   */
  readonly rerankCalls?: EncoderCallsProps;
}

export const apiRoleSchema = z
  .strictObject({
    model: branded<ExternalModel>(
      ExternalModel.isExternalModel,
      'an ExternalModel, e.g. ExternalModel.openAi({ model, key, maxContextTokens })',
    ),
    contextTokens: wholeNumber(1, MOST),
    instances: wholeNumber(1, MOST).optional(),
    request: requestSchema.optional(),
    executesCode: z.boolean().optional(),
    embeddingCalls: encoderCallsSchema.optional(),
    rerankCalls: encoderCallsSchema.optional(),
  })
  .superRefine((role, context) => callsFollowRequests(role, context))
  .superRefine(({ model, contextTokens, request }, context) => {
    const { maxContextTokens } = model.spec;
    const asked = (request?.inputTokens ?? 0) + (request?.outputTokens ?? 0);
    if (contextTokens > maxContextTokens)
      context.addIssue({
        code: 'custom',
        input: contextTokens,
        message: `expected at most ${maxContextTokens}, what ${model.spec.model} admits`,
        path: ['contextTokens'],
      });
    if (asked > contextTokens)
      context.addIssue({
        code: 'custom',
        input: asked,
        message: `expected inputTokens and outputTokens within contextTokens, ${contextTokens}`,
        path: ['request'],
      });
  });
