import type { DataEdge } from './data-place';

/** A way to everything outside of the cluster that a network policy leaves open, which is nowhere in particular. */
export const toPublicAddresses = (of: string, repair: string): DataEdge => ({
  how: 'may reach',
  to: { kind: 'public addresses', name: `open to ${of}`, region: null, repairs: [repair], isOpen: true },
});
