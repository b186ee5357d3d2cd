/** Synthesizes the reference fleet with this library. Argument: the folder to write. */
import { App } from 'cdktf';
import { referenceFleet } from '../../examples/f13-reference-fleet/fleet';
import { sampled } from './report';

sampled(() => {
  const app = new App({ outdir: process.argv[2] ?? 'cdktf.out' });
  referenceFleet(app);
  app.synth();
});
