export const dynamic = 'force-dynamic'

/** The process answers; nothing else is looked at. */
export function GET() {
  return new Response('ok\n', { headers: { 'Cache-Control': 'no-store' } })
}
