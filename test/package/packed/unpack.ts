/** Removes what `pack` has made. */
import { rmSync } from 'node:fs';
import { workFolder } from './pack';

export default function unpack(): void {
  rmSync(workFolder(), { recursive: true, force: true });
}
