/** Names of the memory lines as people read them. */
const NAMES: Readonly<Record<string, string>> = {
  physical: 'the card reports',
  budget: 'the engine may use',
  weights: 'weights',
  activation: 'activations',
  nonTorch: 'runtime',
  graphs: 'CUDA graphs',
  kvCache: 'KV cache',
  kvNeeded: 'KV cache, needed',
  kvFree: 'KV cache, free',
  spare: 'not needed',
  left: 'not allocated',
};

export const isNamed = (id: string): boolean => Object.hasOwn(NAMES, id);
export const memoryName = (id: string): string => (isNamed(id) ? (NAMES[id] as string) : id);
