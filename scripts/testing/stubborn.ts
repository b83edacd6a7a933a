// A process that ignores every polite way to end it.

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {})
setInterval(() => {}, 60_000)
console.log(`stubborn ${process.pid}`)
