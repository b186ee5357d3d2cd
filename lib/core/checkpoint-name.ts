import { notion } from './notion';

/** A repository of the hub (`owner/name`), or a path inside the pod. An argument that begins with a dash would be read as a flag. */
const CHECKPOINT = /^[A-Za-z0-9_./][A-Za-z0-9_.\-/]{0,511}$/;

/** Where the engine loads weights from. */
export const checkpointName = notion(
  'checkpoint',
  "a repository ('meta-llama/Llama-3.1-8B-Instruct') or a path in the pod ('/models/llama')",
  (text) => CHECKPOINT.test(text) && !text.includes('//'),
);
