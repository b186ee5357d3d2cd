/** A harness that runs a command with a child of its own, as Terraform runs its providers, and says their process ids. */
import { run } from '../../e2e/machine/command';
import { Processes } from '../../e2e/machine/processes';

const processes = Processes.ofRun(process.argv[2] ?? '');
processes.start('server', 'sleep', ['60']);
const onLine = (line: string) => console.log(`${line} ${processes.pid('server')}`);
void run('sh', ['-c', 'sleep 60 & echo $$ $!; wait'], { onLine });
