import { endpoints } from '#lib/contract/endpoints.ts'
import { defineRoute } from '#server/http/define-route.ts'
import { deleteSession } from '#server/services/sessions.ts'

export const DELETE = defineRoute({
  endpoint: endpoints.deleteSession,
  access: 'signed-in',
  handle: ({ context, params }) => deleteSession(context, params.sessionId),
})
