/** Synthesizes the reference fleet written in cdktf alone. Argument: the folder to write. */
import { App } from 'cdktf';
import { byHand } from '../by-hand/app';
import { sampled } from './report';

sampled(() => {
  const app = new App({ outdir: process.argv[2] ?? 'cdktf.out' });
  byHand(app);
  app.synth();
});
