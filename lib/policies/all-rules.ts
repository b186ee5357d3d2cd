/** Rules of all rooms, for the pages and tests that are made of them. */
import {
  CPU_POD_RULES,
  FLEET_RULES,
  GIVEN_USER_RULES,
  GIVEN_VARIABLE_RULES,
  GPU_PROGRAM_RULES,
  GPU_SERVICE_RULES,
  GUARD_RULES,
  MESSAGE_RULES,
  PART_RULES,
  PROGRAM_RULES,
  QUEUED_RULES,
  ROLE_RULES,
  RUNTIME_RULES,
  SANDBOX_RULES,
  SERVER_RULES,
  SERVICE_RULES,
  SET_VARIABLE_RULES,
} from '../agents/rules';
import { CONTEXT_RULES, NAME_RULES, SERVED_RULES } from '../capacity/demand/rules';
import { BAND_RULES } from '../capacity/fit/band-rules';
import { CARD_RULES, CLASS_RULES, GPU_SHARING_RULES, SHARING_RULES } from '../capacity/fit/between-roles';
import { POOL_RULES } from '../capacity/fit/rules';
import { ROLE_LATENCY_RULES, WORKFLOW_RULES } from '../capacity/latency/rules';
import { ARG_RULES, EFFECT_RULES, PROP_ARG_RULES, RELEASE_RULES, VARIABLE_RULES } from '../catalog/engines/rules';
import type { Rule } from '../core/rule';
import { secretByReference } from '../core/secrets/rules/secret-by-reference';
import { API_RULES, BUDGET_RULES, PRICE_RULES } from '../economics/rules';
import { SCALING_RULES } from '../elasticity/rules';
import { EXISTING_POOL_RULES } from '../inference/existing/rules';
import {
  ADAPTER_RULES,
  CHOICE_RULES,
  COMPETITION_RULES,
  CUT_CARD_RULES,
  DEPLOYMENT_RULES,
  ENGINE_RULES,
  LOADED_RULES,
  MONEY_RULES,
  NODE_LIFE_RULES,
  OFFERED_GPU_RULES,
  SERVING_RULES,
  SHARED_CARD_RULES,
  STARTED_NODE_RULES,
} from '../inference/rules';
import { WATCH_RULES, WATCHED_RULES } from '../observability/rules';
import { PLAN_RULES } from '../planner/rules';
import { CLUSTER_MAKER_RULES, CLUSTER_NAME_RULES } from '../platform/access/rules';
import { STARTED_IMAGE_RULES, STARTED_POOL_RULES } from '../platform/karpenter/rules';
import { ABSENT_OPERATOR_RULES, EXISTING_PROMETHEUS_RULES, OPERATOR_RULES, REACHED_OPERATOR_RULES } from '../platform/rules';
import { DELIVERY_RULES, QUEUE_ROOM_RULES, STREAM_STORE_RULES } from '../queues/rules';
import { CLIENT_KEY_RULES } from '../routing/litellm/client-keys/rules';
import { ROUTER_RULES } from '../routing/litellm/rules';
import { ALIAS_RULES } from '../routing/rules';
import { COMPLIANCE_RULES, RESIDENCY_RULES, RESIDENT_DATA_RULES } from '../security/residency/rules';
import {
  API_CALLER_RULES,
  DIGEST_RULES,
  GENERATED_SECRET_RULES,
  HELD_STATE_RULES,
  IDENTITY_RULES,
  IMAGE_RULES,
  NAMESPACE_RULES,
  QUOTA_RULES,
  READ_SECRET_RULES,
  STARTED_RULES,
  USED_SERVICE_RULES,
  WORKLOAD_NAME_RULES,
} from '../security/rules';
import { SESSION_STORE_RULES, VECTOR_DATABASE_RULES, VECTOR_ROOM_RULES } from '../stores/rules';
import { KEPT_RULES, PROVIDER_RULES, RESERVED_NAME_RULES } from '../terraform/rules';
import { ACKNOWLEDGEMENT_RULES } from './rules';

export const ALL_RULES: readonly Rule<never>[] = [
  ...POOL_RULES,
  ...BAND_RULES,
  ...SHARING_RULES,
  ...CLASS_RULES,
  ...CARD_RULES,
  ...GPU_SHARING_RULES,
  ...CONTEXT_RULES,
  ...SERVED_RULES,
  ...NAME_RULES,
  ...ROLE_LATENCY_RULES,
  ...WORKFLOW_RULES,
  ...DEPLOYMENT_RULES,
  ...MONEY_RULES,
  ...BUDGET_RULES,
  ...PRICE_RULES,
  ...SERVING_RULES,
  ...SHARED_CARD_RULES,
  ...STARTED_NODE_RULES,
  ...NODE_LIFE_RULES,
  ...CUT_CARD_RULES,
  ...EXISTING_POOL_RULES,
  ...LOADED_RULES,
  ...ENGINE_RULES,
  ...ADAPTER_RULES,
  ...ARG_RULES,
  ...PROP_ARG_RULES,
  ...VARIABLE_RULES,
  ...EFFECT_RULES,
  ...RELEASE_RULES,
  ...COMPETITION_RULES,
  ...OFFERED_GPU_RULES,
  ...GUARD_RULES,
  ...COMPLIANCE_RULES,
  ...RESIDENCY_RULES,
  ...RESIDENT_DATA_RULES,
  ...OPERATOR_RULES,
  ...ABSENT_OPERATOR_RULES,
  ...EXISTING_PROMETHEUS_RULES,
  ...REACHED_OPERATOR_RULES,
  ...STARTED_POOL_RULES,
  ...STARTED_IMAGE_RULES,
  ...CLUSTER_NAME_RULES,
  ...CLUSTER_MAKER_RULES,
  ...ROLE_RULES,
  ...FLEET_RULES,
  ...PART_RULES,
  ...SERVICE_RULES,
  ...SERVER_RULES,
  ...SANDBOX_RULES,
  ...GPU_SERVICE_RULES,
  ...GPU_PROGRAM_RULES,
  ...MESSAGE_RULES,
  ...PROGRAM_RULES,
  ...RUNTIME_RULES,
  ...QUEUED_RULES,
  ...SET_VARIABLE_RULES,
  ...GIVEN_USER_RULES,
  ...GIVEN_VARIABLE_RULES,
  ...CPU_POD_RULES,
  ...ROUTER_RULES,
  ...CLIENT_KEY_RULES,
  ...ALIAS_RULES,
  ...WATCH_RULES,
  ...WATCHED_RULES,
  ...SCALING_RULES,
  ...SESSION_STORE_RULES,
  ...VECTOR_ROOM_RULES,
  ...VECTOR_DATABASE_RULES,
  ...DELIVERY_RULES,
  ...QUEUE_ROOM_RULES,
  ...STREAM_STORE_RULES,
  ...API_CALLER_RULES,
  ...HELD_STATE_RULES,
  ...NAMESPACE_RULES,
  ...QUOTA_RULES,
  ...IMAGE_RULES,
  ...DIGEST_RULES,
  ...READ_SECRET_RULES,
  ...GENERATED_SECRET_RULES,
  ...STARTED_RULES,
  ...USED_SERVICE_RULES,
  ...IDENTITY_RULES,
  ...WORKLOAD_NAME_RULES,
  ...RESERVED_NAME_RULES,
  ...KEPT_RULES,
  ...PROVIDER_RULES,
  ...API_RULES,
  ...PLAN_RULES,
  ...ACKNOWLEDGEMENT_RULES,
  ...CHOICE_RULES,
  secretByReference,
];
