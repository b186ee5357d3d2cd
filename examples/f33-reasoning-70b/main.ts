import { App } from 'cdktf';
import { isFleetError } from 'cdktf-agent-fleet';
import { threeH200 } from './fleet';

// This fleet does not fit: the synthesis stops with the arithmetic, and no Terraform is written.
const app = new App();
threeH200(app);
try {
  app.synth();
} catch (error) {
  if (!isFleetError(error)) throw error;
  console.error(`${error.name} ${error.message}`);
  process.exitCode = 1;
}
