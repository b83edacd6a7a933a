// Preloaded (`node --import`) into every process a launcher starts. The launcher holds the other end of our stdin; when
// it is gone, killed or not, the pipe ends and so do we: politely first, then for certain.

import { isMainThread } from 'node:worker_threads'

const patienceMs = 1_000

function stop() {
  process.kill(process.pid, 'SIGTERM')
  setTimeout(() => process.exit(1), patienceMs)
}

// Worker threads are preloaded too; their stdin is not the pipe.
if (isMainThread) {
  process.stdin.on('end', stop).on('error', stop).resume()
}
