import { timingSafeEqual } from 'node:crypto'
import { sql } from 'kysely'
import { getRuntime } from '#server/runtime.ts'
import { readClientAddress } from './client-address.ts'

const plain = { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' }

/** 200 when settings and database are usable, else 503. Says no more, since anybody may ask. */
export async function checkReady(): Promise<Response> {
  try {
    const { db } = await getRuntime()
    await sql`select 1`.execute(db)
    return new Response('ready\n', { headers: plain })
  } catch {
    return new Response('not ready\n', { status: 503, headers: plain })
  }
}

/** Counters for this machine, or for whoever shows the metrics token. To others the page does not exist. */
export async function answerMetrics(request: Request): Promise<Response> {
  const { config, metrics } = await getRuntime()
  const { address } = readClientAddress(request.headers, config)
  const hops = (request.headers.get('x-forwarded-for') ?? '').split(',').map((hop) => hop.trim())
  // A proxy on this machine that nobody told us of is local as well; whom it speaks for is not.
  const isLocal =
    address !== null && isLoopback(address) && hops.every((hop) => hop === '' || isLoopback(hop))
  const token = /^Bearer (.+)$/.exec(request.headers.get('authorization') ?? '')?.[1]
  if (!isLocal && !isSame(token, config.metricsToken?.reveal())) {
    return new Response('not found\n', { status: 404, headers: plain })
  }
  return new Response(metrics.text(), { headers: { ...plain, 'Content-Type': 'text/plain; version=0.0.4' } })
}

function isLoopback(address: string): boolean {
  return address === '::1' || /^(?:::ffff:)?127\.[\d.]+$/.test(address)
}

function isSame(given: string | undefined, expected: string | undefined): boolean {
  if (given === undefined || expected === undefined) return false
  const [a, b] = [Buffer.from(given), Buffer.from(expected)]
  return a.length === b.length && timingSafeEqual(a, b)
}
