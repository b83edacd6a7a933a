import { afterAll, beforeAll, expect, it } from 'vitest'
import { handleUnknown } from '#server/http/handle-unknown.ts'
import { setRuntime } from '#server/runtime.ts'
import { loadRoute, startTestApp, type TestApp, testOrigin } from '#server/testing/app.ts'

let app: TestApp
beforeAll(async () => {
  app = await startTestApp()
})
afterAll(() => app.close())

it.each(['GET', 'POST', 'PUT', 'PATCH', 'DELETE'])(
  'answers %s of a mistyped path as JSON',
  async (method) => {
    expect(await loadRoute('/api/[[...unknown]]')).toHaveProperty(method, handleUnknown)
    setRuntime(app.runtime)
    const response = await handleUnknown(new Request(`${testOrigin}/api/instance`, { method }))
    expect(response.status).toBe(404)
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(await response.json()).toMatchObject({
      error: { code: 'not_found', requestId: expect.any(String) },
    })
  },
)
