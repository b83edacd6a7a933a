// Preloaded (`node --import`) into every process a launcher starts. The launcher holds the other end of our stdin; when
// it is gone, killed or not, the pipe ends and so do we: politely first, then for certain.

import { isMainThread } from 'node:worker_threads'

const patienceMs = 700

function stop() {
  process.kill(process.pid, 'SIGTERM')
  setTimeout(() => process.exit(1), patienceMs)
}

// Worker threads and forks of ours are preloaded too; their stdin is not the launcher's pipe.
if (isMainThread && process.env.DRAWBRIDGE_TETHERED_TO === String(process.ppid)) {
  process.stdin.on('end', stop).on('error', stop).resume()
  // Waiting for the end must not keep a process alive that is done.
  if ('unref' in process.stdin) process.stdin.unref()
}
