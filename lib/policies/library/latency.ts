import type { LibraryRow } from './library-row';
import { SOURCES } from './sources';

export const LATENCY: readonly LibraryRow[] = [
  ['voice-answers-in-time', 'roles with latency: voice', SOURCES.voice],
  ['chat-starts-in-time', 'roles with latency: chat', SOURCES.waiting],
  ['card-suits-class', 'pools with a latency class and a price', SOURCES.prefillAndDecode],
  ['sessions-per-gpu', 'pools of small models', SOURCES.prefillAndDecode],
  ['one-latency-class', 'pools of several roles', SOURCES.prefillAndDecode],
];
