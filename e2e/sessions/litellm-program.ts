/** LiteLLM from PyPI, in exactly the release whose image our pods run. */
import * as path from 'node:path';
import { Pins } from '../../lib/catalog/pins';
import { NotAvailable } from '../control-plane/build';
import { installPython } from './python-tools';

const VERSION = Pins.images.litellm.version.replace(/^v/, '');
/** What the extra `proxy` leaves out and our configuration asks for: metrics, the client of a database, spans, and tokens of Google, in the releases of the image. */
const PACKAGES = [
  `litellm[proxy]==${VERSION}`,
  'prometheus-client',
  'prisma==0.15.0',
  'opentelemetry-sdk==1.45.2',
  'opentelemetry-exporter-otlp==1.45.2',
  'google-auth',
  'requests',
];
/** Release 1.108.12 asks for 0.1.79.post2, which PyPI does not have (2026-11-29). It holds features that need a licence; we use none. */
const OVERRIDES = ['litellm-enterprise==0.1.79.post1'];

/** The program, or why it cannot be had. */
export async function litellmProgram(): Promise<string | NotAvailable> {
  try {
    return path.join(await installPython('litellm', PACKAGES, OVERRIDES), 'litellm');
  } catch (error) {
    if (error instanceof NotAvailable) return error;
    throw error;
  }
}
