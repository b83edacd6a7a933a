/** A running time as a clock reads it, `1:12` or `1:02:09`; negative times count as none. */
export function formatElapsed(elapsedMs: number, formatNumber: (n: number) => string = String): string {
  const total = Math.max(0, Math.floor(elapsedMs / 1000))
  const pad = (n: number) => String(n).padStart(2, '0')
  const hours = Math.floor(total / 3600)
  const minutes = Math.floor((total % 3600) / 60)
  const seconds = pad(total % 60)
  return hours > 0
    ? `${formatNumber(hours)}:${pad(minutes)}:${seconds}`
    : `${formatNumber(minutes)}:${seconds}`
}
