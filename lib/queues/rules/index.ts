/** The rules of task queues. */
import type { Rule } from '../../core/rule';
import { queueConsumed, type UsedQueue } from './queue-consumed';
import { queueFilled } from './queue-filled';
import { type QueueInRoom, queueFitsStore } from './queue-fits-store';
import { type QueueMemory, queueNotEvicted } from './queue-not-evicted';
import { type VisibleTask, visibilityCoversTask } from './visibility-covers-task';

export const DELIVERY_RULES: readonly Rule<VisibleTask>[] = [visibilityCoversTask];

export const USED_QUEUE_RULES: readonly Rule<UsedQueue>[] = [queueConsumed, queueFilled];

export const STREAM_STORE_RULES: readonly Rule<QueueMemory>[] = [queueNotEvicted];

export const QUEUE_ROOM_RULES: readonly Rule<QueueInRoom>[] = [queueFitsStore];
