import { BLOCK_STORAGE_CLASSES } from '../../lib/catalog/block-storage-classes';
import { storageClassName } from '../../lib/core/kubernetes/storage-class-name';
import { mountsOnOneNode } from '../../lib/platform/block-storage-classes';

const names = BLOCK_STORAGE_CLASSES.flatMap((classes) => classes.names);

test.each(BLOCK_STORAGE_CLASSES)('$names: $kind, from a public page with a date', ({ provenance }) => {
  expect(provenance.source).toMatch(/^https:\/\//);
  expect(provenance.asOf).toMatch(/^20\d\d-\d\d(-\d\d)?$/);
});

test('each name stands once, and Kubernetes takes it', () => {
  expect(names).toEqual([...new Set(names)]);
  for (const name of names) expect(storageClassName.safeParse(name).success).toBe(true);
});

test.each([
  ['gp2', 'it is the class of EKS, for volumes of EBS'],
  ['gp3', 'it is the usual name of a class for volumes of EBS'],
  ['managed-csi-premium-v2', 'it is the class of AKS, for Azure disks'],
  ['oci-bv', 'it is the class of OKE, for block volumes'],
  ['do-block-storage', 'it is the class of DigitalOcean, for its volumes'],
])('%s mounts on one node: %s', (name, why) => {
  expect(mountsOnOneNode(name)).toBe(why);
});

// Names that several clouds use, or whose volumes many nodes may mount: nothing is said of them.
test.each(['default', 'standard', 'longhorn', 'azurefile-csi', 'standard-rwx', 'vultr-vfs-storage', 'constructor'])(
  '%s may mount on many nodes',
  (name) => {
    expect(mountsOnOneNode(name)).toBeNull();
  },
);

test('what the cluster says of a class goes first', () => {
  expect(mountsOnOneNode('gp2', { gp2: { fsGroup: 'applied', accessMode: 'ReadWriteMany' } })).toBeNull();
  expect(mountsOnOneNode('longhorn', { longhorn: { fsGroup: 'applied', accessMode: 'ReadWriteOnce' } })).toBe('the cluster says so');
});
