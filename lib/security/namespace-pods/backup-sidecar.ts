/** The container that the Barman Cloud plugin of CloudNativePG puts into the pods of a database with backups; its resources are given by us. */
import { imageReference, Pins } from '../../catalog/pins';

export const BACKUP_SIDECAR = {
  image: imageReference(Pins.images.backupSidecar),
  requests: { cpu: '100m', memory: '256Mi' },
  limits: { memory: '512Mi' },
};
