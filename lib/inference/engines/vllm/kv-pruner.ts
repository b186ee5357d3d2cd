/**
 * The program that keeps folders of KV blocks within a size: the engine itself never removes a file (vllm/v1/kv_offload/tiering/fs, releases 0.30.0 to 0.33.0). A
 * block that is gone is a block that was never there, and is computed again (FileSystemTierManager.get_finished_jobs).
 *
 * Arguments: the folder, bytes that blocks may take, and `shared` where other pods have the same folder. Then one of them looks at a time: whoever holds the file
 * `.pruner`, and another after it was not renewed for a minute. Two at once would remove the same files.
 *
 * A process with number 1 ends by a signal only where it asks for it. In a folder of its own the program goes on until nothing was written for a while, because the
 * engine is still answering.
 */
const PROGRAM = `
import os, signal, sys, time, uuid
folder, most, shared = sys.argv[1], int(sys.argv[2]), sys.argv[3:] == ["shared"]
me, lease, stopping = uuid.uuid4().hex, os.path.join(sys.argv[1], ".pruner"), False
def stop(*_):
    global stopping
    stopping = True
signal.signal(signal.SIGTERM, stop)
def holds():
    try:
        with open(lease) as held:
            if held.read() == me:
                os.utime(lease)
                return True
        if time.time() - os.stat(lease).st_mtime < 60:
            return False
        os.remove(lease)
    except FileNotFoundError:
        pass
    try:
        with open(lease, "x") as held:
            held.write(me)
        return True
    except FileExistsError:
        return False
def look():
    files = []
    for parent, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(parent, name)
            try:
                found = os.stat(path)
            except FileNotFoundError:
                continue
            if name not in ("config.json", ".pruner"):
                files.append((found.st_mtime, max(found.st_size, found.st_blocks * 512), path))
    held = sum(size for _, size, _ in files)
    if held > most:
        for _, size, path in sorted(files):
            try:
                os.remove(path)
                held -= size
                os.rmdir(os.path.dirname(path))
            except FileNotFoundError:
                held -= size
            except OSError:
                pass
            if held <= 0.9 * most:
                break
    return max((written for written, _, _ in files), default=0)
while True:
    began, newest = time.time(), 0
    try:
        if not shared or holds():
            newest = look()
    except OSError as failed:
        print(failed, file=sys.stderr, flush=True)
    if stopping and (shared or time.time() - newest > 10):
        break
    rest = max(5, time.time() - began) if shared else 1
    for _ in range(int(rest)):
        if not (stopping and shared):
            time.sleep(1)
try:
    if shared and open(lease).read() == me:
        os.remove(lease)
except OSError:
    pass
`.trim();

const GIB = 1024 ** 3;

/** @param gib what blocks may take */
export const pruner = (folder: string, gib: number, sharing: 'shared' | 'own'): readonly string[] => [
  'python3',
  '-c',
  PROGRAM,
  folder,
  String(Math.floor(gib * GIB)),
  ...(sharing === 'shared' ? ['shared'] : []),
];
