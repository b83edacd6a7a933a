import { endpoints } from '#lib/contract/endpoints.ts'
import { defineRoute } from '#server/http/define-route.ts'
import { listSessions } from '#server/services/sessions.ts'

export const GET = defineRoute({
  endpoint: endpoints.listSessions,
  access: 'signed-in',
  handle: ({ context }) => listSessions(context),
})
