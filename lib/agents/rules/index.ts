/** The rules of a fleet and of each of its roles. */
import type { Rule } from '../../core/rule';
import type { FleetRole, FleetView } from '../fleet-view';
import { checkpointsHaveStore } from './checkpoints-have-store';
import { embeddingsOnEmbeddingModel } from './embeddings-on-embedding-model';
import { longSessionsRouted } from './long-sessions-routed';
import { roleOnLanguageModel } from './role-on-language-model';

export const ROLE_RULES: readonly Rule<FleetRole>[] = [roleOnLanguageModel, longSessionsRouted];

export const FLEET_RULES: readonly Rule<FleetView>[] = [checkpointsHaveStore, embeddingsOnEmbeddingModel];
