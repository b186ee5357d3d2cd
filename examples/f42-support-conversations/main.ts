import { App } from 'cdktf';
import { supportConversations } from './fleet';

const app = new App();
supportConversations(app);
app.synth();
