import { App } from 'cdktf';
import { isFleetError } from 'cdktf-agent-fleet';
import { budget70b8k } from './fleet';

// This fleet does not fit: the synthesis stops with the arithmetic, and no Terraform is written.
const app = new App();
budget70b8k(app);
try {
  app.synth();
} catch (error) {
  if (!isFleetError(error)) throw error;
  console.error(`${error.name} ${error.message}`);
  process.exitCode = 1;
}
